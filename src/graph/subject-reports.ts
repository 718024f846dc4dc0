import { readDecimal } from '../decimal.js';
import type { DeliveryState, DeliveryStatus } from './delivery/delivery-status.type.js';
import { NO_DETAILS } from './delivery/no-details.js';
import type { NewReport, SubjectName, SubjectReport, StatusReport } from './delivery-event/delivery-event.source.js';
import type { DeliveryReport } from './delivery-report/delivery-report.type.js';
import type { FailoverFlow, FailoverStatus } from './failover-flow/failover-flow.type.js';
import type { FailoverStep, SmsStep, ViberStep } from './failover-flow/failover-step.type.js';
import type { ViberMessage } from './viber-message/viber-message.type.js';

/** A value with a delivery state, as a vendor reported it. */
export type ReportedValue = ViberMessage | FailoverFlow | DeliveryReport;

/**
 * What a value reports of its subject, and of those in it: the steps of a flow, and the messages of its Viber steps, come
 * before the flow.
 */
export function reportsOf(value: ReportedValue): SubjectReport[] {
  switch (value.__typename) {
    case 'ViberMessage':
      return [reportOfMessage(value)];
    case 'FailoverFlow':
      return [...value.steps.flatMap((step) => reportsOfStep(step, value.trackingId)), reportOfFlow(value)];
    case 'DeliveryReport':
      return value.messageId === null ? [] : [reportOfDelivery(value, value.messageId)];
  }
}

/** Reports of what a vendor was read to say: the first of a subject makes it known, and is no event. */
export const asReads = (reports: readonly SubjectReport[]): NewReport[] =>
  reports.map((report) => ({ ...report, source: 'READ', ifUnknown: 'KNOWN' }));

export const readReportsOf = (value: ReportedValue): NewReport[] => asReads(reportsOf(value));

const reportOfMessage = (message: ViberMessage): SubjectReport => ({
  ...NO_DETAILS,
  kind: 'VIBER_MESSAGE',
  id: message.trackingId,
  status: message.status,
  channel: 'VIBER',
  campaignTrackingId: message.campaignTrackingId,
  country: countryOf(message),
  price: readDecimal(message.price),
});

export const messageName = (trackingId: string): SubjectName => ({ kind: 'VIBER_MESSAGE', id: trackingId });

export const flowName = (trackingId: string): SubjectName => ({ kind: 'FAILOVER_FLOW', id: trackingId });

/** A text in several parts is several steps of one order. */
export const nameOfStep = (flowTrackingId: string, order: number, part = 1): SubjectName => ({
  kind: 'FAILOVER_STEP',
  id: `${flowTrackingId}/${order}/${part}`,
});

export const stepName = (step: FailoverStep, flowTrackingId: string): SubjectName =>
  nameOfStep(flowTrackingId, step.order, isSmsStep(step) ? (step.part ?? 1) : 1);

/** Of a step that has begun; with its trackingId a Viber step reports that message too. */
function reportsOfStep(step: FailoverStep, flowTrackingId: string): SubjectReport[] {
  const { status, channel, order } = step;
  if (status === null) return [];
  const known = {
    ...NO_DETAILS,
    status,
    channel,
    flowTrackingId,
    country: countryOf(step),
    price: readDecimal(step.price),
  };
  return [
    { ...known, ...stepName(step, flowTrackingId), stepOrder: order },
    ...messagesBehind(step).map((name) => ({ ...known, ...name })),
  ];
}

/** The message of a Viber step, once it has a trackingId. */
export const messagesBehind = (step: FailoverStep): SubjectName[] =>
  isViberStep(step) && step.trackingId !== null ? [messageName(step.trackingId)] : [];

const isSmsStep = (step: FailoverStep): step is SmsStep => step.__typename === 'SmsStep';
const isViberStep = (step: FailoverStep): step is ViberStep => step.__typename === 'ViberStep';

const FLOW_STATES: Readonly<Record<FailoverStatus, DeliveryState>> = {
  QUEUED: 'QUEUED',
  IN_PROGRESS: 'IN_PROGRESS',
  SUCCEEDED: 'DELIVERED',
  FAILED: 'FAILED',
  UNKNOWN: 'UNKNOWN',
};

/** The status of a flow in the words of messages. */
export const statusOfFlow = ({ status, isFinal, vendorStatus, updatedAt }: FailoverFlow): DeliveryStatus => ({
  state: FLOW_STATES[status],
  isFinal,
  vendorStatus,
  detailedStatus: null,
  description: null,
  updatedAt,
});

/** A flow with another status that was reported of it, and nothing beside it that belongs to its own. */
export function withFlowStatus(flow: FailoverFlow, { status: reported, channel }: StatusReport): FailoverFlow {
  const { state, vendorStatus, isFinal, updatedAt } = reported;
  const status = FLOW_STATUSES[state] ?? 'UNKNOWN';
  const shown = { ...flow, status, vendorStatus, isFinal, updatedAt };
  return status === flow.status ? shown : { ...shown, failureReason: null, terminationChannel: channel };
}

const FLOW_STATUSES: Readonly<Partial<Record<DeliveryState, FailoverStatus>>> = Object.fromEntries(
  Object.entries(FLOW_STATES).map(([status, state]) => [state, status]),
);

const reportOfFlow = (flow: FailoverFlow): SubjectReport => ({
  ...NO_DETAILS,
  kind: 'FAILOVER_FLOW',
  id: flow.trackingId,
  status: statusOfFlow(flow),
  channel: flow.terminationChannel,
  price: readDecimal(flow.totalPrice),
});

const reportOfDelivery = (report: DeliveryReport, messageId: string): SubjectReport => ({
  ...NO_DETAILS,
  kind: 'DELIVERY_REPORT',
  id: messageId,
  status: report.status,
  channel: report.deliveredVia ?? report.lastChannel,
  extraId: report.extraId,
});

/** A report with another status that was reported of it, and nothing beside it that belongs to its own. */
export function withReportStatus(report: DeliveryReport, { status, channel }: StatusReport): DeliveryReport {
  if (status.state === report.status.state) return { ...report, status };
  return {
    ...report,
    status,
    codes: null,
    deliveredVia: status.state === 'DELIVERED' || status.state === 'SEEN' ? channel : null,
    lastChannel: channel,
    reportedAt: status.updatedAt,
    totalSmsParts: null,
    deliveredSmsParts: null,
    matchingTemplateId: null,
  };
}

const ALPHA_2 = /^[A-Z]{2}$/;

/** A name that is in no list is not kept. */
const countryOf = ({ country }: { readonly country: string | null }): string | null =>
  country !== null && ALPHA_2.test(country) ? country : null;
