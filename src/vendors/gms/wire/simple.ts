import type { DeliveryReport } from '../../../graph/delivery-report/delivery-report.type.js';
import type { ReportKey } from '../../../graph/delivery-report/delivery-report.source.js';
import { int32, isObject, type Members } from '../../reading.js';
import { askedExtraId, askedMessageId, readEntry, statusOf, toldCodes } from './entry.js';

/** At least one of them makes a body a report; none of them is documented as always there. */
const MARKS = [
  'status',
  'substatus',
  'hyber_status',
  'message_id',
  'extra_id',
  'phone_number',
  'last_partner',
  'time',
] as const;

export const looksLikeEntry = (body: Members): boolean =>
  MARKS.some((mark) => body[mark] !== undefined && body[mark] !== null);

/** GMS docs: delivery report, simple. Null for a body that is no report. */
export function readSimpleReport(body: unknown, asOf: string, askedBy: ReportKey): DeliveryReport | null {
  if (!isObject(body) || !looksLikeEntry(body)) return null;
  const entry = readEntry(body);
  return {
    __typename: 'DeliveryReport',
    asOf,
    messageId: entry.messageId ?? askedMessageId(askedBy),
    extraId: entry.extraId ?? askedExtraId(askedBy),
    phoneNumber: entry.phoneNumber,
    status: statusOf(entry.state, entry.vendorStatus, entry.reportedAt),
    codes: toldCodes(entry.codes),
    deliveredVia: entry.state.state === 'DELIVERED' ? entry.channel : null,
    lastChannel: entry.channel,
    reportedAt: entry.reportedAt,
    clicks: int32(body.clicks),
    totalSmsParts: entry.totalSmsParts,
    deliveredSmsParts: entry.deliveredSmsParts,
    matchingTemplateId: entry.matchingTemplateId,
    started: null,
    processing: null,
    attempts: null,
    plan: null,
  };
}
