import DataLoader from 'dataloader';
import { perContext } from '../context-cache.js';
import type { GraphContext } from '../context.js';
import { configured, loadEach } from '../loading.js';
import type { ReportForm, ReportKey } from './delivery-report.source.js';
import type { DeliveryReport } from './delivery-report.type.js';

type Report = Promise<DeliveryReport | null>;

const keyText = (key: ReportKey): string => ('messageId' in key ? `m:${key.messageId}` : `e:${key.extraId}`);

/** Every form of every report that this operation has asked for. */
const askedReports = perContext(() => ({ simple: new Map<string, Report>(), detailed: new Map<string, Report>() }));

/** One form of a report. Calls: one a report, in parallel. GMS tells one at a time, so nothing is gained by waiting. */
export function readReport(key: ReportKey, form: ReportForm, context: GraphContext): Report {
  const asked = askedReports(context)[form];
  const text = keyText(key);
  let report = asked.get(text);
  if (!report) {
    report = configured(context.sources.deliveryReports, 'GMS').get(key, form, context.operation);
    asked.set(text, report);
  }
  return report;
}

/**
 * Reports of which the simple form is enough. Calls: one a report, in parallel; none where the detailed form is asked
 * for as well, which has it all.
 */
export const deliveryReportLoader = perContext((context) => {
  const { detailed } = askedReports(context);
  return new DataLoader<ReportKey, DeliveryReport | null, string>(
    (keys) => loadEach(keys, (key) => detailed.get(keyText(key)) ?? readReport(key, 'simple', context)),
    { cacheKeyFn: keyText },
  );
});
