import type { SendOutcome } from '../../sends/send-ledger.js';
import { NO_DETAILS } from '../delivery/no-details.js';
import type { DeliveryEvents, EventSource, NewReport } from '../delivery-event/delivery-event.source.js';
import type { SendKind } from '../send/send.type.js';
import { reportsOf } from '../subject-reports.js';
import type { SendReceipt } from './send-receipt.js';

interface NamedSend {
  /** Of the ledger. */
  readonly id: string;
  readonly kind: SendKind;
}

/** An outcome of a send as the log has it. @param vendorId of what was sent; null where it is not known */
export const outcomeReport = (
  { id, kind }: NamedSend,
  sendOutcome: SendOutcome,
  vendorId: string | null,
  source: EventSource,
  ifUnknown: NewReport['ifUnknown'],
): NewReport => ({
  ...NO_DETAILS,
  kind: 'SEND',
  id,
  status: null,
  sendOutcome,
  campaignTrackingId: kind === 'VIBER_CAMPAIGN' ? vendorId : null,
  source,
  ifUnknown,
});

/** The vendor's answer makes known what was sent, and how the send ended: neither is an event. */
export function recordAnswer(events: DeliveryEvents, send: NamedSend, receipt: SendReceipt): Promise<void> {
  const subjects = receipt.__typename === 'Campaign' ? [] : reportsOf(receipt);
  return record(events, [
    ...subjects.map((report) => ({ ...report, source: 'SEND', ifUnknown: 'KNOWN' }) as const),
    outcomeReport(send, 'ACCEPTED', receipt.trackingId, 'SEND', 'KNOWN'),
  ]);
}

/** An outcome that became known otherwise than by the answer to the send. */
export const recordOutcome = (
  events: DeliveryEvents,
  send: NamedSend,
  outcome: SendOutcome,
  vendorId: string | null,
  source: EventSource = 'SEND',
): Promise<void> => record(events, [outcomeReport(send, outcome, vendorId, source, 'EVENT')]);

/** What was sent was sent: a log that cannot be written changes no answer. */
const record = (events: DeliveryEvents, reports: readonly NewReport[]): Promise<void> =>
  events.record(reports).then(
    () => undefined,
    () => undefined,
  );
