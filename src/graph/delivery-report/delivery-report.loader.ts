import DataLoader from 'dataloader';
import { perContext } from '../context-cache.js';
import type { GraphContext } from '../context.js';
import { configured, loadEach } from '../loading.js';
import type { ReportForm, ReportKey } from './delivery-report.source.js';
import type { DeliveryReport } from './delivery-report.type.js';

export interface ReportRead {
  readonly key: ReportKey;
  readonly form: ReportForm;
}

const keyText = (key: ReportKey): string => ('messageId' in key ? `m:${key.messageId}` : `e:${key.extraId}`);

/** Every form of every report that this operation has asked for. */
const askedReports = perContext(() => new Map<string, Promise<DeliveryReport | null>>());

function ask(context: GraphContext, key: ReportKey, form: ReportForm): Promise<DeliveryReport | null> {
  const asked = askedReports(context);
  const text = `${form}:${keyText(key)}`;
  let report = asked.get(text);
  if (!report) {
    report = configured(context.sources.deliveryReports, 'GMS').get(key, form, context.operation);
    asked.set(text, report);
  }
  return report;
}

/** Calls: one a report, in parallel; where both forms are wanted the detailed one serves both. */
export const deliveryReportLoader = perContext((context) => {
  const asked = askedReports(context);
  return new DataLoader<ReportRead, DeliveryReport | null, string>(
    (reads) => {
      const detailed = new Set(reads.filter(({ form }) => form === 'detailed').map(({ key }) => keyText(key)));
      const formOf = ({ key }: ReportRead): ReportForm =>
        detailed.has(keyText(key)) || asked.has(`detailed:${keyText(key)}`) ? 'detailed' : 'simple';
      return loadEach(reads, async (read) => ask(context, read.key, formOf(read)));
    },
    { cacheKeyFn: ({ key, form }) => `${form}:${keyText(key)}` },
  );
});

/**
 * The ids, phone number and time of a message whose detailed report has no attempts yet, which only the simple report
 * tells. Calls: one a report.
 */
export const reportIdentityLoader = perContext(
  (context) =>
    new DataLoader<ReportKey, DeliveryReport | null, string>(
      (keys) => loadEach(keys, async (key) => ask(context, key, 'simple')),
      { cacheKeyFn: keyText },
    ),
);
