import type { GraphContext } from '../context.js';
import { requireVendorId } from '../../vendor-id.js';
import type { StatusReport } from '../delivery-event/delivery-event.source.js';
import { findReport } from '../delivery-report/delivery-report.loader.js';
import type { ReportKey } from '../delivery-report/delivery-report.source.js';
import type { DeliveryReport, DeliveryReportBy } from '../delivery-report/delivery-report.type.js';
import { failoverFlowLoader } from '../failover-flow/failover-flow.loader.js';
import type { FailoverFlow } from '../failover-flow/failover-flow.type.js';
import type { Selection } from '../selection.js';
import { readReportsOf, statusOfFlow, withFlowStatus, withReportStatus } from '../subject-reports.js';
import { viberMessageLoader } from '../viber-message/viber-message.loader.js';
import type { ViberMessage } from '../viber-message/viber-message.type.js';
import type { ReportedState, WatchedSubject } from './updates.source.js';

/** How a kind of subject is read, and shown with the state that an event reported. */
export interface Watchable<Value extends object> extends WatchedSubject<Value, GraphContext> {
  /** Reads in the least form that has what is selected. */
  readSelected(context: GraphContext, selection: Selection): Promise<Value | null>;
  withStatus(value: Value, reported: StatusReport): Value;
  /** @returns a value of what an event reported alone; null where more is selected */
  ofEvent(reported: ReportedState, selection: Selection): Value | null;
}

/** Whether an event has all that is selected. */
const selectsOnly = (selection: Selection, reported: readonly string[]): boolean => {
  for (const name of selection.keys()) if (!reported.includes(name)) return false;
  return true;
};

/** The names of the values that an event has. */
const whereReported = (list: readonly (readonly [name: string, value: unknown])[]): string[] =>
  list.flatMap(([name, value]) => (value === null ? [] : [name]));

/** @throws BAD_USER_INPUT */
export function watchedMessage(trackingId: string): Watchable<ViberMessage> {
  const id = requireVendorId(trackingId, ['trackingId']);
  const read = (context: GraphContext) => viberMessageLoader(context).load(id);
  return {
    name: { kind: 'VIBER_MESSAGE', id },
    absence: 'VIBER_MESSAGE_NOT_FOUND',
    mayAppear: false,
    read,
    readSelected: read,
    reportsOf: readReportsOf,
    statusOf: ({ status }) => status,
    withStatus: (message, { status }) => ({ ...message, status }),
    ofEvent: (reported, selection) => messageOfEvent(id, reported, selection),
  };
}

export function messageOfEvent(trackingId: string, reported: ReportedState, selection: Selection): ViberMessage | null {
  const { status, country, price } = reported;
  const known = [
    '__typename',
    'id',
    'trackingId',
    'status',
    ...whereReported([
      ['country', country],
      ['price', price],
    ]),
  ];
  if (!selectsOnly(selection, known)) return null;
  const message: Pick<ViberMessage, '__typename' | 'trackingId' | 'status' | 'country' | 'price'> = {
    __typename: 'ViberMessage',
    trackingId,
    status,
    country,
    price: price === null ? null : Number(price),
  };
  return message as ViberMessage;
}

/** @throws BAD_USER_INPUT */
export function watchedFlow(trackingId: string): Watchable<FailoverFlow> {
  const id = requireVendorId(trackingId, ['trackingId']);
  const read = (context: GraphContext) => failoverFlowLoader(context).load(id);
  return {
    name: { kind: 'FAILOVER_FLOW', id },
    absence: 'FAILOVER_FLOW_NOT_FOUND',
    mayAppear: false,
    read,
    readSelected: read,
    reportsOf: readReportsOf,
    statusOf: statusOfFlow,
    withStatus: withFlowStatus,
    ofEvent(reported, selection) {
      if (!selectsOnly(selection, ['__typename', 'id', 'trackingId', ...FLOW_STATUS])) return null;
      return withFlowStatus({ __typename: 'FailoverFlow', trackingId: id } as FailoverFlow, reported);
    },
  };
}

const FLOW_STATUS = ['status', 'vendorStatus', 'isFinal', 'updatedAt'];

const NO_FIELDS: Selection = new Map();

/** @throws BAD_USER_INPUT */
export function watchedReport(by: DeliveryReportBy): Watchable<DeliveryReport> {
  const key: ReportKey =
    by.messageId == null
      ? { extraId: requireVendorId(by.extraId ?? '', ['by', 'extraId']) }
      : { messageId: requireVendorId(by.messageId, ['by', 'messageId']) };
  const isMessageId = 'messageId' in key;
  return {
    name: { kind: 'DELIVERY_REPORT', id: isMessageId ? key.messageId : `extra/${key.extraId}` },
    absence: 'DELIVERY_REPORT_NOT_FOUND',
    mayAppear: true,
    read: (context) => findReport(key, context, NO_FIELDS),
    readSelected: (context, selection) => findReport(key, context, selection),
    reportsOf: readReportsOf,
    statusOf: ({ status }) => status,
    withStatus: withReportStatus,
    ofEvent({ status, extraId }, selection) {
      if (!isMessageId) return null; // its id is not the one that it is watched by
      const known = ['__typename', 'id', 'messageId', 'status', ...whereReported([['extraId', extraId]])];
      if (!selectsOnly(selection, known)) return null;
      return { __typename: 'DeliveryReport', messageId: key.messageId, extraId, status } as DeliveryReport;
    },
  };
}
