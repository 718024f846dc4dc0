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

type Report = Promise<DeliveryReport | null>;

const keyText = (key: ReportKey): string => ('messageId' in key ? `m:${key.messageId}` : `e:${key.extraId}`);

/** Every form of every report that this operation has asked for. */
const askedReports = perContext(() => ({ simple: new Map<string, Report>(), detailed: new Map<string, Report>() }));

function ask(context: GraphContext, key: ReportKey, form: ReportForm): Report {
  const asked = askedReports(context)[form];
  const text = keyText(key);
  const report =
    asked.get(text) ?? configured(context.sources.deliveryReports, 'GMS').get(key, form, context.operation);
  asked.set(text, report);
  return report;
}

/** Calls: one a report, in parallel; where both forms are wanted the detailed one serves both. */
export const deliveryReportLoader = perContext(
  (context) =>
    new DataLoader<ReportRead, DeliveryReport | null, string>(
      (reads) => {
        const detailed = reads.filter(({ form }) => form === 'detailed');
        const wanted = detailed.length < reads.length ? new Set(detailed.map(({ key }) => keyText(key))) : null;
        const hasDetailed = (text: string) => wanted?.has(text) || askedReports(context).detailed.has(text);
        return loadEach(reads, ({ key, form }) =>
          ask(context, key, form === 'simple' && hasDetailed(keyText(key)) ? 'detailed' : form),
        );
      },
      { cacheKeyFn: ({ key, form }) => `${form}:${keyText(key)}` },
    ),
);

/**
 * The ids, phone number and time of a message whose detailed report has no attempts yet, which only the simple report
 * tells. Calls: one a report.
 */
export const reportIdentityLoader = perContext(
  (context) =>
    new DataLoader<ReportKey, DeliveryReport | null, string>(
      (keys) => loadEach(keys, (key) => ask(context, key, 'simple')),
      { cacheKeyFn: keyText },
    ),
);
