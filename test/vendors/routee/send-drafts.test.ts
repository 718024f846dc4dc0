import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { SendViberCampaignInput } from '../../../src/graph/campaign/campaign.input.js';
import type { SendFailoverFlowInput } from '../../../src/graph/failover-flow/failover-flow.input.js';
import type { ViberStepInput } from '../../../src/graph/failover-flow/failover-step.input.js';
import type { ViberContentInput } from '../../../src/graph/viber-message/viber-content.input.js';
import type { SendViberMessageInput } from '../../../src/graph/viber-message/viber-message.input.js';
import { Operation } from '../../../src/operation.js';
import { routee as vendor } from '../../../src/vendors/routee/routee.js';
import { type Sandbox, sandboxIds, startSandbox } from '../../support/sandbox.js';
import { sourcesOf } from '../open-vendor.js';
import { clientSettings } from '../vendor-stub.js';
import type { Routee } from './routee-under-test.js';

let sandbox: Sandbox;
let routee: Routee;
beforeAll(async () => {
  sandbox = await startSandbox();
  routee = sourcesOf(vendor.open({ ...sandbox.routee, maxPageSize: 100 }, clientSettings));
});
afterAll(async () => {
  await routee.close();
  await sandbox.close();
});

const idempotencyKey = 'key';
const senderId = sandboxIds.sender;
const to = '+306900000001';
const statusCallbackUrl = 'https://hooks.example/status';
const inboundCallbackUrl = 'https://hooks.example/inbound';
const label = 'autumn';
const text = 'Hello [~name]';
const imageUrl = 'https://shop.example/sale.png';
const action = { caption: 'Look', targetUrl: 'https://shop.example/sale' };
const file = { name: 'terms', type: 'pdf', url: 'https://shop.example/terms.pdf' };
const video = {
  url: 'https://shop.example/sale.mp4',
  thumbnailUrl: 'https://shop.example/sale.jpg',
  sizeMegabytes: 12.5,
  durationSeconds: 42,
};

/** Every layout that Viber has. */
const CONTENTS: readonly (readonly [string, ViberContentInput])[] = [
  ['a text', { text }],
  ['an image', { imageUrl }],
  ['a text with a button', { text, action }],
  ['a text with an image and a button', { text, imageUrl, action }],
  ['a file', { file }],
  ['a video', { video }],
  ['a video with a text', { text, video }],
  ['a video with a text and an image', { text, imageUrl, video }],
];
const TEMPLATE = {
  templateId: sandboxIds.template,
  language: 'en',
  parameters: [
    { name: 'order_id', value: 'A-1' },
    { name: 'day', value: 'Friday' },
  ],
};

interface Receipt {
  readonly trackingId: string;
  readonly asOf: string;
}
interface Named<Input, Answer> {
  draft(input: Input, asOf: string): Answer;
  send(input: Input, operation: Operation): Promise<Answer>;
}

/** The draft of a send, and its answer with the ids, times and facts that no request has as the draft has them. */
async function both<Input, Answer extends Receipt>(
  sender: Named<Input, Answer>,
  input: Input,
  onlyAnswered: (answer: Answer) => Partial<Answer>,
): Promise<{ readonly draft: Answer; readonly answer: Answer }> {
  const answer = await sender.send(input, new Operation());
  expect(answer.trackingId).not.toBe('');
  return {
    draft: sender.draft(input, answer.asOf),
    answer: { ...answer, trackingId: '', ...onlyAnswered(answer) },
  };
}

describe('the draft of a campaign is what is answered but for what the vendor adds', () => {
  let names = 0;
  const check = async (changes: Partial<SendViberCampaignInput>) => {
    const input = {
      idempotencyKey,
      senderId,
      recipients: { phoneNumbers: [to, '+306900000002'] },
      content: { text },
      ...changes,
    };
    const { draft, answer } = await both(routee.campaignSender, input, (answered) => ({
      sender: { id: answered.sender!.id, name: null },
      ...nulls('respectQuietHours', 'type', 'state', 'createdAt', 'cost', 'analysis', 'totalMessages'),
      ...(answered.content?.file
        ? { content: { ...answered.content, file: { ...answered.content.file, id: null } } }
        : {}),
    }));
    expect(draft).toEqual(answer);
  };

  test.each(CONTENTS)('with %s', (_, content) => check({ content }));

  test('with everything that can be given', () =>
    check({
      name: `Autumn ${names++}`,
      scheduledAt: '2999-01-01T10:00:30.750Z',
      fallbackValues: [
        { label: 'name', value: 'customer' },
        { label: 'city', value: 'Athens' },
      ],
      statusCallbackUrl,
      inboundCallbackUrl,
      label,
      ttlSeconds: 3600,
      isSession: true,
    }));

  test('in a session', () => check({ isSession: true }));
  test('to groups', () => check({ recipients: { groups: ['regulars'] } }));
  test('with empty lists and texts', () =>
    check({ recipients: { phoneNumbers: [to], contactIds: [], groups: [] }, fallbackValues: [], label: '' }));
});

describe('the draft of a message is what is answered but for what the vendor adds', () => {
  const check = async (message: SendViberMessageInput['message'], changes: Partial<SendViberMessageInput> = {}) => {
    const input = { idempotencyKey, senderId, to, message, ...changes };
    const { draft, answer } = await both(routee.viberMessageSender, input, ({ content, status }) => ({
      ...nulls('from', 'country', 'applicationName'),
      status: { ...status, vendorStatus: null, updatedAt: null },
      content: content.file ? { ...content, file: { ...content.file, id: null } } : content,
    }));
    expect(draft).toEqual(answer);
  };

  test.each(CONTENTS)('with %s', (_, content) => check({ content }));
  test('with a template', () => check({ template: TEMPLATE }));
  test('with a template for all devices', () => check({ template: { ...TEMPLATE, deliveryScope: 'ALL_DEVICES' } }));
  test('with everything that can be given', () =>
    check({ content: { text } }, { isSession: true, ttlSeconds: 3600, statusCallbackUrl, inboundCallbackUrl, label }));
});

describe('the draft of a flow is what is answered but for its time', () => {
  const check = async (steps: SendFailoverFlowInput['steps'], changes: Partial<SendFailoverFlowInput> = {}) => {
    const input = { idempotencyKey, to, steps, ...changes };
    const { draft, answer } = await both(routee.failoverFlowSender, input, () => nulls('createdAt'));
    expect(draft).toEqual(answer);
    return draft.steps;
  };
  const viber = (step: Partial<ViberStepInput> = {}) => ({
    viber: { senderId, message: { content: { text } }, ...step },
  });
  const sms = { from: 'Shop', text: 'Hello' };
  const say = { text: 'Hello', language: 'en-GB', voice: 'FEMALE' } as const;
  const voice = { from: '+302100000000', verbs: [{ say }] };

  test.each(CONTENTS)('with %s', (_, content) => check([viber({ message: { content } })]));

  test('of every channel, in the vendor’s words', async () => {
    const steps = await check([viber(), { sms }, { voice }]);
    expect(steps.map(({ failoverOn }) => failoverOn)).toEqual([
      ['EXPIRED', 'FAILED', 'UNDELIVERED'],
      ['FAILED', 'UNDELIVERED'],
      ['Busy', 'NoAnswer'],
    ]);
  });

  test('of templates, whose length of time Routee is always given', async () => {
    const steps = await check([viber({ message: { template: TEMPLATE } }), { sms }]);
    expect(steps[0]).toMatchObject({ ttlSeconds: 600, expireOnDelivery: null });
  });

  test('with everything that can be given', () =>
    check(
      [
        viber({ ttlSeconds: 150, expireOnDelivery: true, label, inboundCallbackUrl, failoverOn: ['EXPIRED'] }),
        { sms: { ...sms, ttlSeconds: 3600, isFlash: true, transcode: true, label, failoverOn: ['FAILED'] } },
        { voice: { ...voice, onMachine: 'HANGUP', failoverOn: ['FAILED', 'UNSENT', 'UNDELIVERED', 'DELIVERED'] } },
      ],
      { statusCallbackUrl, statusCallbackStrategy: 'ON_STEP' },
    ));
});

const nulls = <Name extends string>(...names: Name[]): Record<Name, null> =>
  Object.fromEntries(names.map((name) => [name, null])) as Record<Name, null>;
