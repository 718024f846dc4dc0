import type { Clock } from '../../clock.js';
import type { SendOutcome } from '../../sends/send-ledger.js';
import { NO_DETAILS } from '../delivery/no-details.js';
import type { DeliveryEvents, EventSource, NewReport } from '../delivery-event/delivery-event.source.js';
import type { SendKind } from '../send/send.type.js';
import { endsWithin } from '../../wait-at-most.js';
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

/** Records what became of a send. Resolves soon and never rejects: what was sent was sent, whatever the log does. */
export type RecordSend = (reports: readonly NewReport[]) => Promise<void>;

/** No send waits longer for the log, milliseconds. */
const MOST_WAIT_MS = 250;

export interface RecordSendOptions {
  readonly events: DeliveryEvents;
  /** Whether the log is known to be away: it is written to all the same, and not waited for. */
  readonly isAway: () => boolean;
  readonly clock: Clock;
}

export const recordsSends =
  ({ events, isAway, clock }: RecordSendOptions): RecordSend =>
  async (reports) => {
    const recorded = events.record(reports).catch(() => undefined);
    if (!isAway()) await endsWithin(clock, recorded, MOST_WAIT_MS);
  };

/** The vendor's answer makes known what was sent, and how the send ended: neither is an event. */
export function recordAnswer(record: RecordSend, send: NamedSend, receipt: SendReceipt): Promise<void> {
  const subjects = receipt.__typename === 'Campaign' ? [] : reportsOf(receipt);
  return record([
    ...subjects.map((report) => ({ ...report, source: 'SEND', ifUnknown: 'KNOWN' }) as const),
    outcomeReport(send, 'ACCEPTED', receipt.trackingId, 'SEND', 'KNOWN'),
  ]);
}

/** An outcome that became known otherwise than by the answer to the send. */
export const recordOutcome = (
  record: RecordSend,
  send: NamedSend,
  outcome: SendOutcome,
  vendorId: string | null,
  source: EventSource = 'SEND',
): Promise<void> => record([outcomeReport(send, outcome, vendorId, source, 'EVENT')]);
