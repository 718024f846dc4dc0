import { refusals } from './refusal.js';
import { invalid, isPhoneNumber, type Rule, type Shape } from './send.js';
import { type TemplateRequest, templateRules, templateShape } from './template-request.js';
import { type ViberBody, viberFileShape, viberRules, viberShape } from './viber-request.js';
import { type VoiceStep, voiceRules, voiceShape } from './voice-request.js';

/** The body of POST /failover and, with templates, of POST /failover/transactional (Routee docs: failover, send). */
export interface FlowRequest {
  readonly flow?: readonly Step[];
  readonly callback?: { readonly strategy?: string; readonly url?: string };
}

interface AnyStep {
  readonly order?: number;
  readonly failoverOnStatuses?: readonly string[];
}

export interface SmsStep extends AnyStep {
  readonly type: 'Sms';
  readonly from?: string;
  readonly to?: string;
  /** Minutes. */
  readonly ttl?: number;
  readonly message?: {
    readonly body?: string;
    readonly label?: string;
    readonly urlShortener?: { readonly urlValidity?: number };
  };
}

export interface ViberStep extends AnyStep, TemplateRequest {
  readonly type: 'Viber';
  readonly to?: string;
  /** Minutes. */
  readonly ttl?: number;
  readonly expireOnDelivery?: boolean;
  readonly inboundUrl?: string;
  readonly label?: string;
  readonly seq?: number;
  readonly message?: Omit<ViberBody, 'imageURL' | 'viberVideo'> & {
    readonly imageUrl?: string;
    readonly viberVideo?: Omit<NonNullable<ViberBody['viberVideo']>, 'videoURL'> & { readonly videoUrl?: string };
  };
}

export type Step = SmsStep | ViberStep | (VoiceStep & AnyStep);

const stepShape = { type: 'string', order: 'number', failoverOnStatuses: 'strings' } as const;
const smsShape: Shape = {
  ...stepShape,
  from: 'string',
  to: 'string',
  ttl: 'number',
  message: {
    body: 'string',
    flash: 'boolean',
    label: 'string',
    transcode: 'boolean',
    urlShortener: { urlValidity: 'number' },
  },
};
const { action, text, viberVideo } = viberShape.body;
const viberShapes: Readonly<Record<FlowKind, Shape>> = {
  standard: {
    ...stepShape,
    senderInfoTrackingId: 'string',
    to: 'string',
    ttl: 'number',
    expireOnDelivery: 'boolean',
    inboundUrl: 'string',
    label: 'string',
    message: {
      text,
      imageUrl: 'string',
      action,
      viberFile: viberFileShape('fileUrl'),
      viberVideo: { ...withoutUrl(viberVideo), videoUrl: 'string' },
    },
  },
  // 400 for a free message and for a label (documented); inboundUrl and expireOnDelivery are not documented
  transactional: { ...stepShape, ...templateShape, to: 'string', ttl: 'number', seq: 'number' },
};

export type FlowKind = 'standard' | 'transactional';

export const flowShape = (kind: FlowKind): Shape => ({
  flow: ({ type }) =>
    type === 'Viber'
      ? viberShapes[kind]
      : type === 'Sms'
        ? smsShape
        : type === 'Voice'
          ? { ...stepShape, ...voiceShape }
          : null,
  callback: { strategy: 'string', url: 'string' },
  // of India; the names of its members are not documented
  ...(kind === 'standard' && { restrictions: 'texts by name' }),
});

function withoutUrl({ videoURL: _, ...rest }: typeof viberVideo) {
  return rest;
}

/** In lower case. Of SMS and Viber the defaults are the only ones that are documented. */
const statuses: Readonly<Record<Step['type'], readonly string[]>> = {
  Sms: ['undelivered', 'failed'],
  Viber: ['expired', 'failed', 'undelivered'],
  Voice: ['busy', 'noanswer', 'completed', 'failed', 'unsent', 'terminated'],
};

/** A rule about every step of one type. */
const ruleOf = <Type extends Step['type']>(
  type: Type,
  [isBroken, refusal]: Rule<Extract<Step, { type: Type }>>,
): Rule<FlowRequest> => [
  ({ flow = [] }, world) =>
    flow.some((step) => step.type === type && isBroken(step as Extract<Step, { type: Type }>, world)),
  refusal,
];

const isOutside = (value: number | undefined, least: number, most: number): boolean =>
  value !== undefined && (value < least || value > most);

const isSmsSender = (from = '') => /^\+?\d{1,16}$/.test(from) || (from.length >= 1 && from.length <= 11);

const smsRules: readonly Rule<SmsStep>[] = [
  [({ from }) => !isSmsSender(from), invalid('from must be up to 16 digits or 11 characters')],
  [({ to }) => !isPhoneNumber(to), refusals.recipient],
  [({ ttl }) => isOutside(ttl, 1, 1440) || !Number.isInteger(ttl ?? 1), invalid('ttl must be 1 to 1440 whole minutes')],
  [({ message }) => !message?.body, invalid('message.body is required')],
  [({ message }) => (message?.label ?? '').length > 350, invalid('label is longer than 350 characters')],
  [
    ({ message }) => isOutside(message?.urlShortener?.urlValidity, 3600, 2_592_000),
    invalid('urlValidity must be 3600 to 2592000 seconds'),
  ],
];

const viberStepRules: readonly Rule<ViberStep>[] = [
  [({ to }) => !isPhoneNumber(to), refusals.recipient],
  [
    // one decimal: 2.3 * 10 is 23 but for rounding
    ({ ttl }) => isOutside(ttl, 0.5, 1440) || Math.abs((ttl ?? 1) * 10 - Math.round((ttl ?? 1) * 10)) > 1e-9,
    invalid('ttl must be 0.5 to 1440.0 minutes with one decimal'),
  ],
];

/** The content as the other sends spell it; its ttl has another unit and rule. */
export const viberRequestOf = ({ senderInfoTrackingId, label, inboundUrl, message = {} }: ViberStep) => {
  const { imageUrl: imageURL, viberVideo: video, ...rest } = message;
  const viberVideo = video && { ...video, videoURL: video.videoUrl };
  return { senderInfoTrackingId, label, inboundUrl, body: { ...rest, imageURL, viberVideo } };
};

const contentRules = viberRules([]).map(([isBroken, refusal]): Rule<ViberStep> => [
  (step, world) => isBroken(viberRequestOf(step), world),
  refusal,
]);

/** In the order in which they are checked. Routee documents no code: those of the sends of content are used. */
export const flowRules = (kind: FlowKind): readonly Rule<FlowRequest>[] => [
  [({ flow = [] }) => flow.length === 0, invalid('flow is required')],
  [
    ({ flow = [] }) => flow.some(({ order }) => !Number.isInteger(order ?? 1) || (order ?? 1) < 1),
    invalid('order must be a whole number from 1'),
  ],
  [
    ({ flow = [] }) => kind === 'transactional' && flow.some(({ order }) => order === undefined),
    invalid('order is required'),
  ],
  [
    ({ flow = [] }) =>
      flow.some(({ type, failoverOnStatuses = [] }) =>
        failoverOnStatuses.some((status) => !statuses[type].includes(status.toLowerCase())),
      ),
    invalid('failoverOnStatuses'),
  ],
  [
    ({ callback }) => callback !== undefined && !['OnStep', 'OnCompletion'].includes(callback.strategy ?? ''),
    invalid('callback.strategy must be OnStep or OnCompletion'),
  ],
  [({ callback }) => callback !== undefined && !URL.canParse(callback.url ?? ''), invalid('callback.url')],
  ...smsRules.map((rule) => ruleOf('Sms', rule)),
  ...voiceRules.map((rule) => ruleOf('Voice', rule)),
  ...viberStepRules.map((rule) => ruleOf('Viber', rule)),
  ...(kind === 'transactional' ? templateRules : contentRules).map((rule) => ruleOf('Viber', rule)),
];
