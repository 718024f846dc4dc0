import DataLoader from 'dataloader';
import { perContext, type GraphContext } from '../context.js';
import { configured, loadEach } from '../loading.js';
import { showKnown } from '../known-states.js';
import { type Selection, selectsAny } from '../selection.js';
import type { ReportForm, ReportKey } from './delivery-report.source.js';
import type { DeliveryReport } from './delivery-report.type.js';

type Report = Promise<DeliveryReport | null>;

const keyText = (key: ReportKey): string => ('messageId' in key ? `m:${key.messageId}` : `e:${key.extraId}`);

/** Every form of every report that this operation has requested. */
const requestedReports = perContext(() => ({ simple: new Map<string, Report>(), detailed: new Map<string, Report>() }));

/** One form of a report. Calls: one a report, in parallel. Not batched: GMS serves one report a call. */
function readReport(key: ReportKey, form: ReportForm, context: GraphContext): Report {
  const requested = requestedReports(context)[form];
  const text = keyText(key);
  let report = requested.get(text);
  if (!report) {
    report = configured(context.sources, 'deliveryReports')
      .get(key, form, context.operation)
      .then((read) => showKnownReport(read, context));
    requested.set(text, report);
  }
  return report;
}

/** The same report, at once, where the log knows no more. */
function showKnownReport(report: DeliveryReport | null, { sources }: GraphContext): DeliveryReport | null | Report {
  const shown = report && showKnown<DeliveryReport>([report], sources.events);
  return (shown instanceof Promise ? shown.then(([one]) => one) : (shown?.[0] ?? null)) as
    DeliveryReport | null | Report;
}

/**
 * Reports of which the simple form is enough. Calls: one a report, in parallel; none where the detailed form, which
 * has every field, is requested as well.
 */
const deliveryReportLoader = perContext((context) => {
  const { detailed } = requestedReports(context);
  return new DataLoader<ReportKey, DeliveryReport | null, string>(
    (keys) => loadEach(keys, (key) => detailed.get(keyText(key)) ?? readReport(key, 'simple', context)),
    { cacheKeyFn: keyText },
  );
});

const DETAILED_FIELDS = ['started', 'processing', 'attempts', 'plan'];

/** Reads a report in the least form that has what is selected. @returns null when there is none */
export function findReport(
  key: ReportKey,
  context: GraphContext,
  selection: Selection,
): Promise<DeliveryReport | null> {
  if (!selectsAny(selection, DETAILED_FIELDS)) return deliveryReportLoader(context).load(key);
  const report = readReport(key, 'detailed', context);
  return selectsAny(selection, IDENTITY_FIELDS)
    ? report.then((read) => (read && lacksIdentity(read, selection) ? identify(read, key, context) : read))
    : report;
}

/** The same for an edge of another vendor's object: null without an error where GMS is not configured. */
export const findLinkedReport = (
  extraId: string,
  context: GraphContext,
  selection: Selection,
): Promise<DeliveryReport | null> =>
  context.sources.vendorOf('deliveryReports', extraId).isConfigured
    ? findReport({ extraId }, context, selection)
    : Promise.resolve(null);

const IDENTITY = ['messageId', 'extraId', 'phoneNumber', 'reportedAt'] as const;
const IDENTITY_FIELDS = [...IDENTITY, 'id'];

/** A detailed report without attempts has no ids, phone number and time. */
const lacksIdentity = (report: DeliveryReport, selection: Selection): boolean =>
  report.attempts?.length === 0 &&
  (IDENTITY.some((name) => report[name] === null && selection.has(name)) ||
    (report.messageId === null && selection.has('id')));

/** Adds them from the simple report; where that cannot be read, its Error takes the place of each missing value. */
async function identify(report: DeliveryReport, key: ReportKey, context: GraphContext): Promise<DeliveryReport> {
  const simple = await readReport(key, 'simple', context).catch((error: Error) => error);
  const missing = IDENTITY.filter((name) => report[name] === null);
  const found = missing.map((name) => [name, simple instanceof Error ? simple : (simple?.[name] ?? null)]);
  return { ...report, ...Object.fromEntries(found) } as DeliveryReport;
}
