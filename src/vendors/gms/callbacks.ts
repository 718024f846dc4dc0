import { identifier, isObject, text } from '../reading.js';
import { type CallbackReading, parseCallback, type VendorCallbacks } from '../vendor.js';
import { readXmlReports } from './wire/xml-report.js';
import { readSimpleReport } from './wire/report.js';

/** GMS docs: pushed delivery reports, one or a batch; replies of subscribers. Nothing is sent through GMS. */
export const callbacks: VendorCallbacks = {
  sendsBatches: true,
  parse: (body) => (body.trimStart().startsWith('<') ? readXmlReports(body) : parseCallback(body)),
  read(body, asOf): CallbackReading | null {
    if (!isObject(body)) return null;
    if (isReply(body)) return { values: [], sentIds: {} };
    const messageId = identifier(body.message_id);
    if (messageId === null || (!isPresent(body.status) && !isPresent(body.hyber_status))) return null;
    const report = readSimpleReport(body, asOf, { messageId });
    return report && { values: [report], sentIds: {} };
  },
};

/** GMS docs: replies of subscribers. Their members are null where they do not apply, and a report has none of them. */
const isReply = (body: Readonly<Record<string, unknown>>): boolean =>
  text(body.phone) !== null && ('text_from_subscriber' in body || 'umid' in body || 'media' in body);

const isPresent = (value: unknown): boolean => value !== undefined && value !== null && value !== '';
