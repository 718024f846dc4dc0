import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { sandboxIds } from '../support/sandbox.js';
import { pick, rows, startCaller, type Caller } from './caller.js';

interface Sample {
  readonly request: { readonly flow: readonly Record<string, unknown>[]; readonly callback: unknown };
  readonly answer: Record<string, unknown>;
}
const sample = (name: string): Sample =>
  JSON.parse(readFileSync(new URL(`../support/vendor-samples/${name}.json`, import.meta.url), 'utf8')) as Sample;

const SENDER = { senderInfoTrackingId: sandboxIds.sender };
const viber = (to: string, change: Record<string, unknown> = {}) => ({
  ...SENDER,
  type: 'Viber',
  to,
  order: 1,
  message: { text: 'Hello' },
  ...change,
});
const template = (to: string, change: Record<string, unknown> = {}) => ({
  ...SENDER,
  type: 'Viber',
  to,
  order: 1,
  templateId: sandboxIds.template,
  templateLang: 'en',
  templateParams: { order_id: 'A-1', day: 'Friday' },
  ...change,
});
const sms = (to: string, change: Record<string, unknown> = {}) => ({
  type: 'Sms',
  from: 'Shop',
  to,
  order: 2,
  message: { body: 'Hello by SMS' },
  ...change,
});
const verbs = [{ type: 'SAY', message: { text: 'Hello', language: 'en-GB', gender: 'female' } }];
const voice = (phone: string, change: Record<string, unknown> = {}) => ({
  type: 'Voice',
  from: '+302100000000',
  to: { phone },
  order: 3,
  dialPlan: { verbs },
  ...change,
});

let caller: Caller;
beforeAll(async () => {
  caller = await startCaller();
  await caller.authorize();
});
afterAll(() => caller.sandbox.close());

const send = (...flow: readonly unknown[]) => caller.post('/failover', { flow });
const sendTransactional = (...flow: readonly unknown[]) => caller.post('/failover/transactional', { flow });
const track = async (id: unknown) => (await caller.routee(`/failover/tracking/${String(id)}`)).body;
const search = async (filter: unknown) => rows(await caller.post('/failover/tracking?size=100', [filter]));

/** The flow a minute after its send. */
async function ended(sent: { readonly body: Record<string, unknown> }) {
  const before = caller.time.now;
  caller.time.now += 60_000;
  const flow = await track(sent.body['trackingId']);
  caller.time.now = before;
  return flow;
}

describe('sending a failover flow in the sandbox', () => {
  test('the documented request is echoed', async () => {
    const { request, answer } = sample('routee-failover-send');
    const flow = request.flow.map((step) => ('senderInfoTrackingId' in step ? { ...step, ...SENDER } : step));
    const { status, body } = await caller.post('/failover', { ...request, flow });
    expect(status).toBe(200);
    expect(body).toEqual({
      ...answer,
      flow,
      trackingId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      createdAt: expect.any(String),
    });
  });

  test('the documented request with a template is echoed, with its kind and the numbers of its steps', async () => {
    const { request, answer } = sample('routee-failover-transactional-send');
    const ours = { ...SENDER, templateId: sandboxIds.template };
    const withOurs = (steps: unknown) =>
      (steps as Record<string, unknown>[]).map((step) => ('templateId' in step ? { ...step, ...ours } : step));
    const { status, body } = await caller.post('/failover/transactional', { ...request, flow: withOurs(request.flow) });
    expect(status).toBe(200);
    expect(body).toEqual({
      ...answer,
      flow: withOurs(answer['flow']),
      trackingId: expect.any(String),
      createdAt: expect.any(String),
    });
  });

  test('goes from step to step until one delivers, and has reports at GMS', async () => {
    const before = caller.time.now;
    const to = '+12025550163'; // expires by Viber after 6 s
    const { trackingId } = (await send(viber(to, { ttl: 2.5, label: 'sale' }), sms(to), voice(to))).body;
    expect(await track(trackingId)).toMatchObject({ status: 'Queued', messages: [{ type: 'Viber', ttl: 2.5 }] });
    caller.time.now += 6_000;
    const moving = await track(trackingId);
    expect(moving).toMatchObject({
      status: 'InProgress',
      messages: [
        { status: { name: 'EXPIRED' }, body: { text: 'Hello' }, label: 'sale' },
        { type: 'Sms', body: 'Hello by SMS' },
      ],
    });
    const message = await caller.routee(`/viber/tracking/${String(pick(moving, 'messages', 0, 'trackingId'))}`);
    expect(message.body).toMatchObject({ message: 'Hello', ttl: '150', originatingService: 'Failover' });
    expect((await caller.gms(`external/${String(trackingId)}/simple`)).body).toHaveProperty('status', -1);
    caller.time.now += 2_000;
    expect(await track(trackingId)).toMatchObject({ status: 'Succeeded', terminationChannel: 'Sms' });
    expect((await caller.gms(`external/${String(trackingId)}/simple`)).body).toMatchObject({
      status: 2,
      last_partner: 'sms',
    });
    expect((await search({ fieldName: 'to', searchTerm: to })).map((row) => row['trackingId'])).toContain(trackingId);
    caller.time.now = before;
  });

  test('a transactional flow shows its kind and templates, and is found by its kind', async () => {
    const sent = await sendTransactional(template('+12025550160', { deliveryScope: 'ALL_DEVICES' }));
    const flow = await ended(sent);
    expect(flow).toMatchObject({
      flowKind: 'transactional',
      status: 'Succeeded',
      totalPrice: 0.01,
      messages: [
        {
          templateId: sandboxIds.template,
          templateLang: 'en',
          templateParams: { order_id: 'A-1', day: 'Friday' },
          deliveryScope: 'ALL_DEVICES',
          seq: 1,
          ttl: 10,
        },
      ],
    });
    expect(pick(flow, 'messages', 0)).not.toHaveProperty('body');
    const found = await search({ fieldName: 'flowKind', searchTerm: 'Transactional' });
    expect(found.map((row) => row['trackingId'])).toEqual(
      expect.arrayContaining([sent.body['trackingId'], sandboxIds.flowTransactional]),
    );
    expect(found.every((row) => row['flowKind'] === 'transactional')).toBe(true);
    const others = await search({ fieldName: 'flowKind', searchOperator: 'is_not', searchTerm: 'transactional' });
    expect(others.some((row) => 'flowKind' in row)).toBe(false);
    expect(others.length).toBeGreaterThan(40);
  });

  const last = '+12025550169'; // fails on every channel
  test.each([
    ['no next step', [viber(last), sms(last)], 'Failed', 2],
    ['a failure that does not fail over', [viber(last, { failoverOnStatuses: ['Expired'] }), sms(last)], 'Failed', 3],
    ['not enough balance', [viber('+12025550165')], 'Failed', 1],
    ['the last of three channels', [viber('+12025550162'), voice('+12025550162', { order: 2 })], 'Succeeded', null],
    ['a step that stays queued', [viber('+12025550166'), sms('+12025550166')], 'Queued', null],
    ['a step that stays sent', [viber('+12025550167'), sms('+12025550167')], 'InProgress', null],
  ])('a flow ends as its steps say: %s', async (_, flow, status, statusCode) => {
    expect(await ended(await send(...flow))).toMatchObject({ status, statusCode });
  });

  test('a delivery that is not seen runs the next step where it expires on delivery', async () => {
    const to = '+12025550161';
    const types = async (expireOnDelivery: boolean) => {
      const flow = await ended(await send(viber(to, { expireOnDelivery }), sms(to)));
      return (flow['messages'] as { type: string }[]).map(({ type }) => type);
    };
    expect(await types(false)).toEqual(['Viber']);
    expect(await types(true)).toEqual(['Viber', 'Sms']);
  });

  test('tracking of a sent flow answers 404 for five seconds', async () => {
    const before = caller.time.now;
    const { trackingId } = (await send(sms('+12025550171'))).body;
    expect((await caller.routee(`/failover/tracking/${String(trackingId)}`)).status).toBe(404);
    caller.time.now += 5_000;
    expect(await track(trackingId)).toHaveProperty('trackingId', trackingId);
    caller.time.now = before;
  });

  test.each([
    ['+12025550140', false],
    ['+12025550141', true],
    ['+12025550142', false],
    ['+12025550143', true],
  ])('an answer of a flow to %s is lost, and it was accepted: %p', async (to, isAccepted) => {
    await send(sms(to)).catch(() => 'reset');
    expect(await search({ fieldName: 'to', searchTerm: to })).toHaveLength(isAccepted ? 1 : 0);
  });

  const to = '+306900000001';
  test.each<[string, readonly unknown[]]>([
    ['no step', []],
    ['a step of an unknown type', [{ ...sms(to), type: 'Fax' }]],
    ['a template', [template(to)]],
    ['a template beside a free text', [viber(to), template(to, { order: 2 })]],
    ['a ttl between its units', [viber(to, { ttl: 2.55 })]],
    ['a short Viber ttl', [viber(to, { ttl: 0.4 })]],
    ['a long Viber ttl', [viber(to, { ttl: 1440.1 })]],
    ['an SMS ttl with a fraction', [sms(to, { ttl: 1.5 })]],
    ['a long SMS ttl', [sms(to, { ttl: 1441 })]],
    ['an SMS without a sender', [sms(to, { from: undefined })]],
    ['a long SMS sender', [sms(to, { from: 'Sandbox Shop' })]],
    ['an SMS without a text', [sms(to, { message: {} })]],
    ['a label of an SMS outside its message', [sms(to, { label: 'sale' })]],
    ['a short life of short links', [sms(to, { message: { body: 'Hello', urlShortener: { urlValidity: 3599 } } })]],
    ['a number without plus', [viber('306900000001')]],
    ['the spelling of campaigns', [viber(to, { message: { imageURL: 'https://example.com/i.png' } })]],
    ['an image with text alone', [viber(to, { message: { text: 'Hello', imageUrl: 'https://example.com/i.png' } })]],
    ['a session', [viber(to, { isSessionMessage: true })]],
    ['a long label', [viber(to, { label: 'x'.repeat(351) })]],
    ['a status of another channel', [viber(to, { failoverOnStatuses: ['Busy'] })]],
    ['statuses in one text', [viber(to, { failoverOnStatuses: 'Expired,Failed' })]],
    ['an order that is no number', [viber(to, { order: '1' })]],
    ['a call without verbs', [voice(to, { dialPlan: { verbs: [] } })]],
    ['a call with another verb', [voice(to, { dialPlan: { verbs: [{ type: 'DIAL' }] } })]],
    [
      'a call in an unknown language',
      [voice(to, { dialPlan: { verbs: [{ ...verbs[0], message: { text: 'Hi', language: 'en', gender: 'male' } }] } })],
    ],
    ['a call to nobody', [voice(to, { to: {} })]],
    ['a call to Greece from a name', [voice(to, { from: 'Shop' })]],
    ['a call with a ttl', [voice(to, { ttl: 10 })]],
    ['an unknown strategy of machines', [voice(to, { machineDetection: { strategy: 'Wait' } })]],
  ])('%s is refused', async (_, flow) => {
    expect((await send(...flow)).status).toBe(400);
  });

  test.each<[string, Record<string, unknown>]>([
    ['a callback without a strategy', { callback: { url: 'https://example.com' } }],
    ['a callback without an address', { callback: { strategy: 'OnStep' } }],
    ['an unknown member', { name: 'Autumn' }],
  ])('%s is refused', async (_, change) => {
    expect((await caller.post('/failover', { flow: [sms(to)], ...change })).status).toBe(400);
  });

  test.each<[string, readonly unknown[]]>([
    ['a free text', [viber(to)]],
    ['a free text beside a template', [template(to), viber(to, { order: 2 })]],
    ['a label of a template', [template(to, { label: 'orders' })]],
    ['a step without an order', [template(to, { order: undefined })]],
    ['a deleted template', [template(to, { templateId: sandboxIds.templateDeleted, templateParams: {} })]],
    ['expireOnDelivery with a template', [template(to, { expireOnDelivery: true })]],
  ])('%s in a transactional flow is refused', async (_, flow) => {
    expect((await sendTransactional(...flow)).status).toBe(400);
  });

  test('an unknown sender is refused as elsewhere', async () => {
    const answer = await send(viber(to, { senderInfoTrackingId: 'nobody' }));
    expect(answer.body).toHaveProperty('code', '404020001');
  });
});
