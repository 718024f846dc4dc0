import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { sandboxIds } from '../support/sandbox.js';
import { sample } from '../vendors/vendor-stub.js';
import { type CallingBack, memberPaths, startCallingBack, wordsOf } from './calling-back.js';

const senderInfoTrackingId = sandboxIds.sender;
const action = { caption: 'Look', targetUrl: 'https://shop.example/sale' };
const imageURL = 'https://shop.example/sale.png';
const inboundUrl = 'https://hooks.example/routee/inbound';
const text = 'The autumn sale is open.';
const SEEN = '+12025550160';
const EXPIRES = '+12025550163';
const ALL_FAIL = '+12025550169';

let sandbox: CallingBack;
beforeEach(async () => {
  sandbox = await startCallingBack();
});
afterEach(() => sandbox.close());

const statusSamples = sample('routee-viber-status-callback') as Record<string, Record<string, unknown>>;
const flowSamples = sample('routee-failover-callback-oncompletion') as Record<string, Record<string, unknown>>;

describe('the status callbacks of the sandbox', () => {
  const common = () => ({
    senderInfoTrackingId,
    ttl: 86_400,
    label: 'sale',
    inboundUrl,
    callbackUrl: sandbox.callbackUrl,
  });

  test('report every change of a message of a campaign, with the members of the sample', async () => {
    const body = { text, imageURL, action };
    const sent = await sandbox.post('/viber/campaign', { ...common(), to: [SEEN], body });
    await sandbox.pass(10_000);
    const bodies = await sandbox.bodies(2);
    expect(wordsOf(bodies)).toEqual(['DELIVERED', 'SEEN']);
    expect(bodies.map((one) => memberPaths(one))).toEqual(Array(2).fill(memberPaths(statusSamples['delivered'])));
    expect(bodies[0]).toMatchObject({
      campaignTrackingId: sent.body['trackingId'],
      to: SEEN,
      country: 'US',
      ttl: 86_400,
      body: { text, imageURL, viberAction: action },
      originatingService: 'Viber',
    });
    expect(sandbox.of('routee').map(({ contentType }) => contentType)).toEqual(Array(2).fill('application/json'));
  });

  test('report the change of a single message, without a campaign and groups', async () => {
    const body = { text, imageURL, action };
    const sent = await sandbox.post('/viber', { ...common(), to: '+12025550162', body });
    await sandbox.pass(5000);
    const [reported] = await sandbox.bodies(1);
    expect(memberPaths(reported)).toEqual(memberPaths(statusSamples['singleMessage']));
    expect(reported).toMatchObject({ trackingId: sent.body['trackingId'], status: { name: 'UNDELIVERED' } });
  });

  test('show a file as the sample does', async () => {
    const viberFile = { fileName: 'terms', fileType: 'pdf', fileUrl: 'https://shop.example/terms.pdf' };
    await sandbox.post('/viber/campaign', { ...common(), to: [SEEN], body: { viberFile } });
    await sandbox.pass(4000);
    const [reported] = await sandbox.bodies(1);
    expect(memberPaths(reported)).toEqual(memberPaths(statusSamples['file']));
  });

  test('show what tracking shows at that time', async () => {
    const sent = await sandbox.post('/viber', { ...common(), to: SEEN, body: { text } });
    await sandbox.pass(4000);
    const [reported] = await sandbox.bodies(1);
    const tracked = await sandbox.routee(`/viber/tracking/${String(sent.body['trackingId'])}`);
    const { status, price } = tracked.body as { status: { date: string; reason: object }; price: number };
    expect(reported).toMatchObject({ price, status: { reason: status.reason, updatedDate: status.date } });
  });

  test('report nothing of a campaign that was cancelled', async () => {
    const scheduledDate = new Date(sandbox.clock.wallTime() + 60_000).toISOString();
    const sent = await sandbox.post('/viber/campaign', { ...common(), to: [SEEN], body: { text }, scheduledDate });
    const id = String(sent.body['trackingId']);
    expect((await sandbox.routee(`/viber/campaign/${id}`, { method: 'DELETE' })).status).toBe(204);
    await sandbox.pass(70_000);
    expect(sandbox.sandbox.callbacks()).toEqual([]);
  });
});

describe('the replies of the sandbox', () => {
  test('are listed and not posted, since their address is never the graph’s', async () => {
    const message = { senderInfoTrackingId, to: SEEN, body: { text }, inboundUrl };
    await sandbox.post('/viber', message);
    await sandbox.pass(12_000);
    expect(sandbox.sandbox.callbacks().filter(({ vendor }) => vendor === 'routee')).toMatchObject([
      { vendor: 'routee', route: inboundUrl, isPosted: false, status: null },
    ]);
  });

  test.each([
    ['campaign', '/viber/campaign', { to: [SEEN], campaignName: 'Autumn 2026', label: 'sale' }, 'text'],
    ['single message', '/viber', { to: SEEN }, 'singleText'],
  ])('to a %s have the members of the sample', async (_, path, change, name) => {
    await sandbox.post(path, { senderInfoTrackingId, body: { text }, inboundUrl: sandbox.callbackUrl, ...change });
    await sandbox.pass(12_000);
    const [reply] = await sandbox.bodies(1);
    expect(memberPaths(reply)).toEqual(memberPaths(sample('routee-inbound-callback')[name]));
    expect(reply).toMatchObject({ from: SEEN, to: 'Sandbox Shop', direction: 'Inbound' });
  });
});

describe('the callbacks of a flow', () => {
  const viber = { type: 'Viber', senderInfoTrackingId, ttl: 2.5, label: 'sale', inboundUrl, order: 1 };
  const flow = (to: string) => [
    { ...viber, to, message: { text, imageUrl: imageURL, action } },
    { type: 'Sms', from: 'ExampleShop', to, ttl: 60, order: 2, message: { body: text, label: 'sale' } },
  ];
  const send = (strategy: string, to: string) =>
    sandbox.post('/failover', { flow: flow(to), callback: { strategy, url: sandbox.callbackUrl } });
  const reported = (bodies: readonly Record<string, unknown>[]) =>
    bodies.map((body) => [
      body['status'],
      (body['messages'] as { status: { name: string } }[]).map(({ status }) => status.name).join(' '),
    ]);

  test('report the whole flow at every change by the strategy OnStep', async () => {
    await send('OnStep', EXPIRES);
    await sandbox.pass(10_000);
    const bodies = await sandbox.bodies(4);
    expect(reported(bodies)).toEqual([
      ['InProgress', 'SENT'],
      ['InProgress', 'EXPIRED Queued'],
      ['InProgress', 'EXPIRED Sent'],
      ['Succeeded', 'EXPIRED Delivered'],
    ]);
    expect(memberPaths(bodies.at(-1))).toEqual(memberPaths(flowSamples['succeeded']));
    expect(bodies.map(({ terminationChannel }) => terminationChannel)).toEqual([null, null, null, 'Sms']);
  });

  test('report it once, at its end, by the strategy OnCompletion', async () => {
    await send('OnCompletion', EXPIRES);
    await sandbox.pass(10_000);
    expect(reported(await sandbox.bodies(1))).toEqual([['Succeeded', 'EXPIRED Delivered']]);
  });

  test('report why it failed', async () => {
    await send('OnCompletion', ALL_FAIL);
    await sandbox.pass(10_000);
    const [body] = await sandbox.bodies(1);
    expect(body).toMatchObject({ status: 'Failed', statusCode: 2, terminationChannel: 'Sms' });
    expect(memberPaths(body)).toEqual(memberPaths(flowSamples['failedNoNextStep']));
  });

  test('never come by OnCompletion where it does not end', async () => {
    await send('OnCompletion', '+12025550167'); // stays sent
    await sandbox.pass(20_000);
    expect(sandbox.of('routee')).toEqual([]);
  });

  test('show the template and flowKind of a transactional flow', async () => {
    const step = {
      ...{ type: 'Viber', senderInfoTrackingId, to: SEEN, ttl: 10, order: 1, templateId: sandboxIds.template },
      ...{ templateLang: 'en', templateParams: { order_id: 'A-1007', day: 'Friday' } },
    };
    const callback = { strategy: 'OnStep', url: sandbox.callbackUrl };
    await sandbox.post('/failover/transactional', { flow: [step], callback });
    await sandbox.pass(10_000);
    const bodies = await sandbox.bodies(3);
    expect(memberPaths(bodies.at(-1))).toEqual(memberPaths(flowSamples['transactional']));
    expect(bodies.at(-1)).toMatchObject({ flowKind: 'transactional', status: 'Succeeded' });
  });
});

describe('the reports that GMS pushes', () => {
  const single = sample('gms-pushed-report') as Record<string, Record<string, unknown>>;

  test('are objects for single messages, and seen is not pushed', async () => {
    const { body } = await sandbox.post('/viber', { senderInfoTrackingId, to: SEEN, body: { text } });
    await sandbox.pass(10_000);
    const pushed = sandbox.of('gms');
    expect(pushed).toHaveLength(1);
    const { message_id, ...report } = pushed[0]!.body;
    expect(report).toMatchObject({ number: 12_025_550_160, status: 2, hyber_status: 23_033, sent_via: 'viber' });
    expect(report['extra_id']).toBe(body['trackingId']);
    expect(Object.keys({ message_id, ...report }).sort()).toEqual(
      Object.keys(single['expired']!).concat('extra_id').sort(),
    );
  });

  test('are arrays for campaigns, with numbers as text', async () => {
    const to = [SEEN, '+12025550161', EXPIRES, '+12025550165'];
    await sandbox.post('/viber/campaign', { senderInfoTrackingId, to, body: { text } });
    await sandbox.pass(20_000);
    const batches = sandbox.of('gms').map(({ body }) => body as unknown as Record<string, unknown>[]);
    expect(batches.map((batch) => batch.map(({ number, status }) => [number, status]))).toEqual([
      [
        ['12025550160', 2],
        ['12025550161', 2],
        ['12025550163', 2], // by SMS after it expired
      ],
    ]);
    const known = Object.keys(single['viberTemplate']!);
    for (const report of batches.flat()) expect(known).toEqual(expect.arrayContaining(Object.keys(report)));
  });
});
