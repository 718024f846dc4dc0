import type { Campaign } from '../../src/graph/campaign/campaign.type.js';
import { campaignOf } from '../../src/graph/campaign/campaign.lookup.js';
import type { DeliveryStatus } from '../../src/graph/delivery/delivery-status.type.js';
import type { DeliveryAttempt, DeliveryReport } from '../../src/graph/delivery-report/delivery-report.type.js';
import type { OtherStep, SmsStep, ViberStep, VoiceStep } from '../../src/graph/failover-flow/failover-step.type.js';
import type { FailoverFlow } from '../../src/graph/failover-flow/failover-flow.type.js';
import type { ViberMessage } from '../../src/graph/viber-message/viber-message.type.js';

export const AS_OF = '2026-03-04T12:00:00.000Z';

export const deliveryStatus = (reported: Partial<DeliveryStatus> = {}): DeliveryStatus => ({
  state: 'DELIVERED',
  isFinal: false,
  vendorStatus: 'Delivered',
  detailedStatus: null,
  description: null,
  updatedAt: AS_OF,
  ...reported,
});

const textContent = { kind: 'TEXT' as const, text: 'Hello', imageUrl: null, action: null, file: null, video: null };

/** A message as the tracking of a campaign reports it. */
export const viberMessage = (trackingId: string, reported: Partial<ViberMessage> = {}): ViberMessage =>
  ({
    __typename: 'ViberMessage',
    id: '',
    trackingId,
    asOf: AS_OF,
    to: '+306912345678',
    from: 'Shop',
    groups: ['vip'],
    country: 'GR',
    status: deliveryStatus(),
    applicationName: 'app',
    originatingService: 'ViberCampaign',
    direction: 'OUTBOUND',
    ttlSeconds: 60,
    content: textContent,
    template: null,
    price: 0.01,
    isSession: false,
    sessionId: 'session-1',
    expireOnDelivery: false,
    campaignTrackingId: 'c1',
    campaignName: 'Spring',
    ...reported,
  }) as ViberMessage;

/** As many messages of a campaign as asked for: m0, m1, ... */
export const viberMessages = (count: number, reported: Partial<ViberMessage> = {}): ViberMessage[] =>
  Array.from({ length: count }, (_, index) => viberMessage(`m${index}`, reported));

/** A campaign as the answer to a send reports it. */
export const sentCampaign = (trackingId: string, reported: Partial<Campaign> = {}): Campaign => ({
  ...campaignOf({ trackingId, name: 'Spring', applicationName: null, asOf: AS_OF, totalMessages: 7 }),
  isRecorded: true,
  state: 'Queued',
  recipients: ['+306912345678'],
  ...reported,
});

const step = {
  order: 1,
  status: deliveryStatus(),
  failoverOn: ['Undelivered'],
  failoverOnStates: ['UNDELIVERED' as const],
  to: '+306912345678',
  from: 'Shop',
  country: 'GR',
  price: 0.1,
  createdAt: AS_OF,
};

export const viberStep = (reported: Partial<ViberStep> = {}): ViberStep => ({
  __typename: 'ViberStep',
  ...step,
  channel: 'VIBER',
  trackingId: 'm1',
  content: textContent,
  template: null,
  label: null,
  ttlSeconds: 60,
  inboundUrl: null,
  expireOnDelivery: false,
  expiredOnDeliveryAt: null,
  ...reported,
});

export const smsStep = (reported: Partial<SmsStep> = {}): SmsStep => ({
  __typename: 'SmsStep',
  ...step,
  order: 2,
  channel: 'SMS',
  messageId: 's1',
  smsId: 's1-1',
  text: 'Hello',
  operator: null,
  part: 1,
  parts: 1,
  latencyMilliseconds: 12,
  label: null,
  ttlSeconds: null,
  ...reported,
});

export const voiceStep = (reported: Partial<VoiceStep> = {}): VoiceStep => ({
  __typename: 'VoiceStep',
  ...step,
  order: 3,
  channel: 'VOICE',
  status: null,
  messageId: 'v1',
  durationSeconds: 3.5,
  answeredBy: 'human',
  ...reported,
});

export const otherStep = (reported: Partial<OtherStep> = {}): OtherStep => ({
  __typename: 'OtherStep',
  ...step,
  order: 4,
  channel: 'UNKNOWN',
  vendorType: 'pigeon',
  ...reported,
});

export const failoverFlow = (trackingId: string, reported: Partial<FailoverFlow> = {}): FailoverFlow =>
  ({
    __typename: 'FailoverFlow',
    id: '',
    trackingId,
    asOf: AS_OF,
    kind: 'STANDARD',
    status: 'SUCCEEDED',
    vendorStatus: 'Success',
    isFinal: true,
    failureReason: null,
    terminationChannel: 'VIBER',
    totalPrice: 0.1,
    originatingService: 'Failover',
    applicationId: 'app',
    createdAt: AS_OF,
    updatedAt: AS_OF,
    steps: [viberStep(), smsStep(), voiceStep(), otherStep()],
    ...reported,
  }) as FailoverFlow;

export const deliveryAttempt = (reported: Partial<DeliveryAttempt> = {}): DeliveryAttempt => ({
  channel: 'SMS',
  status: deliveryStatus(),
  codes: { status: 2, substatus: 23, hyberStatus: 23011 },
  reportedAt: AS_OF,
  totalSmsParts: 1,
  deliveredSmsParts: 1,
  matchingTemplateId: null,
  ...reported,
});

/** A report with everything that both forms report; the fake source leaves out what a form does not have. */
export const deliveryReport = (
  messageId: string | null,
  extraId: string | null,
  reported: Partial<DeliveryReport> = {},
): DeliveryReport =>
  ({
    __typename: 'DeliveryReport',
    id: '',
    asOf: AS_OF,
    messageId,
    extraId,
    phoneNumber: '+306912345678',
    status: deliveryStatus(),
    codes: { status: 2, substatus: 23, hyberStatus: 23011 },
    deliveredVia: 'SMS',
    lastChannel: 'SMS',
    reportedAt: AS_OF,
    clicks: 0,
    totalSmsParts: 1,
    deliveredSmsParts: 1,
    matchingTemplateId: null,
    started: true,
    processing: false,
    attempts: [deliveryAttempt()],
    plan: [{ channel: 'SMS', ttlSeconds: 60 }],
    ...reported,
  }) as DeliveryReport;
