import type { SendViberCampaignInput } from '../campaign/campaign.input.js';
import type { Campaign } from '../campaign/campaign.type.js';
import type { DeliveryStatus } from '../delivery/delivery-status.type.js';
import { toTheSecond } from '../scalar/date-time.scalar.js';
import type { SendFailoverFlowInput } from '../failover-flow/failover-flow.input.js';
import type { FailoverFlow } from '../failover-flow/failover-flow.type.js';
import { FAILOVER_STATES } from '../failover-flow/failover-step.input.js';
import type { SmsStep, ViberStep, VoiceStep } from '../failover-flow/failover-step.type.js';
import type { ViberContentInput, ViberMessageInput } from '../viber-message/viber-content.input.js';
import type { ViberContent } from '../viber-message/viber-content.type.js';
import type { SendViberMessageInput } from '../viber-message/viber-message.input.js';
import type { ViberMessage } from '../viber-message/viber-message.type.js';
import type { UsedViberTemplate } from '../viber-message/viber-template.type.js';
import { contentKindOf } from './content.rules.js';

/*
 * What was sent as far as its input has it: the receipt of a send whose answer was lost, once a callback or a person has
 * reported its tracking id, which is empty here.
 */

export function draftCampaign(input: SendViberCampaignInput, asOf: string): Campaign {
  const { recipients, fallbackValues } = input;
  return {
    __typename: 'Campaign',
    trackingId: '',
    name: input.name ?? null,
    asOf,
    recipients: recipients.phoneNumbers ?? null,
    groups: recipients.groups ?? null,
    statusCallbackUrl: input.statusCallbackUrl ?? null,
    inboundCallbackUrl: input.inboundCallbackUrl ?? null,
    fallbackValues: fallbackValues?.toSorted((a, b) => (a.label < b.label ? -1 : 1)) ?? null,
    respectQuietHours: null,
    type: null,
    state: null,
    createdAt: null,
    scheduledAt: input.scheduledAt == null ? null : toTheSecond(input.scheduledAt),
    sender: { id: input.senderId, name: null },
    content: contentOf(input.content),
    ttlSeconds: input.ttlSeconds ?? null,
    cost: null,
    isSession: input.isSession ?? false,
    label: input.label ?? null,
    analysis: null,
    applicationName: null,
    totalMessages: null,
    isRecorded: true,
  };
}

export function draftMessage(input: SendViberMessageInput, asOf: string): ViberMessage {
  return {
    __typename: 'ViberMessage',
    trackingId: '',
    asOf,
    to: input.to,
    from: null,
    groups: null,
    country: null,
    status: QUEUED,
    applicationName: null,
    originatingService: null,
    direction: 'OUTBOUND',
    ttlSeconds: input.ttlSeconds ?? null,
    content: contentOf(input.message.content ?? {}),
    template: templateOf(input.message),
    price: null,
    isSession: input.isSession ?? false,
    sessionId: null,
    expireOnDelivery: null,
    campaignTrackingId: null,
    campaignName: null,
  };
}

export function draftFlow(input: SendFailoverFlowInput, asOf: string): FailoverFlow {
  return {
    __typename: 'FailoverFlow',
    trackingId: '',
    asOf,
    kind: input.steps.some(({ viber }) => viber?.message.template) ? 'TRANSACTIONAL' : 'STANDARD',
    status: 'QUEUED',
    vendorStatus: null,
    isFinal: false,
    failureReason: null,
    terminationChannel: null,
    totalPrice: null,
    originatingService: null,
    applicationId: null,
    createdAt: null,
    updatedAt: null,
    steps: input.steps.map((step, index) => stepOf(step, input.to, index + 1)),
  };
}

const QUEUED: DeliveryStatus = {
  state: 'QUEUED',
  isFinal: false,
  vendorStatus: null,
  detailedStatus: null,
  description: null,
  updatedAt: null,
};

function stepOf(
  { viber, sms, voice }: SendFailoverFlowInput['steps'][number],
  to: string,
  order: number,
): ViberStep | SmsStep | VoiceStep {
  const common = { order, status: null, failoverOn: [], to, country: null, price: null, createdAt: null };
  const channel = sms ? 'sms' : viber ? 'viber' : 'voice';
  const states = { failoverOnStates: (viber ?? sms ?? voice)?.failoverOn ?? [...FAILOVER_STATES[channel].default] };
  if (sms)
    return {
      ...common,
      ...states,
      __typename: 'SmsStep',
      channel: 'SMS',
      from: sms.from,
      messageId: null,
      smsId: null,
      text: sms.text,
      operator: null,
      part: null,
      parts: null,
      latencyMilliseconds: null,
      label: sms.label ?? null,
      ttlSeconds: sms.ttlSeconds ?? null,
    };
  if (viber) {
    return {
      ...common,
      ...states,
      __typename: 'ViberStep',
      channel: 'VIBER',
      from: null,
      trackingId: null,
      content: viber.message.content ? contentOf(viber.message.content) : null,
      template: templateOf(viber.message),
      label: viber.label ?? null,
      ttlSeconds: viber.ttlSeconds ?? null,
      inboundUrl: viber.inboundCallbackUrl ?? null,
      expireOnDelivery: viber.expireOnDelivery ?? false,
      expiredOnDeliveryAt: null,
    };
  }
  return {
    ...common,
    ...states,
    __typename: 'VoiceStep',
    channel: 'VOICE',
    from: voice?.from ?? null,
    messageId: null,
    durationSeconds: null,
    answeredBy: null,
  };
}

const templateOf = ({ template }: ViberMessageInput): UsedViberTemplate | null =>
  template
    ? {
        templateId: template.templateId,
        language: template.language,
        parameters: template.parameters?.toSorted((a, b) => (a.name < b.name ? -1 : 1)) ?? [],
        deliveryScope: template.deliveryScope ?? 'PRIMARY_DEVICE',
      }
    : null;

const contentOf = (content: ViberContentInput): ViberContent => ({
  kind: contentKindOf(content),
  text: content.text ?? null,
  imageUrl: content.imageUrl ?? null,
  action: content.action ?? null,
  file: content.file ? { id: null, ...content.file } : null,
  video: content.video ?? null,
});
