import type {
  DeliveryEvents,
  KnownState,
  KnownSubject,
  SubjectName,
  SubjectReport,
} from './delivery-event/delivery-event.source.js';
import type { DeliveryStatus } from './delivery/delivery-status.type.js';
import { leadingReport, shownState } from './delivery/state-rank.js';
import type { DeliveryReport } from './delivery-report/delivery-report.type.js';
import type { Operation } from '../operation.js';
import type { FailoverFlow } from './failover-flow/failover-flow.type.js';
import type { VendorPage } from './page/window.js';
import {
  asReads,
  flowName,
  messageName,
  messagesBehind,
  type ReportedValue,
  reportsOf,
  statusOfFlow,
  stepName,
  withFlowStatus,
  withReportStatus,
} from './subject-reports.js';
import type { ViberMessage } from './viber-message/viber-message.type.js';

type Known = KnownSubject | null;
/** What a loader read: null for nothing there. */
type Read<Value> = Value | Error | null;

/**
 * What the log knows of some subjects, in their order: at once, and without asking it, where it knows none. While it is
 * away nothing is known, so that vendors' own states are shown.
 */
export function knownOf(
  events: DeliveryEvents,
  names: readonly SubjectName[],
): readonly Known[] | Promise<readonly Known[]> {
  if (names.length === 0 || events.isEmpty()) return names.map(() => null);
  const known = events.known(names);
  return known instanceof Promise ? known.catch(() => names.map(() => null)) : known;
}

/** A page of messages or flows as the log knows them; the same page where it knows no more. */
export function showKnownPage<Row extends ReportedValue>(
  page: VendorPage<Row>,
  events: DeliveryEvents,
): VendorPage<Row> | Promise<VendorPage<Row>> {
  if (events.isEmpty()) return page;
  const rows = showKnown<Row>(page.rows, events);
  const withRows = (shown: readonly Read<Row>[]) =>
    shown === page.rows ? page : { ...page, rows: shown as readonly (Row | null)[] };
  return rows instanceof Promise ? rows.then(withRows) : withRows(rows);
}

/**
 * Values as the log knows them: with its state where it outranks what the vendor was read to say, its price where that is
 * of a later status or the vendor has none, its country where the vendor has none, and the campaign of a message. One
 * request to the log for all. What they show of known subjects and the log does not know is recorded in the background.
 * @returns the same list where the log knows no more
 */
export function showKnown<Value extends ReportedValue>(
  values: readonly Read<Value>[],
  events: DeliveryEvents,
): readonly Read<Value>[] | Promise<readonly Read<Value>[]> {
  if (events.isEmpty()) return values;
  const names = values.flatMap((value) => (isValue(value) ? namesOf(value) : []));
  const known = knownOf(events, names);
  return known instanceof Promise
    ? known.then((all) => showEach(values, all, events))
    : showEach(values, known, events);
}

const isValue = <Value extends ReportedValue>(value: Read<Value>): value is Value =>
  value !== null && !(value instanceof Error);

/** Its own name first. Of a flow those of its steps follow, then those of the messages behind them. */
function namesOf(value: ReportedValue): SubjectName[] {
  switch (value.__typename) {
    case 'ViberMessage':
      return [messageName(value.trackingId)];
    case 'FailoverFlow':
      return [
        flowName(value.trackingId),
        ...value.steps.map((step) => stepName(step, value.trackingId)),
        ...value.steps.flatMap(messagesBehind),
      ];
    case 'DeliveryReport':
      return value.messageId === null ? [] : [{ kind: 'DELIVERY_REPORT', id: value.messageId }];
  }
}

function showEach<Value extends ReportedValue>(
  values: readonly Read<Value>[],
  known: readonly Known[],
  events: DeliveryEvents,
): readonly Read<Value>[] {
  if (known.every((one) => one === null)) return values;
  let next = 0;
  const newer: SubjectReport[] = [];
  const shown = values.map((value) => {
    if (!isValue(value)) return value;
    const count = namesOf(value).length;
    const ofValue = known.slice(next, (next += count));
    if (ofValue.every((one) => one === null)) return value;
    newer.push(...newerReports(value, ofValue));
    return showOne(value, ofValue) as Value;
  });
  if (newer.length > 0) recordReads(newer, events);
  return shown;
}

function showOne(value: ReportedValue, known: readonly Known[]): ReportedValue {
  switch (value.__typename) {
    case 'ViberMessage':
      return showMessage(value, known[0] ?? null);
    case 'FailoverFlow':
      return showFlow(value, known);
    case 'DeliveryReport':
      return showReport(value, known[0] ?? null);
  }
}

/** The log's state where the vendor's read is outranked by it; null where the read is to be shown. */
function newerState(read: DeliveryStatus, known: Known | undefined): KnownState | null {
  if (!known || known.history.length === 0) return null;
  const shown = shownState(read, statesOf(known));
  return known.history.find(({ status }) => status === shown) ?? null;
}

const statesOf = ({ history }: KnownSubject): DeliveryStatus[] => history.map(({ status }) => status);

function showMessage(message: ViberMessage, known: Known): ViberMessage {
  if (known === null) return message;
  const status = newerState(message.status, known)?.status ?? message.status;
  const campaign = message.campaignTrackingId === null ? known.campaignTrackingId : null;
  const country = message.country ?? known.country;
  const price = shownPrice(message.price, message.status, known);
  if (status === message.status && campaign === null && country === message.country && price === message.price)
    return message;
  const shown = { ...message, status, country, price };
  return campaign === null
    ? shown
    : { ...shown, campaignTrackingId: campaign, campaignName: message.campaignName ?? undefined };
}

/** The log's price where the vendor's read has none, or is of an earlier status than the one that came with it. */
function shownPrice(
  read: number | null,
  status: Pick<DeliveryStatus, 'updatedAt'> | null,
  known: Known | undefined,
): number | null {
  if (!known || known.price === null) return read;
  const isLater = known.pricedAt !== null && known.pricedAt > Date.parse(status?.updatedAt ?? '');
  return read === null || isLater ? Number(known.price) : read;
}

function showReport(report: DeliveryReport, known: Known): DeliveryReport {
  const newer = newerState(report.status, known);
  return newer ? withReportStatus(report, newer) : report;
}

/** @param known in the order of its names */
function showFlow(flow: FailoverFlow, [ofFlow, ...ofSteps]: readonly Known[]): FailoverFlow {
  const newer = newerState(statusOfFlow(flow), ofFlow);
  const steps = flow.steps.map((step, index) => {
    const known = ofSteps[index];
    const status = step.status ? (newerState(step.status, known)?.status ?? step.status) : (known?.status ?? null);
    const country = step.country ?? known?.country ?? null;
    const price = shownPrice(step.price, step.status, known);
    if (status === step.status && country === step.country && price === step.price) return step;
    return { ...step, status, country, price };
  });
  const shown = { ...flow, steps, totalPrice: shownPrice(flow.totalPrice, flow, ofFlow) };
  return newer ? withFlowStatus(shown, newer) : shown;
}

/**
 * A page of the messages of a campaign as the log knows them. Where the operation makes them known, those that the log did
 * not know are recorded first, so that it shows nothing older than the log has.
 */
export const showMessagePage = (
  page: VendorPage<ViberMessage>,
  events: DeliveryEvents,
  { makesKnown }: Pick<Operation, 'makesKnown'>,
): VendorPage<ViberMessage> | Promise<VendorPage<ViberMessage>> =>
  makesKnown
    ? makeKnown(reportsOfRows(page.rows), events).then(() => showKnownPage(page, events))
    : showKnownPage(page, events);

const reportsOfRows = (rows: readonly (ViberMessage | null)[]): SubjectReport[] =>
  rows.flatMap((row) => (row ? reportsOf(row) : []));

/** Makes rows known that the log does not know yet: those of a campaign that this graph sent. In the background. */
export async function makeKnownLater(rows: readonly (ViberMessage | null)[], events: DeliveryEvents): Promise<void> {
  const reports = reportsOfRows(rows);
  const unknown = unknownOf(reports, await knownOf(events, reports));
  if (unknown.length > 0) recordReads(unknown, events);
}

/**
 * Resolves once the log knows all subjects, or is away.
 * @returns what it knew of each before
 */
export async function makeKnown(reports: readonly SubjectReport[], events: DeliveryEvents): Promise<readonly Known[]> {
  const known = await knownOf(events, reports);
  const unknown = unknownOf(reports, known);
  if (unknown.length > 0) await events.record(asReads(unknown)).catch(() => undefined);
  return known;
}

const unknownOf = (reports: readonly SubjectReport[], known: readonly Known[]): SubjectReport[] =>
  reports.filter((_, index) => !known[index]);

// ---- what the log learns of a read ----------------------------------------------------------------------------------

/**
 * The reports of a value about known subjects that have a newer state, or a campaign that was not known; of a flow that is
 * known also those that make known what is in it.
 */
function newerReports(value: ReportedValue, known: readonly Known[]): SubjectReport[] {
  const byId = new Map(known.flatMap((one) => (one ? [[`${one.kind} ${one.id}`, one]] : [])));
  return reportsOf(value).filter((report) => {
    const subject = byId.get(`${report.kind} ${report.id}`);
    return subject ? isNewer(report, subject) : known[0] !== null;
  });
}

function isNewer({ status, campaignTrackingId }: SubjectReport, known: KnownSubject): boolean {
  if (campaignTrackingId !== null && known.campaignTrackingId === null) return true;
  if (status === null || status.state === known.status?.state) return false;
  return leadingReport([...statesOf(known), status]) === status;
}

/** Batches of reports that are being written at once; reads beyond are reported by a later one. */
const MAX_PENDING = 100;
let pending = 0;

/** Records what was read, in the background: nobody waits for it, and a failure is left to the next read. */
function recordReads(reports: readonly SubjectReport[], events: DeliveryEvents): void {
  if (pending >= MAX_PENDING) return;
  pending++;
  const finish = (): void => void pending--;
  events.record(asReads(reports)).then(finish, finish);
}
