import type { Channel, DeliveryStatus } from '../../../graph/delivery/delivery-status.type.js';
import type { ReportKey } from '../../../graph/delivery-report/delivery-report.source.js';
import type { DeliveryCodes, DeliveryReport } from '../../../graph/delivery-report/delivery-report.type.js';
import { epochInstant } from '../../instant.js';
import { identifier, int32, isObject, type Members, number, phoneNumber, text, textOrNumber } from '../../reading.js';
import { readChannel, readState, type State } from './states.js';

/**
 * What one channel did: the whole of a simple report and an entry of a detailed one have the same members (GMS docs:
 * delivery report).
 */
export interface Entry {
  /** Null for none, and for the platform itself. */
  readonly channel: Channel | null;
  readonly state: State;
  readonly vendorStatus: string;
  readonly codes: DeliveryCodes;
  readonly reportedAt: string | null;
  readonly messageId: string | null;
  readonly extraId: string | null;
  readonly phoneNumber: string | null;
  readonly totalSmsParts: number | null;
  readonly deliveredSmsParts: number | null;
  readonly matchingTemplateId: string | null;
}

/** What a body says that has no code: not sent to a channel, or not final yet. */
export const NO_STATUS = '-1';

export function readEntry(entry: Members): Entry {
  const channel = readChannel(text(entry.last_partner));
  const status = textOrNumber(entry.status);
  const substatus = int32(entry.substatus);
  return {
    channel,
    state: readState(status === null ? null : (number(status) ?? Number.NaN), substatus, channel),
    vendorStatus: textOrNumber(entry.hyber_status) ?? status ?? NO_STATUS,
    codes: { status: int32(entry.status), substatus, hyberStatus: int32(entry.hyber_status) },
    reportedAt: epochInstant(entry.time), // milliseconds
    messageId: identifier(entry.message_id),
    extraId: identifier(entry.extra_id),
    phoneNumber: phoneNumber(entry.phone_number),
    totalSmsParts: int32(entry.total_sms_parts),
    deliveredSmsParts: int32(entry.delivered_sms_parts),
    matchingTemplateId: readTemplateId(entry.matching_template_id),
  };
}

export const statusOf = (
  { state, isFinal }: State,
  vendorStatus: string,
  updatedAt: string | null,
): DeliveryStatus => ({
  state,
  isFinal,
  vendorStatus,
  detailedStatus: null,
  description: null,
  updatedAt,
});

/** 0 means that no template matched. */
function readTemplateId(value: unknown): string | null {
  const id = identifier(value);
  return number(id) === 0 ? null : id;
}

/** Null when the vendor gave none of them. */
export const toldCodes = (codes: DeliveryCodes): DeliveryCodes | null =>
  codes.status === null && codes.substatus === null && codes.hyberStatus === null ? null : codes;

/** A body need not tell what it was asked for by. */
export const askedMessageId = (key: ReportKey): string | null => ('messageId' in key ? key.messageId : null);
export const askedExtraId = (key: ReportKey): string | null => ('extraId' in key ? key.extraId : null);

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
