import { describe, expect, it } from '@jest/globals';
import type { SendFailoverFlowInput } from '../../../src/graph/failover-flow/failover-flow.input.js';
import type {
  FailoverStepInput,
  SmsStepInput,
  ViberStepInput,
  VoiceStepInput,
} from '../../../src/graph/failover-flow/failover-step.input.js';
import { Operation } from '../../../src/operation.js';
import { rejection } from '../rejection.js';
import { type Answer, sample, type StubAnswer } from '../vendor-stub.js';
import { withRoutee } from './routee-under-test.js';

const example = sample('routee-failover-send');
const templateExample = sample('routee-failover-transactional-send');
const senderId = '7b1f4c52-5a0e-4d53-9a44-0c5f3b7d9e11';

const viber: ViberStepInput = {
  senderId,
  message: {
    content: {
      text: 'The autumn sale is open.',
      imageUrl: 'https://shop.example/sale.png',
      action: { caption: 'Look', targetUrl: 'https://shop.example/sale' },
    },
  },
  ttlSeconds: 150,
  inboundCallbackUrl: 'https://hooks.example/routee/inbound',
  label: 'sale',
};
const sms: SmsStepInput = {
  from: 'ExampleShop',
  text: 'The autumn sale is open: https://shop.example/sale',
  ttlSeconds: 3600,
  transcode: true,
  label: 'sale',
};
const voice: VoiceStepInput = {
  from: '+302100000000',
  verbs: [
    { say: { text: 'The autumn sale is open.', language: 'en-GB', voice: 'FEMALE', repeat: 1 } },
    { play: { url: 'https://shop.example/jingle.wav', repeat: 1 } },
  ],
  onMachine: 'HANGUP',
};
const standard: SendFailoverFlowInput = {
  idempotencyKey: 'key',
  to: '+306900000001',
  steps: [{ viber }, { sms }, { voice }],
  statusCallbackUrl: 'https://hooks.example/routee/failover',
  statusCallbackStrategy: 'ON_STEP',
};
const templateStep: ViberStepInput = {
  senderId,
  message: {
    template: {
      templateId: '5d0c9b8a-3333-4e2f-a111-c0ffee000001',
      language: 'en',
      parameters: [
        { name: 'order_id', value: 'A-1007' },
        { name: 'day', value: 'Friday' },
      ],
    },
  },
};
const transactional: SendFailoverFlowInput = {
  idempotencyKey: 'key',
  to: '+306900000001',
  steps: [
    { viber: templateStep },
    { sms: { from: 'ExampleShop', text: 'Order A-1007 arrives on Friday.', ttlSeconds: 7200 } },
  ],
  statusCallbackUrl: 'https://hooks.example/routee/failover',
};

const send = (input: SendFailoverFlowInput, answer: Answer | StubAnswer) =>
  withRoutee(async (routee, stub) => {
    stub.answer(answer);
    const flow = await routee.failoverFlowSender.send(input, new Operation());
    return { flow, requests: stub.requests };
  });
const requests = (input: SendFailoverFlowInput, answer: Answer | StubAnswer) =>
  withRoutee(async (routee, stub) => {
    stub.answer(answer);
    await routee.failoverFlowSender.send(input, new Operation()).catch(() => undefined);
    return stub.requests;
  });

/** The steps as Routee gets them. */
async function stepsOf(...steps: FailoverStepInput[]): Promise<Record<string, unknown>[]> {
  const { requests: made } = await send({ idempotencyKey: 'key', to: '+30', steps }, { body: { trackingId: 'f' } });
  return (JSON.parse(made[0]!.body) as { flow: Record<string, unknown>[] }).flow;
}

describe('a failover flow sent through Routee', () => {
  it('is one request in the documented spelling', async () => {
    const { requests: made } = await send(standard, { body: example['answer'] });
    expect(made.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /failover']);
    expect(JSON.parse(made[0]!.body)).toEqual(example['request']);
  });

  it('of templates goes to the path for them, its times to live always written out', async () => {
    const { requests: made } = await send(transactional, { body: templateExample['answer'] });
    expect(made.map(({ method, path }) => `${method} ${path}`)).toEqual(['POST /failover/transactional']);
    const { flow } = templateExample['request'] as { flow: { message?: object }[] };
    flow[1]!.message = { ...flow[1]!.message, flash: false };
    expect(JSON.parse(made[0]!.body)).toEqual({ ...(templateExample['request'] as object), flow });
  });

  it('has no callback where none was given, and that of the end where no strategy was', async () => {
    const bodyOf = async (input: SendFailoverFlowInput): Promise<unknown> =>
      JSON.parse((await send(input, { body: { trackingId: 'f' } })).requests[0]!.body);
    expect(await bodyOf({ ...standard, statusCallbackUrl: null, statusCallbackStrategy: null })).not.toHaveProperty(
      'callback',
    );
    expect(await bodyOf({ ...standard, statusCallbackStrategy: null })).toMatchObject({
      callback: { strategy: 'OnCompletion' },
    });
  });

  it.each([
    [30, 0.5],
    [66, 1.1],
    [498, 8.3],
    [86_394, 1439.9],
    [86_400, 1440],
  ])('writes %i seconds of a Viber step as %d minutes', async (ttlSeconds, ttl) => {
    expect(await stepsOf({ viber: { ...viber, ttlSeconds } })).toMatchObject([{ ttl }]);
    expect(await stepsOf({ viber: { ...templateStep, ttlSeconds } })).toMatchObject([{ ttl }]);
  });

  it.each([
    [60, 1],
    [86_400, 1440],
  ])('writes %i seconds of an SMS step as %i minutes', async (ttlSeconds, ttl) => {
    expect(await stepsOf({ sms: { ...sms, ttlSeconds } })).toMatchObject([{ ttl }]);
  });

  it('leaves a time to live out where none was given, but for a template', async () => {
    const steps = await stepsOf({ viber: { ...viber, ttlSeconds: null } }, { sms: { ...sms, ttlSeconds: null } });
    expect(steps.map((step) => 'ttl' in step)).toEqual([false, false]);
    expect(await stepsOf({ viber: templateStep })).toMatchObject([{ ttl: 10 }]);
  });

  it.each<[FailoverStepInput, string[]]>([
    [{ viber }, ['EXPIRED', 'FAILED', 'UNDELIVERED']],
    [{ viber: { ...viber, failoverOn: ['UNDELIVERED'] } }, ['UNDELIVERED']],
    [{ viber: templateStep }, ['EXPIRED', 'FAILED', 'UNDELIVERED']],
    [{ sms }, ['FAILED', 'UNDELIVERED']],
    [{ sms: { ...sms, failoverOn: ['FAILED'] } }, ['FAILED']],
    [{ voice }, ['Busy', 'NoAnswer']],
    [{ voice: { ...voice, failoverOn: ['FAILED'] } }, ['Failed', 'Terminated']],
    [
      { voice: { ...voice, failoverOn: ['DELIVERED', 'UNSENT', 'UNDELIVERED'] } },
      ['Completed', 'Unsent', 'Busy', 'NoAnswer'],
    ],
  ])('writes the states of %j in Routee’s words', async (step, failoverOnStatuses) => {
    expect(await stepsOf(step)).toMatchObject([{ failoverOnStatuses }]);
  });

  it('numbers its steps from 1', async () => {
    expect((await stepsOf({ sms }, { sms }, { voice })).map(({ order }) => order)).toEqual([1, 2, 3]);
  });

  it('writes out everything of a step', async () => {
    const file = { name: 'terms', type: 'pdf', url: 'https://e.com/t.pdf' };
    const video = {
      url: 'https://e.com/v.mp4',
      thumbnailUrl: 'https://e.com/v.jpg',
      sizeMegabytes: 1.5,
      durationSeconds: 20,
    };
    const [first, second, third, fourth] = await stepsOf(
      { viber: { ...viber, message: { content: { file } }, expireOnDelivery: true } },
      { viber: { ...viber, message: { content: { video } } } },
      { sms: { from: 'S', text: 'x', isFlash: true, transcode: false } },
      {
        voice: {
          from: '+30',
          onMachine: 'CONTINUE',
          verbs: [{ say: { text: 'x', language: 'el-GR', voice: 'MALE', bargeIn: true } }],
        },
      },
    );
    expect(first).toMatchObject({
      expireOnDelivery: true,
      message: { viberFile: { fileName: 'terms', fileType: 'pdf', fileUrl: 'https://e.com/t.pdf' } },
    });
    expect(second).toMatchObject({
      message: {
        viberVideo: {
          videoUrl: 'https://e.com/v.mp4',
          videoThumbnail: 'https://e.com/v.jpg',
          fileSize: 1.5,
          duration: 20,
        },
      },
    });
    expect(third).toMatchObject({ message: { body: 'x', flash: true, transcode: false } });
    expect(fourth).toMatchObject({
      to: { phone: '+30' },
      machineDetection: { strategy: 'Continue' },
      dialPlan: {
        verbs: [{ type: 'SAY', message: { language: 'el-GR', gender: 'male', text: 'x' }, repeat: 0, bargeIn: true }],
      },
    });
  });

  it('is QUEUED, with the steps that were sent and no status of theirs', async () => {
    const { flow } = await send(standard, { body: example['answer'] });
    expect(flow).toMatchObject({
      __typename: 'FailoverFlow',
      trackingId: 'f0e1d2c3-7777-4b4a-8888-0a1b2c3d4e01',
      kind: 'STANDARD',
      status: 'QUEUED',
      vendorStatus: null,
      isFinal: false,
      failureReason: null,
      terminationChannel: null,
      totalPrice: null,
      createdAt: '2026-11-20T09:10:00.412Z',
      steps: [
        {
          __typename: 'ViberStep',
          order: 1,
          status: null,
          failoverOn: ['EXPIRED', 'FAILED', 'UNDELIVERED'],
          failoverOnStates: ['EXPIRED', 'FAILED', 'UNDELIVERED'],
          to: '+306900000001',
          trackingId: null,
          content: { kind: 'TEXT_IMAGE_ACTION', text: 'The autumn sale is open.' },
          template: null,
          label: 'sale',
          ttlSeconds: 150,
          inboundUrl: 'https://hooks.example/routee/inbound',
          expireOnDelivery: false,
        },
        {
          __typename: 'SmsStep',
          order: 2,
          status: null,
          from: 'ExampleShop',
          text: 'The autumn sale is open: https://shop.example/sale',
          label: 'sale',
          ttlSeconds: 3600,
        },
        {
          __typename: 'VoiceStep',
          order: 3,
          status: null,
          from: '+302100000000',
          to: '+306900000001',
          failoverOn: ['Busy', 'NoAnswer'],
          failoverOnStates: ['UNDELIVERED'],
        },
      ],
    });
    const bare = (await send(standard, { body: { trackingId: 'f' } })).flow;
    expect(bare).toMatchObject({ trackingId: 'f', kind: 'STANDARD', status: 'QUEUED', createdAt: null });
    expect(bare.steps).toEqual(flow.steps);
  });

  it('of templates shows them', async () => {
    const { flow } = await send(transactional, { body: templateExample['answer'] });
    expect(flow).toMatchObject({
      kind: 'TRANSACTIONAL',
      steps: [
        {
          content: null,
          template: {
            templateId: '5d0c9b8a-3333-4e2f-a111-c0ffee000001',
            language: 'en',
            parameters: [
              { name: 'day', value: 'Friday' },
              { name: 'order_id', value: 'A-1007' },
            ],
            deliveryScope: 'PRIMARY_DEVICE',
          },
          ttlSeconds: 600,
        },
        { text: 'Order A-1007 arrives on Friday.', ttlSeconds: 7200 },
      ],
    });
  });

  it.each<[string, SendFailoverFlowInput, number, number]>([
    ['a standard flow', standard, 401, 2],
    ['a standard flow', standard, 403, 1],
    ['a flow of templates', transactional, 401, 2],
    ['a flow of templates', transactional, 403, 2],
  ])('%s (%#): makes the right number of requests after a refusal of its token', async (_, input, status, count) => {
    expect(await requests(input, { status })).toHaveLength(count);
  });
});

describe.each([
  ['a standard flow', standard],
  ['a flow of templates', transactional],
])('a send of %s', (_, input) => {
  it.each([
    [200, ''],
    [200, {}],
    [200, { flow: [] }],
    [202, { trackingId: 5 }],
    [204, ''],
    [302, ''],
    [408, ''],
    [500, ''],
    [503, '<html>'],
  ])('may have gone out after %i with %j', async (status, body) => {
    expect(await rejection(send(input, { status, body }))).toMatchObject({
      code: 'SEND_OUTCOME_UNKNOWN',
      outcome: 'UNKNOWN',
      vendorStatus: status,
    });
  });

  it.each([
    [400, { code: '400001009' }, 'INSUFFICIENT_BALANCE', undefined],
    [400, { code: '400019002', errorCode: '001' }, 'INVALID_RECIPIENT', ['input', 'to']],
    [404, { code: '404020001' }, 'SENDER_NOT_FOUND', ['input', 'steps', 0, 'viber', 'senderId']],
    [400, { code: '400000000', developerMessage: 'ttl is too long' }, 'TTL_OUT_OF_RANGE', ['input', 'steps']],
    [400, { code: '400777777' }, 'UPSTREAM_REJECTED', undefined],
    [404, '', 'UPSTREAM_REJECTED', undefined],
    [429, '', 'UPSTREAM_RATE_LIMITED', undefined],
  ])('was refused after %i with %j: %s', async (status, body, code, inputPath) => {
    const raw = await rejection(send(input, { status, body }));
    expect(raw).toMatchObject({ code, vendorStatus: status });
    expect(raw['inputPath']).toEqual(inputPath);
  });
});

describe('the place of a refused content', () => {
  const layout = { status: 400, body: { code: '400019002', errorCode: '007' } };

  it.each<[string, FailoverStepInput[], (string | number)[]]>([
    ['is in the only Viber step', [{ sms }, { viber }], ['input', 'steps', 1, 'viber', 'message', 'content']],
    ['is its template', [{ viber: templateStep }], ['input', 'steps', 0, 'viber', 'message', 'template']],
    ['is somewhere in the steps where there are two', [{ viber }, { viber }], ['input', 'steps']],
  ])('%s', async (_, steps, inputPath) => {
    expect(await rejection(send({ ...standard, steps }, layout))).toMatchObject({
      code: 'UNSUPPORTED_CONTENT_COMBINATION',
      inputPath,
    });
  });
});
