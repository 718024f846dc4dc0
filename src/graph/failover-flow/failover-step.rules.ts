import type { InputPath, Violation } from '../../errors/error.js';
import type { DeliveryState } from '../delivery/delivery-status.type.js';
import {
  countViolations,
  emptyViolations,
  entryViolations,
  labelViolations,
  publicUrlViolations,
  ttlViolations,
} from '../sending/send.rules.js';
import { violation } from '../sending/text.rules.js';
import { besideTemplateViolations, messageViolations } from '../sending/viber-message.rules.js';
import {
  FAILOVER_STATES,
  type FailoverStepInput,
  type PlayInput,
  type SayInput,
  type SmsStepInput,
  type ViberStepInput,
  type VoiceStepInput,
} from './failover-step.input.js';

/** Half minutes to days, to a tenth of a minute. */
const VIBER_STEP_TTL = { least: 30, most: 86_400, unit: 6 };
/** Whole minutes. */
const SMS_STEP_TTL = { least: 60, most: 86_400, unit: 60 };
const VERBS = [1, 20] as const;
const MAX_REPEAT = 10;
const SMS_SENDER = /^(?:\+?\d{1,16}|.{1,11})$/su;
const LANGUAGES: readonly string[] =
  'en-US en-GB de-DE fr-FR it-IT pt-BR es-ES es-LA el-GR bg-BG pl-PL hu-HU sv-SE ru-RU'.split(' ');

/** What Routee documents as a limit of a step (Routee docs: failover, send; transactional failover). */
export const stepViolations = (path: InputPath, { viber, sms, voice }: FailoverStepInput): Violation[] => [
  ...(viber ? viberViolations([...path, 'viber'], viber) : []),
  ...(sms ? smsViolations([...path, 'sms'], sms) : []),
  ...(voice ? voiceViolations([...path, 'voice'], voice) : []),
];

function viberViolations(path: InputPath, step: ViberStepInput): Violation[] {
  const { message, expireOnDelivery, inboundCallbackUrl, label } = step;
  return [
    ...emptyViolations([...path, 'senderId'], step.senderId),
    ...messageViolations([...path, 'message'], message, false),
    ...besideTemplateViolations(path, message, { expireOnDelivery, inboundCallbackUrl, label }),
    ...ttlViolations([...path, 'ttlSeconds'], step.ttlSeconds, VIBER_STEP_TTL),
    ...labelViolations([...path, 'label'], label),
    ...publicUrlViolations([...path, 'inboundCallbackUrl'], inboundCallbackUrl),
    ...failoverOnViolations([...path, 'failoverOn'], step.failoverOn, FAILOVER_STATES.viber),
  ];
}

function smsViolations(path: InputPath, step: SmsStepInput): Violation[] {
  return [
    ...(SMS_SENDER.test(step.from)
      ? []
      : [violation([...path, 'from'], '1 to 11 characters or a number of at most 16 digits are allowed')]),
    ...emptyViolations([...path, 'text'], step.text),
    ...ttlViolations([...path, 'ttlSeconds'], step.ttlSeconds, SMS_STEP_TTL),
    ...labelViolations([...path, 'label'], step.label),
    ...failoverOnViolations([...path, 'failoverOn'], step.failoverOn, FAILOVER_STATES.sms),
  ];
}

function voiceViolations(path: InputPath, { from, verbs, failoverOn }: VoiceStepInput): Violation[] {
  return [
    ...emptyViolations([...path, 'from'], from),
    ...countViolations([...path, 'verbs'], verbs, VERBS),
    ...verbs
      .slice(0, VERBS[1])
      .flatMap(({ say, play }, index) => [
        ...(say ? sayViolations([...path, 'verbs', index, 'say'], say) : []),
        ...(play ? playViolations([...path, 'verbs', index, 'play'], play) : []),
      ]),
    ...failoverOnViolations([...path, 'failoverOn'], failoverOn, FAILOVER_STATES.voice),
  ];
}

const sayViolations = (path: InputPath, { text, language, repeat }: SayInput): Violation[] => [
  ...emptyViolations([...path, 'text'], text),
  ...(LANGUAGES.includes(language)
    ? []
    : [violation([...path, 'language'], `one of ${LANGUAGES.join(', ')} is allowed`)]),
  ...repeatViolations(path, repeat),
];

const playViolations = (path: InputPath, { url, repeat }: PlayInput): Violation[] => [
  ...publicUrlViolations([...path, 'url'], url),
  ...repeatViolations(path, repeat),
];

const repeatViolations = (path: InputPath, repeat: number | null | undefined): Violation[] =>
  repeat == null || (repeat >= 0 && repeat <= MAX_REPEAT)
    ? []
    : [violation([...path, 'repeat'], `0 to ${MAX_REPEAT} are allowed`)];

function failoverOnViolations(
  path: InputPath,
  states: readonly DeliveryState[] | null | undefined,
  allowed: readonly DeliveryState[],
): Violation[] {
  if (states == null) return [];
  const rule = `${allowed.join(', ')} are allowed`;
  if (states.length === 0) return [violation(path, `0 entries; at least 1 is needed, ${rule}`)];
  return entryViolations(states, {
    textOf: String,
    pathOf: (index) => [...path, index],
    violationsOf: (at, state) => (allowed.some((one) => one === state) ? [] : [violation(at, rule)]),
  });
}
