import { describe, expect, test } from '@jest/globals';
import type { MessagingError } from '../../src/errors/error.js';
import { graph } from '../support/fake-sources.js';

const SEND = `mutation ($input: SendFailoverFlowInput!) {
  sendFailoverFlow(input: $input) { replayed warnings { code message inputPath } }
}`;
type Step = Record<string, unknown>;
const content = {
  text: 'Hello',
  imageUrl: 'https://e.com/a.png',
  action: { caption: 'Go', targetUrl: 'https://e.com' },
};
const template = { templateId: '5d0c9b8a-3333-4e2f-a111-c0ffee000001', language: 'en' };
const viber = (changed: Step = {}): Step => ({ viber: { senderId: 'sender', message: { content }, ...changed } });
const ofTemplate = (changed: Step = {}): Step => viber({ message: { template }, ...changed });
const sms = (changed: Step = {}): Step => ({ sms: { from: 'Shop', text: 'Hello', ...changed } });
const say = { text: 'Hello', language: 'en-GB', voice: 'FEMALE' };
const voice = (changed: Step = {}): Step => ({ voice: { from: '+302100000000', verbs: [{ say }], ...changed } });
const flow = (steps: Step[], changed: Step = {}) => ({ idempotencyKey: 'key', to: '+306912345678', steps, ...changed });

async function answerTo(input: Step) {
  const fake = await graph();
  const answer = await fake.ask(SEND, { input });
  const key = await fake.ledger.look('key', { form: 1, text: '', inForm: () => '' });
  return { ...answer, isBound: key !== null };
}

/** The rules that an input breaks, with no call and nothing bound; empty where it is sent by one call. */
async function violationsOf(input: Step): Promise<readonly string[]> {
  const { errors, calls, isBound } = await answerTo(input);
  expect({ calls, isBound }).toEqual(
    errors.length > 0 ? { calls: [], isBound: false } : { calls: ['send flow'], isBound: true },
  );
  return errors.flatMap(({ violations }) => violations ?? []);
}

const languages = 'en-US en-GB de-DE fr-FR it-IT pt-BR es-ES es-LA el-GR bg-BG pl-PL hu-HU sv-SE ru-RU'.split(' ');

describe('a failover flow is sent', () => {
  test.each<[string, Step]>([
    ['of one Viber step', flow([viber()])],
    ['of one SMS step', flow([sms()])],
    ['of one voice step', flow([voice()])],
    ['of all three', flow([viber(), sms(), voice()])],
    ['of ten steps', flow(Array.from({ length: 10 }, () => sms()))],
    ['of a template and an SMS', flow([ofTemplate(), sms()])],
    ['of two templates and a call', flow([ofTemplate(), ofTemplate(), voice()])],
    ['with a callback', flow([sms()], { statusCallbackUrl: 'https://e.com/s' })],
    ['with a strategy', flow([sms()], { statusCallbackUrl: 'https://e.com/s', statusCallbackStrategy: 'ON_STEP' })],
    ['with the shortest times to live', flow([viber({ ttlSeconds: 30 }), sms({ ttlSeconds: 60 })])],
    ['with the longest times to live', flow([viber({ ttlSeconds: 86_400 }), sms({ ttlSeconds: 86_400 })])],
    ['with a time to live of a tenth of a minute more', flow([viber({ ttlSeconds: 66 })])],
    ['with every state of Viber', flow([viber({ failoverOn: ['EXPIRED', 'FAILED', 'UNDELIVERED'] })])],
    ['with every state of SMS', flow([sms({ failoverOn: ['FAILED', 'UNDELIVERED'] })])],
    ['with every state of a call', flow([voice({ failoverOn: ['UNDELIVERED', 'FAILED', 'UNSENT', 'DELIVERED'] })])],
    ['with 20 verbs', flow([voice({ verbs: Array.from({ length: 20 }, () => ({ say })) })])],
    ['with 10 repetitions', flow([voice({ verbs: [{ say: { ...say, repeat: 10 } }] })])],
    ['with a recording', flow([voice({ verbs: [{ play: { url: 'https://e.com/a.wav' } }] })])],
    ['in every language', flow([voice({ verbs: languages.map((language) => ({ say: { ...say, language } })) })])],
    ['with labels of 350 characters', flow([viber({ label: 'x'.repeat(350) }), sms({ label: 'x'.repeat(350) })])],
    ['from a name of 11 characters', flow([sms({ from: 'ExampleShop' })])],
    ['from a number of 16 digits', flow([sms({ from: '+1234567890123456' })])],
  ])('%s', async (_, input) => {
    expect(await violationsOf(input)).toEqual([]);
  });
});

describe('a failover flow is refused before any call, with the code and the place of the rule', () => {
  const beside = 'UNSUPPORTED_CONTENT_COMBINATION';
  test.each<[string, Step, string[]]>([
    ['no step', flow([]), ['BAD_USER_INPUT input.steps']],
    ['eleven steps', flow(Array.from({ length: 11 }, () => sms())), ['BAD_USER_INPUT input.steps']],
    ['an empty key', flow([sms()], { idempotencyKey: '' }), ['BAD_USER_INPUT input.idempotencyKey']],
    ['no number', flow([sms()], { to: 'someone' }), ['INVALID_RECIPIENT input.to']],
    ['two templates and a free text', flow([ofTemplate(), ofTemplate(), viber()]), [`${beside} input.steps.2`]],
    ['free content before a template', flow([viber(), sms(), ofTemplate()]), [`${beside} input.steps.0`]],
    [
      'a strategy without an address',
      flow([sms()], { statusCallbackStrategy: 'ON_STEP' }),
      ['BAD_USER_INPUT input.statusCallbackStrategy'],
    ],
    [
      'a callback on this machine',
      flow([sms()], { statusCallbackUrl: 'https://localhost' }),
      ['BAD_USER_INPUT input.statusCallbackUrl'],
    ],
    [
      'a Viber time to live of 29',
      flow([viber({ ttlSeconds: 29 })]),
      ['TTL_OUT_OF_RANGE input.steps.0.viber.ttlSeconds'],
    ],
    [
      'a Viber time to live between tenths of minutes',
      flow([viber({ ttlSeconds: 31 })]),
      ['TTL_OUT_OF_RANGE input.steps.0.viber.ttlSeconds'],
    ],
    [
      'a Viber time to live of 86406',
      flow([viber({ ttlSeconds: 86_406 })]),
      ['TTL_OUT_OF_RANGE input.steps.0.viber.ttlSeconds'],
    ],
    ['an SMS time to live of 0', flow([sms({ ttlSeconds: 0 })]), ['TTL_OUT_OF_RANGE input.steps.0.sms.ttlSeconds']],
    [
      'an SMS time to live between minutes',
      flow([sms({ ttlSeconds: 90 })]),
      ['TTL_OUT_OF_RANGE input.steps.0.sms.ttlSeconds'],
    ],
    [
      'an SMS time to live of 86460',
      flow([sms({ ttlSeconds: 86_460 })]),
      ['TTL_OUT_OF_RANGE input.steps.0.sms.ttlSeconds'],
    ],
    ['a Viber step without a sender', flow([viber({ senderId: '' })]), ['BAD_USER_INPUT input.steps.0.viber.senderId']],
    ['a Viber label of 351', flow([viber({ label: 'x'.repeat(351) })]), ['BAD_USER_INPUT input.steps.0.viber.label']],
    [
      'a private address for replies',
      flow([viber({ inboundCallbackUrl: 'https://a' })]),
      ['BAD_USER_INPUT input.steps.0.viber.inboundCallbackUrl'],
    ],
    [
      'a Viber text of 1001',
      flow([sms(), viber({ message: { content: { text: 'x'.repeat(1001) } } })]),
      ['BAD_USER_INPUT input.steps.1.viber.message.content.text'],
    ],
    [
      'a Viber text and image',
      flow([viber({ message: { content: { text: 'x', imageUrl: 'https://e.com/a' } } })]),
      [`${beside} input.steps.0.viber.message.content`],
    ],
    ['a template with a label', flow([ofTemplate({ label: 'x' })]), [`${beside} input.steps.0.viber.label`]],
    [
      'a template with an address for replies',
      flow([ofTemplate({ inboundCallbackUrl: 'https://e.com' })]),
      [`${beside} input.steps.0.viber.inboundCallbackUrl`],
    ],
    [
      'a template that expires on delivery',
      flow([ofTemplate({ expireOnDelivery: true })]),
      [`${beside} input.steps.0.viber.expireOnDelivery`],
    ],
    [
      'a template whose id is no UUID',
      flow([ofTemplate({ message: { template: { ...template, templateId: 'x' } } })]),
      ['BAD_USER_INPUT input.steps.0.viber.message.template.templateId'],
    ],
    ['an SMS from nobody', flow([sms({ from: '' })]), ['BAD_USER_INPUT input.steps.0.sms.from']],
    ['an SMS from a name of 12', flow([sms({ from: 'x'.repeat(12) })]), ['BAD_USER_INPUT input.steps.0.sms.from']],
    [
      'an SMS from a number of 17 digits',
      flow([sms({ from: '1'.repeat(17) })]),
      ['BAD_USER_INPUT input.steps.0.sms.from'],
    ],
    ['an empty SMS', flow([sms({ text: '' })]), ['BAD_USER_INPUT input.steps.0.sms.text']],
    ['an SMS label of 351', flow([sms({ label: 'x'.repeat(351) })]), ['BAD_USER_INPUT input.steps.0.sms.label']],
    [
      'an empty failoverOn of Viber',
      flow([viber({ failoverOn: [] })]),
      ['BAD_USER_INPUT input.steps.0.viber.failoverOn'],
    ],
    ['an empty failoverOn of SMS', flow([sms({ failoverOn: [] })]), ['BAD_USER_INPUT input.steps.0.sms.failoverOn']],
    [
      'an empty failoverOn of a call',
      flow([voice({ failoverOn: [] })]),
      ['BAD_USER_INPUT input.steps.0.voice.failoverOn'],
    ],
    [
      'a state that Viber has not',
      flow([viber({ failoverOn: ['FAILED', 'SEEN'] })]),
      ['BAD_USER_INPUT input.steps.0.viber.failoverOn.1'],
    ],
    [
      'a state that SMS has not',
      flow([sms({ failoverOn: ['EXPIRED'] })]),
      ['BAD_USER_INPUT input.steps.0.sms.failoverOn.0'],
    ],
    [
      'a state that a call has not',
      flow([voice({ failoverOn: ['EXPIRED'] })]),
      ['BAD_USER_INPUT input.steps.0.voice.failoverOn.0'],
    ],
    [
      'a state twice',
      flow([sms({ failoverOn: ['FAILED', 'FAILED'] })]),
      ['BAD_USER_INPUT input.steps.0.sms.failoverOn.1'],
    ],
    ['a call without a caller', flow([voice({ from: '' })]), ['BAD_USER_INPUT input.steps.0.voice.from']],
    ['a call without verbs', flow([voice({ verbs: [] })]), ['BAD_USER_INPUT input.steps.0.voice.verbs']],
    [
      'a call of 21 verbs',
      flow([voice({ verbs: Array.from({ length: 21 }, () => ({ say })) })]),
      ['BAD_USER_INPUT input.steps.0.voice.verbs'],
    ],
    [
      'nothing to say',
      flow([voice({ verbs: [{ say: { ...say, text: '' } }] })]),
      ['BAD_USER_INPUT input.steps.0.voice.verbs.0.say.text'],
    ],
    [
      'a language that is not spoken',
      flow([voice({ verbs: [{ say: { ...say, language: 'en' } }] })]),
      ['BAD_USER_INPUT input.steps.0.voice.verbs.0.say.language'],
    ],
    [
      '11 repetitions',
      flow([voice({ verbs: [{ say: { ...say, repeat: 11 } }] })]),
      ['BAD_USER_INPUT input.steps.0.voice.verbs.0.say.repeat'],
    ],
    [
      'endless repetition',
      flow([voice({ verbs: [{ play: { url: 'https://e.com/a.wav', repeat: -1 } }] })]),
      ['BAD_USER_INPUT input.steps.0.voice.verbs.0.play.repeat'],
    ],
    [
      'an insecure recording',
      flow([voice({ verbs: [{ play: { url: 'http://e.com/a.wav' } }] })]),
      ['BAD_USER_INPUT input.steps.0.voice.verbs.0.play.url'],
    ],
    [
      'half a letter in a call',
      flow([voice({ verbs: [{ say: { ...say, text: '\ud83d' } }] })]),
      ['BAD_USER_INPUT input.steps.0.voice.verbs.0.say.text'],
    ],
  ])('%s', async (_, input, violations) => {
    expect(await violationsOf(input)).toEqual(violations);
  });

  test('with all of them at once, sorted by path', async () => {
    const input = flow([sms({ ttlSeconds: 90 }), ofTemplate({ label: 'x' }), viber()], {
      to: '',
      statusCallbackStrategy: 'ON_STEP',
    });
    expect(await violationsOf(input)).toEqual([
      'BAD_USER_INPUT input.statusCallbackStrategy',
      'TTL_OUT_OF_RANGE input.steps.0.sms.ttlSeconds',
      `${beside} input.steps.1.viber.label`,
      `${beside} input.steps.2`,
      'INVALID_RECIPIENT input.to',
    ]);
  });

  test.each<[string, Step, string]>([
    ['the steps', flow([]), 'steps: 0 entries; 1 to 10 are allowed'],
    ['a Viber time to live', flow([viber({ ttlSeconds: 31 })]), 'ttlSeconds: 30 to 86400, multiples of 6, are allowed'],
    ['an SMS time to live', flow([sms({ ttlSeconds: 90 })]), 'ttlSeconds: 60 to 86400, multiples of 60, are allowed'],
    ['the verbs', flow([voice({ verbs: [] })]), 'verbs: 0 entries; 1 to 20 are allowed'],
    ['a repetition', flow([voice({ verbs: [{ say: { ...say, repeat: 11 } }] })]), 'repeat: 0 to 10 are allowed'],
    [
      'the states',
      flow([sms({ failoverOn: [] })]),
      'failoverOn: 0 entries; at least 1 is needed, FAILED, UNDELIVERED are allowed',
    ],
    ['a mixture', flow([ofTemplate(), viber()]), 'steps: a template is needed in every Viber step, since one has one'],
  ])('with a message that has the rule and its number: %s', async (_, input, message) => {
    const { result } = await answerTo(input);
    const { details } = result.errors![0]!.originalError as MessagingError;
    expect(details.violations?.map((one) => one.message)).toEqual([message]);
  });

  test.each<[string, Step]>([
    ['a step of two channels', { ...sms(), ...viber() }],
    ['a step of none', {}],
    ['a verb of two kinds', voice({ verbs: [{ say, play: { url: 'https://e.com/a.wav' } }] })],
  ])('by the schema: %s', async (_, step) => {
    const { result, calls } = await answerTo(flow([step]));
    expect(result.data ?? null).toBeNull();
    expect(result.errors).toHaveLength(1);
    expect(calls).toEqual([]);
  });
});

describe('a failover flow warns', () => {
  const text = (index: number) => [
    'TEXT_OUTSIDE_TEMPLATE',
    'input',
    'steps',
    `${index}`,
    'viber',
    'message',
    'content',
  ];
  const late = (index: number) => ['STEP_AFTER_DELIVERY', 'input', 'steps', `${index}`, 'viber', 'expireOnDelivery'];
  const free = { message: { content: { text: 'Hello' } } };
  const expiring = { expireOnDelivery: true };

  test.each<[string, Step[], string[][]]>([
    ['of every text outside a template', [viber(free), sms(), viber(free)], [text(0), text(2)]],
    ['of no template', [ofTemplate(), sms()], []],
    ['of a step that can follow a delivery', [viber(expiring), sms()], [late(0)]],
    ['of both', [viber({ ...free, ...expiring }), sms()], [text(0), late(0)]],
    ['of no step that can follow where there is none', [sms(), viber(expiring)], []],
    [
      'of no step that can follow where it does not expire',
      [viber({ ...expiring, failoverOn: ['FAILED'] }), sms()],
      [],
    ],
    ['of one where it does', [viber({ ...expiring, failoverOn: ['EXPIRED'] }), sms()], [late(0)]],
  ])('%s', async (_, steps, expected) => {
    const { data } = await answerTo(flow(steps));
    const { warnings } = (data as { sendFailoverFlow: { warnings: { code: string; inputPath: string[] }[] } })
      .sendFailoverFlow;
    expect(warnings.map(({ code, inputPath }) => [code, ...inputPath])).toEqual(expected);
  });
});
