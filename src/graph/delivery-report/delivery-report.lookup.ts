import type { GraphContext } from '../context.js';
import { type Selection, selectsAny } from '../selection.js';
import { deliveryReportLoader, readReport } from './delivery-report.loader.js';
import type { ReportKey } from './delivery-report.source.js';
import type { DeliveryReport } from './delivery-report.type.js';

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
    ? report.then((told) => (told && lacksIdentity(told, selection) ? identify(told, key, context) : told))
    : report;
}

/** The same for an edge from another vendor's thing: without GMS there are no reports, and that is no error. */
export const findLinkedReport = (
  extraId: string,
  context: GraphContext,
  selection: Selection,
): Promise<DeliveryReport | null> =>
  context.sources.deliveryReports === null ? Promise.resolve(null) : findReport({ extraId }, context, selection);

const IDENTITY = ['messageId', 'extraId', 'phoneNumber', 'reportedAt'] as const;
const IDENTITY_FIELDS = [...IDENTITY, 'id'];

/** A detailed report without attempts does not tell who it is of. */
const lacksIdentity = (report: DeliveryReport, selection: Selection): boolean =>
  report.attempts?.length === 0 &&
  (IDENTITY.some((name) => report[name] === null && selection.has(name)) ||
    (report.messageId === null && selection.has('id')));

/** With what the simple report adds; where that cannot be read, the reason stands in the place of what is missing. */
async function identify(report: DeliveryReport, key: ReportKey, context: GraphContext): Promise<DeliveryReport> {
  const simple = await readReport(key, 'simple', context).catch((error: Error) => error);
  const missing = IDENTITY.filter((name) => report[name] === null);
  const found = missing.map((name) => [name, simple instanceof Error ? simple : (simple?.[name] ?? null)]);
  return { ...report, ...Object.fromEntries(found) } as DeliveryReport;
}
