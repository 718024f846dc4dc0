import 'reflect-metadata';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { generateKeyPair } from 'jose';
import { WebSocket } from 'ws';
import { sandboxIds } from '../support/sandbox.js';
import { type Reply, type RunningService, startRunningService } from '../support/running-service.js';
import { stopTime } from '../support/still-time.js';
import { askByHand } from './by-hand.js';
import { type KeyServer, startKeyServer } from './key-server.js';
import { bearer, keyOf, writeTenants } from './tenants-file.js';

const MESSAGE = `{ viberMessage(trackingId: "${sandboxIds.messageSeen}") { to } }`;
const SEND = `mutation { sendViberCampaign(input: { idempotencyKey: "k", senderId: "${sandboxIds.sender}", recipients: { phoneNumbers: ["+306900000001"] }, content: { text: "x" } }) { replayed } }`;

interface Message {
  readonly viberMessage: { readonly to: string } | null;
}

const codeOf = ({ errors }: Reply<unknown>): string | undefined => errors[0]?.extensions.code;
const post = (service: RunningService, headers: Record<string, string>) =>
  askByHand(`${service.url}/graphql`, { 'content-type': 'application/json', ...headers }, '{"query":"{ __typename }"}');

describe('keys of the tenants’ file', () => {
  let service: RunningService;
  beforeAll(async () => {
    service = await startRunningService({
      SANDBOX: 'on',
      ...writeTenants([
        {
          id: 'shop',
          keys: [
            keyOf('all-of-it', { name: 'office' }),
            keyOf('reader', { scopes: ['read'] }),
            keyOf('sender', { scopes: ['send'] }),
          ],
        },
      ]),
    });
  });
  afterAll(() => service.stop());

  const ask = (headers: Record<string, string>, query = MESSAGE) => service.query<Message>(query, {}, headers);

  test.each([
    ['authorization: Bearer', bearer('all-of-it')],
    ['authorization: bearer, in any case', { authorization: 'bearer   all-of-it' }],
    ['x-api-key', { 'x-api-key': 'all-of-it' }],
    ['x-api-key beside a login that is not ours', { authorization: 'Basic eDp5', 'x-api-key': 'all-of-it' }],
  ])('open by %s', async (_name, headers) => {
    const { status, data, errors } = await ask(headers);
    expect({ status, errors }).toEqual({ status: 200, errors: [] });
    expect(data?.viberMessage?.to).toMatch(/^\+\d{10,}$/);
  });

  test.each([
    ['nothing', {}],
    ['an unknown key', bearer('all-of-i')],
    ['an empty key', { 'x-api-key': '' }],
    ['the digest of a key', bearer('0'.repeat(64))],
    ['a key by Basic', { authorization: 'Basic all-of-it' }],
    ['two keys in one header', bearer('all-of-it, reader')],
    ['a token where none are taken', bearer('eyJhbGciOiJub25lIn0.eyJ0ZW5hbnQiOiJzaG9wIn0.x')],
  ])('%s is refused with 401 and a challenge', async (_name, headers: Record<string, string>) => {
    const answer = await ask(headers);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    expect(answer.data).toBeUndefined();
    expect(answer.errors).toMatchObject([
      { extensions: { code: 'UNAUTHENTICATED', category: 'UNAUTHENTICATED', retryable: false } },
    ]);
  });

  test('who may not see recipients sees masked numbers and sends nothing', async () => {
    const read = await ask(bearer('reader'));
    expect(read.data?.viberMessage?.to).toMatch(/\*|•|x/i);
    const sent = await ask(bearer('reader'), SEND);
    expect([sent.status, codeOf(sent)]).toEqual([403, 'FORBIDDEN']);
  });

  test('who may only send reads nothing', async () => {
    const read = await ask(bearer('sender'));
    expect([read.status, codeOf(read)]).toEqual([403, 'FORBIDDEN']);
    expect(codeOf(await ask(bearer('sender'), SEND))).toBeUndefined();
  });

  test('the same query of two keys under way at once is not answered alike where their scopes differ', async () => {
    const headers = (key: string) => ({ ...bearer(key), 'cache-control': '', 'x-upstream-report': '' });
    const [all, masked] = await Promise.all([ask(headers('all-of-it')), ask(headers('reader'))]);
    expect(all.data?.viberMessage?.to).not.toBe(masked.data?.viberMessage?.to);
  });

  test('any host is answered', async () => {
    expect((await post(service, { host: 'graph.example', ...bearer('reader') })).status).toBe(200);
  });

  test('log lines name the key and never hold it', async () => {
    await ask(bearer('all-of-it'));
    await ask(bearer('not-a-key-at-all'));
    expect(service.log()).toMatch(/"tenant":"shop","caller":"shop\/office#[0-9a-f]{8}"/);
    expect(service.log()).not.toMatch(/all-of-it|not-a-key-at-all/);
  });
});

describe('the characters of a key', () => {
  const EVERY_CHARACTER = Array.from({ length: 94 }, (_, n) => String.fromCharCode(33 + n)).join('');
  const GOOD: readonly string[] = [EVERY_CHARACTER.replace(',', ''), 'k', 'k'.repeat(12_000)];
  const BAD: readonly string[] = ['two words', 'one,two', 'κλειδί', 'clé', 'tab\there', 'k'.repeat(12_001)];
  let service: RunningService;
  beforeAll(async () => {
    const keys = [...GOOD, ...BAD].map((key) => keyOf(key));
    service = await startRunningService({ SANDBOX: 'on', ...writeTenants([{ id: 'shop', keys }]) });
  });
  afterAll(() => service.stop());

  /** As UTF-8, which is what curl sends. */
  const inHeader = (key: string): string => Buffer.from(key).toString('latin1');
  const byHeaders = async (headers: Record<string, string>): Promise<boolean> =>
    (await post(service, headers)).status === 200;
  const bySocket = async (payload: unknown): Promise<boolean> => {
    const socket = new WebSocket(service.url.replace('http', 'ws') + '/graphql', 'graphql-transport-ws');
    await once(socket, 'open');
    const closed = once(socket, 'close') as Promise<[number]>;
    const acknowledged = once(socket, 'message').then(() => true);
    socket.send(JSON.stringify({ type: 'connection_init', payload }));
    const isAccepted = await Promise.race([acknowledged, closed.then(([code]) => code !== 4403)]);
    socket.terminate();
    return isAccepted;
  };
  const PLACES: Readonly<Record<string, (key: string) => Promise<boolean>>> = {
    'authorization: Bearer': (key) => byHeaders({ authorization: `Bearer ${inHeader(key)}` }),
    'x-api-key': (key) => byHeaders({ 'x-api-key': inHeader(key) }),
    'authorization of connection_init': (key) => bySocket({ authorization: `Bearer ${key}` }),
    'x-api-key of connection_init': (key) => bySocket({ 'x-api-key': key }),
    'token of connection_init': (key) => bySocket({ token: key }),
    'connectionParams of a router': (key) => bySocket({ connectionParams: { token: key } }),
  };

  test.each(Object.entries(PLACES))('are the same by %s', async (_place, isAccepted) => {
    for (const key of GOOD) expect([key, await isAccepted(key)]).toEqual([key, true]);
    for (const key of BAD) expect([key, await isAccepted(key)]).toEqual([key, false]);
  });
});

describe('tokens', () => {
  let keys: KeyServer;
  let service: RunningService;
  beforeAll(async () => {
    keys = await startKeyServer();
    service = await startRunningService({
      SANDBOX: 'on',
      ...keys.settings,
      ...writeTenants([{ id: 'shop', keys: [keyOf('a-key')] }, { id: 'bank' }]),
    });
  });
  afterAll(async () => {
    await service.stop();
    await keys.close();
  });

  const claims = { tenant: 'shop', sub: 'anna@example.com', scope: 'openid read read:recipients' };
  const ask = (token: string, query = MESSAGE) => service.query<Message>(query, {}, bearer(token));

  test('let in by what they say: tenant and scopes', async () => {
    expect((await ask(await keys.token(claims))).data?.viberMessage?.to).toMatch(/^\+\d+$/);
    const listed = await keys.token({ tenant: 'bank', sub: 'b', scopes: ['read', 'admin'] });
    expect((await ask(listed)).data?.viberMessage?.to).not.toMatch(/^\+\d+$/);
    expect((await ask(listed, SEND)).status).toBe(403);
    expect(service.log()).toContain('"tenant":"bank","caller":"bank/token#');
  });

  test('keys of the file go on beside them', async () => {
    expect((await ask('a-key')).status).toBe(200);
  });

  test('are refused in `x-api-key`, also once they are known from `authorization`', async () => {
    const token = await keys.token({ ...claims, sub: 'x' });
    const statusOf = async (headers: Record<string, string>) => (await service.query(MESSAGE, {}, headers)).status;
    expect(await statusOf({ 'x-api-key': token })).toBe(401);
    expect(await statusOf(bearer(token))).toBe(200);
    expect(await statusOf({ 'x-api-key': token })).toBe(401);
  });

  test('a token without scopes may do nothing', async () => {
    expect((await ask(await keys.token({ tenant: 'shop' }))).status).toBe(403);
  });

  test('are checked once and remembered, also when a hundred come at once', async () => {
    const token = await keys.token({ ...claims, sub: 'once' });
    const answers = await Promise.all(Array.from({ length: 100 }, () => ask(token, '{ __typename }')));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(keys.asked()).toBe(1);
  });

  test.each([
    ['of another issuer', () => keys.token(claims, { issuer: 'https://other.example/' })],
    ['for another audience', () => keys.token(claims, { audience: 'other' })],
    ['that has expired', () => keys.token(claims, { expiresIn: -60 })],
    ['that never expires', () => keys.token(claims, { expiresIn: null })],
    ['of a tenant that is not here', () => keys.token({ ...claims, tenant: 'nobody' })],
    ['without a tenant', () => keys.token({ sub: 'x', scope: 'read' })],
    ['whose tenant is not a text', () => keys.token({ ...claims, tenant: ['shop'] })],
    ['signed by somebody else', async () => keys.token(claims, { key: (await generateKeyPair('RS256')).privateKey })],
    ['signed with a shared secret', () => keys.token(claims, { algorithm: 'HS256', key: Buffer.alloc(32, 1) })],
    ['without a signature', () => Promise.resolve(unsigned(claims))],
    ['that is cut off', async () => (await keys.token(claims)).slice(0, -20)],
  ])('one %s is refused with 401', async (_name, make) => {
    const answer = await ask(await make());
    expect([answer.status, codeOf(answer)]).toEqual([401, 'UNAUTHENTICATED']);
    expect(answer.headers.get('www-authenticate')).toBe('Bearer');
  });

  test('are good also while the keys that are known cannot be had again', async () => {
    expect((await ask(await keys.token(claims))).status).toBe(200);
    keys.answer(500);
    expect((await ask(await keys.token({ ...claims, sub: 'later' }))).status).toBe(200);
    keys.answer(200);
  });

  test('never stand in the log', async () => {
    const token = await keys.token(claims);
    await ask(token);
    expect(service.log()).not.toContain(token.slice(-20));
    expect(service.log()).not.toContain('anna');
  });
});

describe('tokens whose keys cannot be had', () => {
  const stops: (() => Promise<void>)[] = [];
  afterEach(async () => {
    jest.useRealTimers();
    for (const stop of stops.splice(0)) await stop();
  });

  test.each([
    ['fail', (keys: KeyServer) => keys.answer(500), 'HTTP 500'],
    ['are no keys', (keys: KeyServer) => keys.answer(200, 'nothing'), 'NOT_JSON'],
  ])(
    'because they %s are not called bad: 503, to be tried again; few of them ask for the keys, and the log and a metric say why',
    async (_name, answer, cause) => {
      const keys = await startKeyServer();
      stops.push(() => keys.close());
      answer(keys);
      const service = await startRunningService({
        SANDBOX: 'on',
        METRICS_KEY: 'metrics-key',
        ...keys.settings,
        ...writeTenants([{ id: 'shop', keys: [keyOf('a-key')] }]),
      });
      stops.unshift(() => service.stop());
      const token = await keys.token({ tenant: 'shop', scope: 'read' });
      const reported = async () => {
        const page = await (await fetch(`${service.url}/metrics`, { headers: bearer('metrics-key') })).text();
        return {
          up: /^messaging_graph_jwks_up (.+)$/m.exec(page)?.[1],
          lines: [...service.log().matchAll(/"event":"(jwks-[a-z]+)"(?:,"cause":"(.+?)")?/g)].map(([, ...of]) => of),
        };
      };
      expect(await reported()).toEqual({ up: '1', lines: [] });

      stopTime(); // a failed load is not repeated for a second
      for (let time = 0; time < 5; time++) {
        const answer = await service.query('{ __typename }', {}, bearer(token));
        expect([answer.status, codeOf(answer)]).toEqual([503, 'OVERLOADED']);
        expect(answer.errors[0]?.extensions).toMatchObject({ retryable: true, retryAfterSeconds: 1 });
        expect(answer.headers.get('retry-after')).toBe('1');
      }
      expect(keys.asked()).toBe(1);
      expect((await service.query('{ __typename }', {}, bearer('a-key'))).status).toBe(200);
      expect(await reported()).toEqual({ up: '0', lines: [['jwks-unreachable', cause]] });

      keys.answer(200);
      jest.advanceTimersByTime(1000);
      expect((await service.query('{ __typename }', {}, bearer(token))).status).toBe(200);
      expect(await reported()).toEqual({
        up: '1',
        lines: [
          ['jwks-unreachable', cause],
          ['jwks-reachable', undefined],
        ],
      });
    },
  );
});

describe('without tenants', () => {
  const services: RunningService[] = [];
  afterEach(async () => {
    for (const service of services.splice(0)) await service.stop();
  });
  const start = async (settings: Record<string, string> = {}): Promise<RunningService> => {
    const service = await startRunningService({ SANDBOX: 'on', ...settings });
    services.push(service);
    return service;
  };

  test('everyone may do everything, also with credentials that mean nothing', async () => {
    const service = await start();
    const { data } = await service.query<Message>(MESSAGE, {}, bearer('whatever'));
    expect(data?.viberMessage?.to).toMatch(/^\+\d+$/);
  });

  test('only names of this machine are answered, so that no web page gets in by a name of its own', async () => {
    const service = await start();
    const { port } = new URL(service.url);
    for (const host of ['localhost', `LOCALHOST:${port}`, '127.0.0.1', `[::1]:${port}`]) {
      expect([host, (await post(service, { host })).status]).toEqual([host, 200]);
    }
    for (const host of [
      'evil.example',
      '127.0.0.1.evil.example',
      'localhost.evil.example',
      '0.0.0.0',
      '[::2]',
      'localhost:1:2',
    ]) {
      const answer = await post(service, { host });
      expect([host, answer.status]).toEqual([host, 421]);
      expect(answer.text).toContain('BAD_REQUEST');
    }
    expect((await askByHand(`${service.url}/readyz`, { host: 'evil.example' })).status).toBe(421);
  });

  test('any host is answered where the server was opened to the network aloud', async () => {
    const service = await start({ HOST: '0.0.0.0', AUTH: 'none' });
    const local = { ...service, url: `http://127.0.0.1:${new URL(service.url).port}` };
    expect((await post(local, { host: 'graph.example' })).status).toBe(200);
  });
});

function unsigned(claims: object): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const exp = Math.floor(Date.now() / 1000) + 600;
  return `${part({ alg: 'none' })}.${part({ ...claims, iss: 'https://issuer.example/', aud: 'messaging-graph', exp })}.`;
}
