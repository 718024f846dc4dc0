import 'reflect-metadata';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Sandbox, sandboxIds, startSandbox } from '../support/sandbox.js';
import { type Reply, type RunningService, startRunningService, type Variables } from '../support/running-service.js';
import { bearer, keyOf, writeTenants } from './tenants-file.js';

/** Two tenants with the same ids at two accounts, served side by side. */
let sandboxes: { readonly one: Sandbox; readonly two: Sandbox };
let service: RunningService;
type Name = keyof typeof sandboxes;

beforeAll(async () => {
  sandboxes = { one: await startSandbox({ seed: 1 }), two: await startSandbox({ seed: 2 }) };
  const tenantAt = (id: Name) => {
    const { routee, gms } = sandboxes[id];
    return {
      id,
      routee: { ...routee, applicationSecret: { env: 'ROUTEE_SECRET' } },
      gms: { ...gms, password: { env: 'GMS_SECRET' } },
      keys: [keyOf(id)],
    };
  };
  service = await startRunningService({
    ...writeTenants([tenantAt('one'), tenantAt('two')]),
    ROUTEE_SECRET: sandboxes.one.routee.applicationSecret,
    GMS_SECRET: sandboxes.one.gms.password,
    UPSTREAM_REPORT: 'on',
  });
});
afterAll(async () => {
  await service.stop();
  await sandboxes.one.close();
  await sandboxes.two.close();
});
beforeEach(() => {
  sandboxes.one.clearCalls();
  sandboxes.two.clearCalls();
});

const REMEMBERED = { 'cache-control': 'max-age=60' };
const SHARED = { ...REMEMBERED, 'x-upstream-report': '0' };

const ask = <Data>(name: Name, query: string, variables: Variables = {}, headers = {}): Promise<Reply<Data>> =>
  service.query<Data>(query, variables, { ...bearer(name), ...headers });
const callsOf = (name: Name): number => sandboxes[name].calls().length;
const tokensOf = (name: Name): number => sandboxes[name].calls().filter(({ route }) => route === '/oauth/token').length;

const CAMPAIGN = `query Page($after: String, $id: ID!) {
  campaign(trackingId: $id) { id messages(first: 2, after: $after) { nodes { id trackingId } pageInfo { endCursor } } }
}`;
interface Page {
  readonly campaign: {
    readonly id: string;
    readonly messages: {
      readonly nodes: { readonly id: string }[];
      readonly pageInfo: { readonly endCursor: string };
    } | null;
  } | null;
}
const page = async (name: Name): Promise<NonNullable<Page['campaign']>> => {
  const { data } = await ask<Page>(name, CAMPAIGN, { id: sandboxIds.campaign12 });
  return data!.campaign!;
};

describe('two tenants with the same ids', () => {
  test('each fetch a token of their own', async () => {
    const query = `{ viberMessage(trackingId: "${sandboxIds.messageFailed}") { to } }`;
    await ask('one', query);
    expect([tokensOf('one'), tokensOf('two')]).toEqual([1, 0]);
    await ask('two', query);
    expect([tokensOf('one'), tokensOf('two')]).toEqual([1, 1]);
  });

  test('remember each for itself', async () => {
    const query = `{ viberMessage(trackingId: "${sandboxIds.messageSeen}") { trackingId } deliveryReport(by: { extraId: "report-sms" }) { id } }`;
    await ask('one', query, {}, REMEMBERED);
    const again = await ask('one', query, {}, REMEMBERED);
    expect(again.upstream).toMatchObject({ calls: 0, cacheHits: 2 });
    const other = await ask('two', query, {}, REMEMBERED);
    expect(other.upstream).toMatchObject({ calls: 2, cacheHits: 0 });
  });

  test('share no answer and no read under way', async () => {
    const query = `{ viberMessage(trackingId: "magic-slow-300") { trackingId } }`;
    const askBoth = (name: Name) => Promise.all([ask(name, query, {}, SHARED), ask(name, query, {}, SHARED)]);
    await Promise.all([askBoth('one'), askBoth('two')]);
    expect([callsOf('one'), callsOf('two')]).toEqual([1, 1]);
  });

  test('see different things under the same tracking id, each in one operation of many reads', async () => {
    const [one, two] = await Promise.all([page('one'), page('two')]);
    expect(one.messages?.nodes).toHaveLength(2);
    expect(two.messages?.nodes).toHaveLength(2);
    expect(one.id).not.toBe(two.id);
    expect(one.messages?.nodes.map(({ id }) => id)).not.toEqual(two.messages?.nodes.map(({ id }) => id));
    expect([callsOf('one'), callsOf('two')]).toEqual([1, 1]);
  });

  test('cannot use the ids of each other', async () => {
    const { id, messages } = await page('one');
    const ids = [id, messages!.nodes[0]!.id];
    const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';
    expect((await ask('one', query, { ids })).data).toEqual({ nodes: ids.map((known) => ({ id: known })) });
    sandboxes.two.clearCalls();
    expect(await ask('two', query, { ids })).toMatchObject({ data: { nodes: [null, null] }, errors: [] });
    expect(callsOf('two')).toBe(0);
  });

  test('cannot use the cursors of each other', async () => {
    const after = (await page('one')).messages!.pageInfo.endCursor;
    const variables = { id: sandboxIds.campaign12, after };
    expect((await ask<Page>('one', CAMPAIGN, variables)).errors).toEqual([]);
    const { errors } = await ask<Page>('two', CAMPAIGN, variables);
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['INVALID_CURSOR']);
  });

  test('keep separate books: the same idempotency key sends once for each, and nobody sees the other’s campaigns', async () => {
    const query = `mutation ($text: String!) {
      sendViberCampaign(input: { idempotencyKey: "same", senderId: "${sandboxIds.sender}", recipients: { phoneNumbers: ["+306900000001"] }, content: { text: $text } }) {
        replayed campaign { id }
      }
    }`;
    interface Sent {
      readonly sendViberCampaign: { readonly replayed: boolean; readonly campaign: { readonly id: string } };
    }
    const one = await ask<Sent>('one', query, { text: 'of one' });
    const two = await ask<Sent>('two', query, { text: 'of two' });
    expect([one.data?.sendViberCampaign.replayed, two.data?.sendViberCampaign.replayed]).toEqual([false, false]);
    expect((await ask<Sent>('one', query, { text: 'of one' })).data?.sendViberCampaign.replayed).toBe(true);

    const list = '{ campaigns { nodes { id content { text } } } }';
    expect((await ask('one', list)).data).toMatchObject({ campaigns: { nodes: [{ content: { text: 'of one' } }] } });
    expect((await ask('two', list)).data).toMatchObject({ campaigns: { nodes: [{ content: { text: 'of two' } }] } });
    const node = 'query ($id: ID!) { node(id: $id) { id } }';
    const { id } = one.data!.sendViberCampaign.campaign;
    expect((await ask('two', node, { id })).data).toEqual({ node: null });
  });

  test('have circuits of their own: the outage of one’s vendor leaves the other’s alone', async () => {
    const broken = Array.from({ length: 8 }, (_, n) => `m${n}: viberMessage(trackingId: "magic-500~${n}") { to }`);
    await ask('one', `{ ${broken.join(' ')} }`);
    const well = `{ viberMessage(trackingId: "${sandboxIds.messageDelivered}") { trackingId } }`;
    sandboxes.one.clearCalls();
    const refused = await ask('one', well);
    expect(refused.errors.map(({ extensions }) => extensions.code)).toEqual(['UPSTREAM_UNAVAILABLE']);
    expect(callsOf('one')).toBe(0);
    const served = await ask('two', well);
    expect([served.errors, callsOf('two')]).toEqual([[], 1]);
  });
});
