import { findCountry } from '../../../sandbox/country.js';
import { refusals } from './refusal.js';
import { invalid, isPhoneNumber, type Rule, type Shape } from './send.js';

/** A call of a failover flow (Routee docs: failover, send; voice). */
export interface VoiceStep {
  readonly type: 'Voice';
  readonly from?: string;
  readonly to?: { readonly phone?: string; readonly viber?: string; readonly sip?: string };
  readonly dialPlan?: { readonly verbs?: readonly Verb[] };
  readonly machineDetection?: { readonly strategy?: string };
}

interface Verb {
  readonly type: 'SAY' | 'PLAY';
  /** Of SAY. */
  readonly message?: { readonly text?: string; readonly language?: string; readonly gender?: string };
  /** Of PLAY. */
  readonly fileURL?: string;
  readonly repeat?: number;
}

const verbShape = { type: 'string', repeat: 'number', bargeIn: 'boolean' } as const;
const verbShapes: ReadonlyMap<unknown, Shape> = new Map([
  ['SAY', { ...verbShape, message: { text: 'string', language: 'string', gender: 'string' } }],
  ['PLAY', { ...verbShape, fileURL: 'string' }],
]);

export const voiceShape: Shape = {
  from: 'string',
  to: { phone: 'string', viber: 'string', sip: 'string' },
  dialPlan: { verbs: ({ type }) => verbShapes.get(type) ?? null },
  machineDetection: { strategy: 'string' },
};

const languages = 'en-US en-GB de-DE fr-FR it-IT pt-BR es-ES es-LA el-GR bg-BG pl-PL hu-HU sv-SE ru-RU'.split(' ');
const verbsOf = ({ dialPlan }: VoiceStep): readonly Verb[] => dialPlan?.verbs ?? [];
const saysWrong = ({ type, message }: Verb, isWrong: (message: NonNullable<Verb['message']>) => boolean): boolean =>
  type === 'SAY' && isWrong(message ?? {});

export const voiceRules: readonly Rule<VoiceStep>[] = [
  [({ from }) => !from, invalid('from is required')],
  [({ to = {} }) => Object.keys(to).length === 0, invalid('one of to.phone, to.viber and to.sip is required')],
  [({ to }) => to?.phone !== undefined && !isPhoneNumber(to.phone), refusals.recipient],
  [
    ({ from = '', to }) => !/^\+?\d+$/.test(from) && findCountry(to?.phone ?? '').code === 'GR',
    invalid('from must be a number for calls to Greece'),
  ],
  [(step) => verbsOf(step).length === 0, invalid('dialPlan.verbs is required')],
  [(step) => verbsOf(step).some((verb) => saysWrong(verb, ({ text }) => !text)), invalid('message.text is required')],
  [
    (step) => verbsOf(step).some((verb) => saysWrong(verb, ({ language = '' }) => !languages.includes(language))),
    invalid('message.language'),
  ],
  [
    (step) => verbsOf(step).some((verb) => saysWrong(verb, ({ gender = '' }) => !['male', 'female'].includes(gender))),
    invalid('message.gender must be male or female'),
  ],
  [
    (step) => verbsOf(step).some(({ type, fileURL = '' }) => type === 'PLAY' && !URL.canParse(fileURL)),
    invalid('fileURL'),
  ],
  [
    // one page has -1 for an endless PLAY
    (step) =>
      verbsOf(step).some(({ type, repeat = 0 }) => !Number.isInteger(repeat) || repeat < (type === 'PLAY' ? -1 : 0)),
    invalid('repeat'),
  ],
  [
    ({ machineDetection: detection }) =>
      detection !== undefined && !['Hangup', 'Continue'].includes(detection.strategy ?? ''),
    invalid('machineDetection.strategy must be Hangup or Continue'),
  ],
];
