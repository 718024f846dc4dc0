import 'reflect-metadata';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type RunningService, startRunningService } from '../support/running-service.js';
import {
  type StandInRoutee,
  type StandInRouteeOptions,
  standInSettings,
  startStandInRoutee,
} from '../support/stand-in-routee.js';

const PUBLIC_URL = 'https://graph.example/messaging';
const ADDRESS = /^https:\/\/graph\.example\/messaging\/callbacks\/routee\/([\w-]{52})$/;

let vendor: StandInRoutee;
let service: RunningService;
async function start(options: StandInRouteeOptions = {}, settings: Record<string, string> = {}): Promise<void> {
  vendor = await startStandInRoutee(options);
  service = await startRunningService({
    ...standInSettings(vendor.url),
    SANDBOX: 'off',
    AUTH: 'none',
    PUBLIC_URL,
    METRICS_KEY: 'metrics-key',
    UPSTREAM_REPORT: 'on',
    ...settings,
  });
}
afterEach(async () => {
  await service.stop();
  await vendor.close();
});

const to = '+306912345678';
const content = { imageUrl: 'https://example.com/a.png' };
const SENDS = {
  sendViberCampaign: {
    type: 'SendViberCampaignInput',
    input: { senderId: 's', recipients: { phoneNumbers: [to] }, content, label: 'label' },
    sent: 'campaign { trackingId statusCallbackUrl }',
    body: (id: string) => ({ trackingId: 'm', campaignTrackingId: id, status: { name: 'QUEUED' } }),
  },
  sendViberMessage: {
    type: 'SendViberMessageInput',
    input: { senderId: 's', to, message: { content }, label: 'label' },
    sent: 'viberMessage { trackingId }',
    body: (id: string) => ({ trackingId: id, status: { name: 'QUEUED' } }),
  },
  sendFailoverFlow: {
    type: 'SendFailoverFlowInput',
    input: { to, steps: [{ viber: { senderId: 's', message: { content }, label: 'label' } }] },
    sent: 'failoverFlow { trackingId }',
    body: (id: string) => ({ trackingId: id, status: 'InProgress', messages: [] }),
  },
};
type Name = keyof typeof SENDS;
const NAMES = Object.keys(SENDS) as Name[];

interface Payload {
  readonly replayed: boolean;
  readonly send: { readonly outcome: string };
  readonly campaign?: { readonly trackingId: string; readonly statusCallbackUrl: string | null };
  readonly viberMessage?: { readonly trackingId: string };
  readonly failoverFlow?: { readonly trackingId: string };
}

async function send(name: Name, changes: Record<string, unknown> = {}) {
  const { type, input, sent } = SENDS[name];
  const document = `mutation ($input: ${type}!) { ${name}(input: $input) { replayed send { outcome } ${sent} } }`;
  const reply = await service.query<Record<string, Payload>>(document, {
    input: { idempotencyKey: 'k', ...input, ...changes },
  });
  return { ...reply, payload: reply.data?.[name] ?? null };
}

const idOf = (payload: Payload | null) =>
  (payload?.campaign ?? payload?.viberMessage ?? payload?.failoverFlow)?.trackingId;

/** The address in the n-th body that the vendor got; a flow has it in `callback`. */
function addressIn(index = 0): string {
  const body = JSON.parse(vendor.bodies[index]!) as { callbackUrl?: string; callback?: { url: string } };
  return body.callbackUrl ?? body.callback?.url ?? '';
}

const callBack = (address: string, body: unknown) =>
  fetch(service.url + address.slice(PUBLIC_URL.length), { method: 'POST', body: JSON.stringify(body) });

describe.each(NAMES)('%s', (name) => {
  test('gives the vendor the address of its send, and nobody else', async () => {
    await start();
    const { text, payload, errors } = await send(name);
    expect(errors).toEqual([]);
    const [address, token] = ADDRESS.exec(addressIn()) ?? [];
    expect(token).toHaveLength(52);
    await callBack(address!, SENDS[name].body(idOf(payload)!));
    const metrics = await fetch(`${service.url}/metrics`, { headers: { authorization: 'Bearer metrics-key' } });
    const replay = await send(name);
    for (const shown of [text, service.log(), await metrics.text(), replay.text]) expect(shown).not.toContain(token);
    expect(replay.payload?.replayed).toBe(true);
    expect(service.log()).toContain('"route":"/callbacks/{vendor}/{token}"');
  });

  test('is answered by a callback that comes before the vendor’s answer', async () => {
    let answer: () => void = () => undefined;
    let hasCome: () => void = () => undefined;
    const come = new Promise<void>((resolve) => (hasCome = resolve));
    await start({
      sendGate: () => {
        hasCome();
        return new Promise<void>((resolve) => (answer = resolve));
      },
    });
    const sent = send(name);
    await come;
    expect((await callBack(addressIn(), SENDS[name].body('reported'))).status).toBe(200);
    const { payload, errors } = await sent;
    expect(errors).toEqual([]);
    expect([idOf(payload), payload?.send.outcome, payload?.replayed]).toEqual(['reported', 'ACCEPTED', false]);
    answer();
  });

  test('whose answer was lost is settled by its callback, and its key answers', async () => {
    await start({ answerSend: () => ({ kind: 'ACCEPT_BUT_SAY', status: 500, body: '' }) });
    expect((await send(name)).errors.map(({ extensions }) => extensions.code)).toEqual(['SEND_OUTCOME_UNKNOWN']);
    await callBack(addressIn(), SENDS[name].body('reported'));
    const { payload } = await send(name);
    expect([idOf(payload), payload?.send.outcome, payload?.replayed]).toEqual(['reported', 'ACCEPTED', true]);
    expect(vendor.count.sends).toBe(1);
  });

  test('with an address of the caller keeps it', async () => {
    await start();
    const statusCallbackUrl = 'https://shop.example/status';
    const { payload, errors } = await send(name, { statusCallbackUrl });
    expect(errors).toEqual([]);
    expect(addressIn()).toBe(statusCallbackUrl);
    if (payload?.campaign) expect(payload.campaign.statusCallbackUrl).toBe(statusCallbackUrl);
  });

  test('with an address below PUBLIC_URL is refused, by its preview too', async () => {
    await start();
    const statusCallbackUrl = `${PUBLIC_URL}/callbacks/routee/x`;
    const { errors } = await send(name, { statusCallbackUrl });
    expect(errors.map(({ extensions }) => [extensions.code, extensions['inputPath']])).toEqual([
      ['BAD_USER_INPUT', ['input', 'statusCallbackUrl']],
    ]);
    const { type, input } = SENDS[name];
    const preview = name.replace('send', 'preview');
    const { data } = await service.query(
      `query ($input: ${type}!) { preview: ${preview}(input: $input) {
      isSendable violations { inputPath } } }`,
      { input: { idempotencyKey: 'k', ...input, statusCallbackUrl } },
    );
    expect(data).toEqual({
      preview: { isSendable: false, violations: [{ inputPath: ['input', 'statusCallbackUrl'] }] },
    });
    expect(vendor.count.sends).toBe(0);
  });

  test('has no address where vendors cannot call', async () => {
    await start({}, { PUBLIC_URL: '' });
    expect((await send(name)).errors).toEqual([]);
    expect(vendor.bodies[0]).not.toContain('callback');
  });
});

test('a flow asks for every step, and keeps the strategy of a caller', async () => {
  await start();
  await send('sendFailoverFlow');
  await send('sendFailoverFlow', { idempotencyKey: 'other', statusCallbackUrl: 'https://shop.example/status' });
  const strategies = vendor.bodies.map(
    (body) => (JSON.parse(body) as { callback: { strategy: string } }).callback.strategy,
  );
  expect(strategies).toEqual(['OnStep', 'OnCompletion']);
});

test('the address of a campaign is not shown where its record is read', async () => {
  await start();
  const { payload } = await send('sendViberCampaign');
  expect(payload?.campaign?.statusCallbackUrl).toBeNull();
  const shown = await service.read('query ($id: ID!) { campaign(trackingId: $id) { statusCallbackUrl } }', {
    id: idOf(payload),
  });
  expect(shown).toEqual({ campaign: { statusCallbackUrl: null } });
});

test('an address for replies below PUBLIC_URL is refused, in a step too', async () => {
  await start();
  const inboundCallbackUrl = 'https://GRAPH.example/messaging/replies';
  const campaign = await send('sendViberCampaign', { inboundCallbackUrl });
  const steps = [{ viber: { senderId: 's', message: { content }, inboundCallbackUrl } }];
  const flow = await send('sendFailoverFlow', { steps });
  expect([...campaign.errors, ...flow.errors].map(({ extensions }) => extensions['inputPath'])).toEqual([
    ['input', 'inboundCallbackUrl'],
    ['input', 'steps', 0, 'viber', 'inboundCallbackUrl'],
  ]);
});

test('every send has an address of its own', async () => {
  await start();
  await send('sendViberMessage', { idempotencyKey: 'a' });
  await send('sendViberMessage', { idempotencyKey: 'b' });
  expect(addressIn(0)).not.toBe(addressIn(1));
});
