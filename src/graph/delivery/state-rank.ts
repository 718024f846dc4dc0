import type { DeliveryState, DeliveryStatus } from './delivery-status.type.js';

/** What decides between reports about one subject. */
export type RankedState = Pick<DeliveryStatus, 'state' | 'updatedAt'>;

/**
 * Open < not delivered < DELIVERED < SEEN in the thousands. Within a rank the later report wins, then the digits:
 * they decide where the times are equal.
 */
const RANKS: Readonly<Record<DeliveryState, number>> = {
  UNKNOWN: 0,
  QUEUED: 1,
  IN_PROGRESS: 2,
  SENT: 3,
  UNSENT: 1000,
  FAILED: 1001,
  EXPIRED: 1002,
  UNDELIVERED: 1003,
  DELIVERED: 2000,
  SEEN: 3000,
};

/** Above 0 where `a` is the later state of a usual course. */
export const compareStates = (a: DeliveryState, b: DeliveryState): number => RANKS[a] - RANKS[b];

const rankOf = (state: DeliveryState): number => Math.floor(RANKS[state] / 1000);

/** A report without a time counts as the earliest. */
const timeOf = ({ updatedAt }: RankedState): number => {
  const time = updatedAt === null ? Number.NaN : Date.parse(updatedAt);
  return Number.isNaN(time) ? Number.NEGATIVE_INFINITY : time;
};

/** Above 0 where `a` comes before `b`, whatever the other reports about the subject. */
function compare(a: RankedState, b: RankedState): number {
  const byRank = rankOf(a.state) - rankOf(b.state);
  if (byRank !== 0) return byRank;
  const [timeOfA, timeOfB] = [timeOf(a), timeOf(b)];
  return timeOfA === timeOfB ? RANKS[a.state] - RANKS[b.state] : timeOfA > timeOfB ? 1 : -1;
}

/**
 * The report that decides the state of a subject: a function of the set of all reports about it, whatever their order and
 * number. It needs the latest of each state and no more. An expiry after the delivery wins over it unless it was seen
 * (Routee's expireOnDelivery); so reports have no order of their own, and two of them cannot be compared without the rest.
 * @returns the first of equal ones; null for none
 */
export function leadingReport<Report extends RankedState>(reports: Iterable<Report>): Report | null {
  let leading: Report | null = null;
  let expired: Report | null = null;
  for (const report of reports) {
    if (leading === null || compare(report, leading) > 0) leading = report;
    if (report.state === 'EXPIRED' && (expired === null || compare(report, expired) > 0)) expired = report;
  }
  return expired !== null && leading?.state === 'DELIVERED' && timeOf(expired) > timeOf(leading) ? expired : leading;
}

/**
 * The state to show: the vendor's read, unless what is known outranks it. An equal state does not: the read has the finer
 * facts.
 * @param known every state that the subject was in, see KnownSubject.history
 */
export function shownState<Report extends RankedState>(read: Report, known: readonly Report[]): Report {
  const leading = leadingReport([read, ...known]);
  return leading === null || leading.state === read.state ? read : leading;
}

/** States that a message has only when it went out. */
export const SENT_STATES: ReadonlySet<string> = new Set(['SENT', 'DELIVERED', 'SEEN']);
