import type {
  DeliveryReportSource,
  ReportForm,
  ReportKey,
} from '../../graph/delivery-report/delivery-report.source.js';
import type { DeliveryReport } from '../../graph/delivery-report/delivery-report.type.js';
import { pathSegment } from '../../http/path-segment.js';
import type { VendorClient } from '../../http/vendor-client.js';
import { KEEP_ABSENCE, KEEP_COUNTER, keepState } from '../freshness.js';
import { interpret } from './refusal.js';
import { readDetailedReport } from './wire/detailed.js';
import { readSimpleReport } from './wire/simple.js';

const MAX_REPORT_BYTES = 1024 * 1024;

const forms: Readonly<
  Record<ReportForm, { path: string; read: (body: unknown, asOf: string) => DeliveryReport | null }>
> = {
  simple: { path: 'simple', read: readSimpleReport },
  detailed: { path: 'advanced', read: readDetailedReport },
};

/** GMS docs: delivery report. `reportUrl` ends with the client id, without a slash at the end. */
export function createDeliveryReportSource(client: VendorClient, reportUrl: string): DeliveryReportSource {
  return {
    get: async (key, form, operation) => {
      const { path, read } = forms[form];
      const { segments, template } = placeOf(key);
      return client.read(
        {
          method: 'GET',
          route: `/{client_id}/api/dr/${template}/${path}`,
          url: `${reportUrl}/api/dr/${segments}/${path}`,
          headers: { accept: 'application/json' }, // one edition speaks XML too
          maxBytes: MAX_REPORT_BYTES,
          interpret: (answer) => interpret(answer, read),
          keepFor: keepReport,
        },
        operation,
      );
    },
  };
}

/** An extra id is free text: documented up to 64 characters, asked for whatever its length. */
const placeOf = (key: ReportKey) =>
  'messageId' in key
    ? { segments: pathSegment(key.messageId, ['by', 'messageId']), template: '{message_id}' }
    : { segments: `external/${pathSegment(key.extraId, ['by', 'extraId'])}`, template: 'external/{extra_id}' };

/** Clicks keep growing after the state is final. */
function keepReport(report: DeliveryReport | null): number {
  if (!report) return KEEP_ABSENCE;
  return Math.min(keepState(report.status), report.clicks === null ? Number.POSITIVE_INFINITY : KEEP_COUNTER);
}
