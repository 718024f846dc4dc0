import type { GraphContext } from '../context.js';
import { type Selection, selectsAny } from '../selection.js';
import { deliveryReportLoader } from './delivery-report.loader.js';
import type { ReportKey } from './delivery-report.source.js';
import type { DeliveryReport } from './delivery-report.type.js';

const DETAILED_FIELDS = ['started', 'processing', 'attempts', 'plan'];

/** Reads a report in the least form that has what is selected. @returns null when there is none */
export const findReport = (
  key: ReportKey,
  context: GraphContext,
  selection: Selection,
): Promise<DeliveryReport | null> =>
  deliveryReportLoader(context).load({ key, form: selectsAny(selection, DETAILED_FIELDS) ? 'detailed' : 'simple' });

/** The same for an edge from another vendor's thing: without GMS there are no reports, and that is no error. */
export const findLinkedReport = (
  extraId: string,
  context: GraphContext,
  selection: Selection,
): Promise<DeliveryReport | null> =>
  context.sources.deliveryReports === null ? Promise.resolve(null) : findReport({ extraId }, context, selection);
