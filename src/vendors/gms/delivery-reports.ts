import type {
  DeliveryReportSource,
  ReportForm,
  ReportKey,
} from '../../graph/delivery-report/delivery-report.source.js';
import type { DeliveryReport } from '../../graph/delivery-report/delivery-report.type.js';
import { pathSegment } from '../../vendor-client/path-segment.js';
import type { VendorAnswer, VendorClient } from '../../vendor-client/vendor-client.js';
import { KEEP_ABSENCE, KEEP_COUNTER, keepState } from '../freshness.js';
import { createAnswers, isSuccess } from '../answers.js';
import { causes, readError } from './wire/codes.js';
import { readDetailedReport, readSimpleReport } from './wire/report.js';

const MAX_REPORT_BYTES = 1024 * 1024;

interface Form {
  readonly path: string;
  readonly routes: { readonly messageId: string; readonly extraId: string };
  readonly read: (body: unknown, asOf: string, key: ReportKey) => DeliveryReport | null;
}

const formAt = (path: string, read: Form['read']): Form => ({
  path,
  routes: {
    messageId: `/{client_id}/api/dr/{message_id}/${path}`,
    extraId: `/{client_id}/api/dr/external/{extra_id}/${path}`,
  },
  read,
});

const forms: Readonly<Record<ReportForm, Form>> = {
  simple: formAt('simple', readSimpleReport),
  detailed: formAt('advanced', readDetailedReport),
};

const HEADERS = { accept: 'application/json' }; // one edition sends XML by default

/** GMS docs: delivery report. `reportUrl` ends with the client id, without a slash at the end. */
export function createDeliveryReportSource(client: VendorClient, reportUrl: string): DeliveryReportSource {
  return {
    get(key, form, operation) {
      const { path, routes, read } = forms[form];
      return client.read(
        {
          method: 'GET',
          route: 'messageId' in key ? routes.messageId : routes.extraId,
          url: `${reportUrl}/api/dr/${segmentsOf(key)}/${path}`,
          headers: HEADERS,
          maxBytes: MAX_REPORT_BYTES,
          interpret: (answer) => interpret(answer, (body, asOf) => read(body, asOf, key)),
          about: 'messageId' in key ? key.messageId : key.extraId,
          keepFor: keepReport,
        },
        operation,
      );
    },
  };
}

/** GMS sends errors under any HTTP status. */
const answers = createAnswers({ vendor: 'GMS', causes, readError, codesUnderAnyStatus: true });

/** The report; null under 404. @throws MessagingError */
function interpret(
  answer: VendorAnswer,
  read: (body: unknown, asOf: string) => DeliveryReport | null,
): DeliveryReport | null {
  if (answer.status === 404) return null;
  if (!isSuccess(answer)) throw answers.refusal(answer);
  return answers.value(answer, (body, asOf) => {
    if (readError(body) !== null) throw answers.refusal(answer);
    return read(body, asOf);
  });
}

/** An extra id is free text: 64 characters are documented, longer ones are requested too. */
const segmentsOf = (key: ReportKey): string =>
  'messageId' in key
    ? pathSegment(key.messageId, ['by', 'messageId'])
    : `external/${pathSegment(key.extraId, ['by', 'extraId'])}`;

/** Clicks keep growing after the state is final. */
function keepReport(report: DeliveryReport | null): number {
  if (!report) return KEEP_ABSENCE;
  return Math.min(keepState(report.status), report.clicks === null ? Number.POSITIVE_INFINITY : KEEP_COUNTER);
}
