import type { SendFailoverFlowInput } from '../../../graph/failover-flow/failover-flow.input.js';
import type {
  SmsStepInput,
  ViberStepInput,
  VoiceStepInput,
  VoiceVerbInput,
} from '../../../graph/failover-flow/failover-step.input.js';
import type { FailoverFlow } from '../../../graph/failover-flow/failover-flow.type.js';
import type { DeliveryState } from '../../../graph/delivery/delivery-status.type.js';
import { isObject } from '../../reading.js';
import { contentRequest, given, templateRequest } from './content-request.js';
import { readFlow } from './flow.js';

/** The body of `/failover` or, with templates, of `/failover/transactional` (Routee docs: failover, send). */
export function flowRequest({ to, steps, ...input }: SendFailoverFlowInput) {
  return {
    flow: steps.map(({ viber, sms, voice }, index) => ({
      ...(viber ? viberStep(viber, to) : sms ? smsStep(sms, to) : voice ? voiceStep(voice, to) : {}),
      order: index + 1,
    })),
    callback:
      input.statusCallbackUrl == null
        ? undefined
        : {
            strategy: input.statusCallbackStrategy === 'ON_STEP' ? 'OnStep' : 'OnCompletion',
            url: input.statusCallbackUrl,
          },
  };
}

/** Of a template step: its ttl is required in one place of the documentation, and 10 minutes where it is left out. */
const TEMPLATE_TTL_SECONDS = 600;

function viberStep(step: ViberStepInput, to: string) {
  const { message, ttlSeconds } = step;
  const common = { type: 'Viber', senderInfoTrackingId: step.senderId, to };
  const failoverOnStatuses = step.failoverOn ?? ['EXPIRED', 'FAILED', 'UNDELIVERED'];
  if (message.template) {
    const ttl = tenthsOfMinutes(ttlSeconds ?? TEMPLATE_TTL_SECONDS);
    return { ...common, ...templateRequest(message.template), ttl, failoverOnStatuses };
  }
  return {
    ...common,
    ttl: ttlSeconds == null ? undefined : tenthsOfMinutes(ttlSeconds),
    expireOnDelivery: step.expireOnDelivery ?? false,
    inboundUrl: given(step.inboundCallbackUrl),
    label: given(step.label),
    message: contentRequest(message.content ?? {}, { image: 'imageUrl', file: 'fileUrl', video: 'videoUrl' }),
    failoverOnStatuses,
  };
}

/** Minutes with one decimal: the seconds are a multiple of 6. */
const tenthsOfMinutes = (seconds: number): number => Math.round(seconds / 6) / 10;

const smsStep = (step: SmsStepInput, to: string) => ({
  type: 'Sms',
  from: step.from,
  to,
  ttl: step.ttlSeconds == null ? undefined : step.ttlSeconds / 60,
  message: {
    body: step.text,
    flash: step.isFlash ?? false,
    label: given(step.label),
    transcode: given(step.transcode),
  },
  failoverOnStatuses: step.failoverOn ?? ['FAILED', 'UNDELIVERED'],
});

const voiceStep = (step: VoiceStepInput, to: string) => ({
  type: 'Voice',
  from: step.from,
  to: { phone: to },
  dialPlan: { verbs: step.verbs.map(verb) },
  machineDetection: step.onMachine ? { strategy: step.onMachine === 'HANGUP' ? 'Hangup' : 'Continue' } : undefined,
  failoverOnStatuses: (step.failoverOn ?? (['UNDELIVERED'] as const)).flatMap((state) => VOICE_WORDS[state] ?? []),
});

const VOICE_WORDS: Readonly<Partial<Record<DeliveryState, readonly string[]>>> = {
  UNDELIVERED: ['Busy', 'NoAnswer'],
  FAILED: ['Failed', 'Terminated'],
  UNSENT: ['Unsent'],
  DELIVERED: ['Completed'],
};

function verb({ say, play }: VoiceVerbInput) {
  const { repeat, bargeIn } = say ?? play ?? {};
  const how = { repeat: repeat ?? 0, bargeIn: bargeIn ?? false };
  if (play) return { type: 'PLAY', fileURL: play.url, ...how };
  const message = say && { language: say.language, gender: say.voice.toLowerCase(), text: say.text };
  return { type: 'SAY', message, ...how };
}

/** The answer has no status: the flow is queued, and its steps are as they were sent. */
export function readSentFlow(
  { flow }: ReturnType<typeof flowRequest>,
  kind: FailoverFlow['kind'],
  answer: unknown,
  asOf: string,
): FailoverFlow | null {
  const sent = isObject(answer) ? readFlow({ ...answer, status: 'Queued', messages: flow }, asOf) : null;
  return sent && { ...sent, kind, vendorStatus: null };
}
