import type {
  KnownState,
  KnownSubject,
  LoggedEvent,
  NewReport,
  SubjectName,
  SubjectReport,
  StatusReport,
} from '../../graph/delivery-event/delivery-event.source.js';
import type { DeliveryState, DeliveryStatus } from '../../graph/delivery/delivery-status.type.js';
import { DAY_MS, SUBJECT_LIFE_MS } from './event-log.js';
import { leadingReport } from '../../graph/delivery/state-rank.js';

/** What a store keeps of a subject. */
export interface SubjectState extends KnownSubject {
  /** Epoch milliseconds of the last report: it is known for 30 days after it. */
  readonly reportedAt: number;
}

/** A subject as its store has it; null where its last report is too long ago. */
export const knownOrNull = (state: SubjectState | null, now: number): SubjectState | null =>
  state && state.reportedAt >= now - SUBJECT_LIFE_MS ? state : null;

/** An event that has no place in the log yet. */
export type NewEvent = Omit<LoggedEvent, 'position' | 'batch' | 'receivedAt'>;

/** The one text that names a subject in a store. */
export const subjectKey = ({ kind, id }: SubjectName): string => `${kind}/${id}`;

/** Epoch milliseconds; a status without a date is the earliest. */
function dateOf({ updatedAt }: DeliveryStatus): number {
  const date = updatedAt === null ? Number.NaN : Date.parse(updatedAt);
  return Number.isNaN(date) ? Number.NEGATIVE_INFINITY : date;
}

/** Which of several reports with one state and one date is kept: any one will do, but always the same. */
const wordsOf = ({ status, channel }: StatusReport): string => {
  const { isFinal, vendorStatus, detailedStatus, description } = status;
  return JSON.stringify([isFinal ? 1 : 0, vendorStatus ?? '', detailedStatus ?? '', description ?? '', channel ?? '']);
};

const isGreater = (one: StatusReport, other: StatusReport): boolean => {
  const [date, otherDate] = [dateOf(one.status), dateOf(other.status)];
  return date === otherDate ? wordsOf(one) > wordsOf(other) : date > otherDate;
};

function addState(history: readonly KnownState[], reported: StatusReport, now: number): readonly KnownState[] {
  const index = history.findIndex((known) => known.status.state === reported.status.state);
  const known = history[index];
  if (!known) return [...history, { ...reported, learnedAt: now }];
  return isGreater(reported, known) ? history.with(index, { ...known, ...reported }) : history;
}

/**
 * A subject's state with one more report. The states, their dates and channels and the price are a function of the set of
 * reports, whatever their order and number; what names things (campaign, step) stays as it was reported first.
 */
export function addReport(before: SubjectState | null, report: SubjectReport, now: number): SubjectState {
  const known = before?.history ?? [];
  const history = report.status ? addState(known, { status: report.status, channel: report.channel }, now) : known;
  const status = leadingReport(history.map((known) => known.status));
  const sendOutcome = report.sendOutcome ?? before?.sendOutcome ?? null; // in the order of the ledger, which decides it
  const isChanged = (status?.state ?? null) !== stateOf(before) || sendOutcome !== (before?.sendOutcome ?? null);
  return {
    kind: report.kind,
    id: report.id,
    status,
    sendOutcome,
    channel: history.find((one) => one.status === status)?.channel ?? null,
    stepOrder: before?.stepOrder ?? report.stepOrder,
    flowTrackingId: before?.flowTrackingId ?? report.flowTrackingId,
    campaignTrackingId: before?.campaignTrackingId ?? report.campaignTrackingId,
    extraId: before?.extraId ?? report.extraId,
    country: before?.country ?? report.country,
    ...priceOf(before, report),
    history,
    changedAt: before && !isChanged ? before.changedAt : now,
    reportedAt: now,
  };
}

const stateOf = (subject: SubjectState | null): DeliveryState | null => subject?.status?.state ?? null;

/** The price with the latest date; of one date the greater text. */
function priceOf(before: SubjectState | null, { price, status }: SubjectReport) {
  const known = { price: before?.price ?? null, pricedAt: before?.pricedAt ?? null };
  if (price === null) return known;
  const date = status ? dateOf(status) : Number.NEGATIVE_INFINITY;
  const reported = { price, pricedAt: date === Number.NEGATIVE_INFINITY ? null : date };
  if (known.price === null) return reported;
  const knownDate = known.pricedAt ?? Number.NEGATIVE_INFINITY;
  return date > knownDate || (date === knownDate && price > known.price) ? reported : known;
}

/** What a batch of reports changes. */
export interface Changes {
  /** The subjects to be written, by their keys. */
  readonly states: ReadonlyMap<string, SubjectState>;
  /** In the order of the reports. */
  readonly events: readonly NewEvent[];
}

/**
 * What reports change, one after another.
 * @param known of a subject as the store has it
 * @param now epoch milliseconds
 */
export function changesOf(
  reports: readonly NewReport[],
  known: (key: string) => SubjectState | null,
  now: number,
): Changes {
  const states = new Map<string, SubjectState>();
  const events: NewEvent[] = [];
  for (const { source, ifUnknown, ...report } of reports) {
    const key = subjectKey(report);
    const before = states.get(key) ?? known(key);
    // The vendor's answer to a send may come after a callback of it and after its cancellation.
    if (before?.sendOutcome === 'CANCELLED' && ifUnknown === 'KNOWN') continue;
    const after = addReport(before, report, now);
    if (before === null || isWorthWriting(before, after)) states.set(key, after);
    if (before === null && ifUnknown === 'KNOWN') continue;
    const previousState = stateOf(before);
    if (stateOf(after) === previousState && after.sendOutcome === (before?.sendOutcome ?? null)) continue;
    events.push({ ...factsOf(after), source, previousState });
  }
  return { states, events };
}

/** Most reports have nothing new: they are written only to keep the subject known, once a day. */
function isWorthWriting(before: SubjectState, after: SubjectState): boolean {
  if (after.reportedAt - before.reportedAt >= DAY_MS) return true;
  return JSON.stringify({ ...before, reportedAt: 0 }) !== JSON.stringify({ ...after, reportedAt: 0 });
}

function factsOf(subject: SubjectReport): SubjectReport {
  return {
    kind: subject.kind,
    id: subject.id,
    status: subject.status,
    sendOutcome: subject.sendOutcome,
    channel: subject.channel,
    stepOrder: subject.stepOrder,
    flowTrackingId: subject.flowTrackingId,
    campaignTrackingId: subject.campaignTrackingId,
    extraId: subject.extraId,
    country: subject.country,
    price: subject.price,
  };
}
