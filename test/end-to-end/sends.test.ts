import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { bearer, keyOf, writeTenants } from '../server/tenants-file.js';
import { type RunningService, startRunningService } from '../support/running-service.js';
import { routeeSettings, type StandInVendor, startStandInVendor } from '../support/stand-in-vendor.js';

let vendor: StandInVendor;
let service: RunningService;
beforeAll(async () => {
  let sent = 0;
  vendor = await startStandInVendor({
    'POST /auth/oauth/token': () => ({ body: { access_token: 'token', expires_in: 3600 } }),
    'POST /viber/campaign': () => ({
      body: { trackingId: `c${++sent}`, cost: 0.1, scheduledDate: '2999-01-01T12:00:00Z' },
    }),
    'DELETE /viber/campaign/': () => ({ status: 204 }),
  });
  const scopes = {
    all: ['read', 'read:recipients', 'send', 'send:reconcile'],
    sender: ['send'],
    clerk: ['send:reconcile'],
  };
  const {
    ROUTEE_APPLICATION_ID: applicationId,
    ROUTEE_APPLICATION_SECRET: secret,
    ...addresses
  } = routeeSettings(vendor);
  service = await startRunningService({
    ...addresses,
    SECRET: secret,
    ...writeTenants([
      {
        id: 'one',
        routee: { applicationId, applicationSecret: { env: 'SECRET' } },
        keys: Object.entries(scopes).map(([name, list]) => keyOf(name, { name, scopes: list })),
      },
    ]),
  });
});
afterAll(async () => {
  await service.stop();
  await vendor.close();
});

const ask = (query: string, variables: Record<string, unknown> = {}, key = 'all') =>
  service.query<Record<string, { send?: { id: string; cost: string } }>>(query, variables, bearer(key));
const input = (key: string) => ({
  idempotencyKey: key,
  senderId: 's',
  recipients: { phoneNumbers: ['+306912345678'] },
  content: { text: 'Hello' },
  scheduledAt: '2999-01-01T12:00Z',
});
const SEND =
  'mutation ($input: SendViberCampaignInput!) { sendViberCampaign(input: $input) { send { id cost outcome } } }';
const CANCEL = 'cancelViberCampaign(input: { trackingId: "c1" }) { send { outcome } }';
const RECONCILE = 'reconcileSend(input: { sendId: "x", wasSent: false }) { send { outcome } }';

describe('sends, cancels and reconciling', () => {
  test('write one line each, with the caller’s name and no personal data', async () => {
    const { data } = await ask(SEND, { input: input('secret-key') });
    expect(data?.['sendViberCampaign']?.send).toMatchObject({ cost: '0.1', outcome: 'ACCEPTED' });
    expect((await ask(`mutation { ${CANCEL} }`)).data).toEqual({
      cancelViberCampaign: { send: { outcome: 'CANCELLED' } },
    });
    const sendId = data!['sendViberCampaign']!.send!.id;
    const { errors } = await ask(
      `mutation ($id: ID!) { reconcileSend(input: { sendId: $id, wasSent: false }) { send { id } } }`,
      { id: sendId },
    );
    expect(errors).toMatchObject([{ extensions: { code: 'SEND_NOT_RECONCILABLE' } }]);
    const lines = service
      .log()
      .split('\n')
      .filter((line) => line.includes('"event":"audit"'))
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const common = {
      tenant: 'one',
      caller: expect.stringMatching(/^one\/all#/),
      requestId: expect.any(String),
      sendId,
      kind: 'VIBER_CAMPAIGN',
      vendorId: 'c1',
      recipientCount: 1,
      keyDigest: expect.stringMatching(/^[\da-f]{12}$/),
    };
    expect(lines).toMatchObject([
      { action: 'send', ...common, outcome: 'ACCEPTED', replayed: false, code: null },
      { action: 'cancel', ...common, outcome: 'CANCELLED', code: null },
      { action: 'reconcile', ...common, outcome: 'CANCELLED', code: 'SEND_NOT_RECONCILABLE' },
    ]);
    for (const personal of ['3069', 'Hello', 'secret-key']) expect(JSON.stringify(lines)).not.toContain(personal);
    expect(vendor.seen('DELETE ')).toHaveLength(1);
  });

  test.each([
    [`mutation { ${CANCEL} }`, 'clerk', 'cancelViberCampaign', 'send'],
    [`mutation { ${RECONCILE} }`, 'sender', 'reconcileSend', 'send:reconcile'],
    [`mutation { a: ${CANCEL} ${RECONCILE} }`, 'sender', 'reconcileSend', 'send:reconcile'],
    ['{ sends { totalCount } }', 'sender', 'sends', 'read'],
    ['{ send(by: { trackingId: "c1" }) { id } }', 'clerk', 'send', 'read'],
  ])('need a scope each, and one that is missing refuses all of it: %s by %s', async (query, key, field, scope) => {
    const calls = vendor.requests.length;
    const { status, data, errors } = await ask(query, {}, key);
    expect([status, data]).toEqual([403, undefined]);
    expect(errors).toMatchObject([
      { message: `The field \`${field}\` needs the scope \`${scope}\`.`, extensions: { code: 'FORBIDDEN' } },
    ]);
    expect(vendor.requests).toHaveLength(calls);
  });

  test.each([CANCEL, RECONCILE])('are no company for a paid field, which stands alone: %s', async (other) => {
    const calls = vendor.requests.length;
    const query = SEND.replace('{ sendViberCampaign', `{ __typename ${other} sendViberCampaign`);
    const { status, data, errors } = await ask(query, { input: input('alone') });
    expect([status, data]).toEqual([400, undefined]);
    expect(errors).toMatchObject([{ extensions: { code: 'TOO_MANY_SENDS' } }]);
    expect(vendor.requests).toHaveLength(calls);
  });

  test('stand beside `__typename`, and two cancels beside each other', async () => {
    const query = SEND.replace('{ sendViberCampaign', '{ __typename sendViberCampaign');
    expect((await ask(query, { input: input('beside') })).errors).toEqual([]);
    expect((await ask(`mutation { a: ${CANCEL} b: ${CANCEL} }`)).errors).toEqual([]);
  });
});
