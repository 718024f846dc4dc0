import 'reflect-metadata';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createLog, logUnexpected } from '../../src/server/observability/log.js';
import { type SandboxedService, startSandboxedService } from '../support/running-service.js';
import { askByHand, openConnection, rawPost } from './by-hand.js';

type Line = Readonly<Record<string, unknown>>;
const linesOf = (text: string): Line[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);

describe('the log', () => {
  let service: SandboxedService;
  let seen = 0;
  beforeAll(async () => {
    service = await startSandboxedService();
  });
  afterAll(() => service.stop());

  /** What was logged since the last look. */
  const news = (): Line[] => {
    const text = service.log().slice(seen);
    seen += text.length;
    return linesOf(text);
  };

  test('has one line for the start and one for every operation', async () => {
    expect(news()).toMatchObject([
      {
        level: 'info',
        event: 'started',
        version: (JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }).version,
        node: process.version,
        url: expect.any(String),
        sandbox: false,
        tenants: 1,
      },
    ]);
    await service.query('query Mine { viberMessage(trackingId: "nothing") { to } }', {}, { 'x-request-id': 'mine-1' });
    expect(news()).toMatchObject([
      {
        event: 'operation',
        operation: 'Mine',
        type: 'query',
        calls: 1,
        codes: ['VIBER_MESSAGE_NOT_FOUND'],
        requestId: 'mine-1',
        tenant: 'default',
        caller: 'address:127.0.0.1',
        status: 200,
        milliseconds: expect.any(Number),
      },
    ]);
  });

  test('reports vendor trouble by its template, and circuits', async () => {
    const fields = Array.from({ length: 6 }, (_, n) => `m${n}: viberMessage(trackingId: "magic-reset~${n}") { to }`);
    await service.query(`{ refused: viberMessage(trackingId: "magic-403") { to } ${fields.join(' ')} }`);
    const lines = news();
    const trouble = {
      event: 'vendor-trouble',
      level: 'warn',
      tenant: 'default',
      kind: 'READ',
      vendor: 'ROUTEE',
      method: 'GET',
    };
    const route = '/viber/tracking/{trackingId}';
    expect(lines).toContainEqual(expect.objectContaining({ ...trouble, route, status: null, fault: 'RESET' }));
    expect(lines).toContainEqual(expect.objectContaining({ ...trouble, route, status: 403, fault: null }));
    expect(lines).toContainEqual(
      expect.objectContaining({ event: 'circuit', vendor: 'ROUTEE', kind: 'READ', state: 'OPEN', tenant: 'default' }),
    );
    expect(JSON.stringify(lines)).not.toContain('magic-');
  });

  test.each([
    ['a line of a log', '{"level":"info","event":"started"}'],
    ['quotes and spaces', 'a" b'],
    ['characters beyond ASCII', 'caf\u00e9'],
    ['too long a text', 'x'.repeat(129)],
    ['an escape', 'a\tb'],
    ['a phone number', '+306900000001'],
  ])('a request id that is %s is replaced', async (_name, id) => {
    const answer = await askByHand(
      `${service.url}/graphql`,
      { 'content-type': 'application/json', 'x-request-id': id },
      '{"query":"{ __typename }"}',
    );
    expect(answer.headers['x-request-id']).toMatch(/^[\da-f-]{36}$/);
    expect(news()).toMatchObject([{ event: 'operation', requestId: answer.headers['x-request-id'] }]);
  });

  test.each([
    '1234567890',
    '+Jq3vT0a/w==',
    '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    'Root=1-67891233-abcdef012345678912345678',
  ])('a request id of a proxy is taken as it is: %s', async (id) => {
    const headers = { 'content-type': 'application/json', 'x-request-id': id };
    const answer = await askByHand(`${service.url}/graphql`, headers, '{"query":"{ __typename }"}');
    expect(answer.headers['x-request-id']).toBe(id);
    expect(news()).toMatchObject([{ event: 'operation', requestId: id }]);
  });

  test('bytes that are no header never arrive', async () => {
    const connection = await openConnection(service.url);
    connection.write(rawPost('{ __typename }').replace('host:', 'x-request-id: a\x01\x1b[31m\r\nhost:'));
    await connection.closed;
    expect(connection.received()).toMatch(/^HTTP\/1\.1 400 /);
    expect(news()).toEqual([]);
  });

  test.each([
    ['line breaks', 'query A\n{"event":"forged"}\n { __typename }'],
    ['control characters', 'query A\u001b[31m { __typename }'],
    ['line separators', 'query A\u2028B { __typename }'],
    ['a very long name', `query ${'N'.repeat(3000)} { __typename }`],
    ['a phone number', 'query To_306912345678 { __typename }'],
  ])('an operation with %s in its name makes one line of plain text', async (_name, query) => {
    await service.query(query);
    const text = service.log().slice(seen);
    const lines = news();
    expect(lines).toHaveLength(1);
    expect(text.slice(0, -1)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/);
    expect(text.length).toBeLessThan(600);
    expect(text).not.toMatch(/306912345678|forged/);
  });

  test('holds nothing of what was asked or sent', async () => {
    const variables = {
      input: {
        idempotencyKey: 'key-of-mine',
        senderId: 'sender-of-mine',
        recipients: { phoneNumbers: ['+306912345678', '+12025550141'] },
        content: { text: 'Words of mine', imageUrl: 'https://images.example/mine.png' },
      },
    };
    const headers = { authorization: 'Bearer token-of-mine', 'x-api-key': 'key-of-mine', cookie: 'cookie-of-mine' };
    const send = 'mutation ($input: SendViberCampaignInput!) { sendViberCampaign(input: $input) { replayed } }';
    await service.query(send, variables, headers);
    await service.query('{ failoverFlows(filter: { recipient: "+306912345678" }) { totalCount } }', {}, headers);
    await service.query(
      '{ viberMessage(trackingId: "306912345678") { to } deliveryReport(by: { extraId: "306912345678" }) { id } }',
    );
    const text = JSON.stringify(news());
    expect(text).not.toMatch(/of-mine|of mine|mine\.png|306912345678|12025550141/);
  });
});

describe('an unexpected error', () => {
  test('is reported by its class and place, never by its message', () => {
    let text = '';
    const log = createLog('info', { write: (line) => void (text += line) });
    logUnexpected(log, new TypeError('cannot send to +306912345678\n    at secret (https://user:password@vendor)'), {
      requestId: 'request-7',
      trace: null,
    });
    const [line] = linesOf(text);
    expect(line).toMatchObject({
      level: 'error',
      event: 'unexpected-error',
      name: 'TypeError',
      requestId: 'request-7',
    });
    expect(line?.['stack']).not.toHaveLength(0);
    expect(text).not.toMatch(/306912345678|secret|password/);
  });

  test.each([
    ['no error', 7],
    ['an error with a message that is no text', Object.assign(new Error('x'), { message: {} })],
    ['an error with a stack that is no text', Object.assign(new Error('x'), { stack: 5 })],
    [
      'an error whose members throw',
      Object.defineProperty(new Error('x'), 'message', {
        get() {
          throw new Error('no');
        },
      }),
    ],
    ['an error without a prototype', Object.create(null)],
  ])('that is %s makes one line', (_name, error: unknown) => {
    let text = '';
    logUnexpected(createLog('info', { write: (line) => void (text += line) }), error);
    expect(linesOf(text)).toMatchObject([{ event: 'unexpected-error', requestId: null, name: expect.any(String) }]);
  });
});
