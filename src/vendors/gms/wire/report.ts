import type { Channel, DeliveryStatus } from '../../../graph/delivery/delivery-status.type.js';
import type { ReportKey } from '../../../graph/delivery-report/delivery-report.source.js';
import type {
  DeliveryAttempt,
  DeliveryCodes,
  DeliveryReport,
  PlannedChannel,
} from '../../../graph/delivery-report/delivery-report.type.js';
import { epochInstant } from '../../instant.js';
import {
  boolean,
  identifier,
  int32,
  isObject,
  list,
  type Members,
  number,
  phoneNumber,
  readList,
  seconds,
  text,
  textOrNumber,
} from '../../reading.js';
import { inProgress, readChannel, readState, type State } from './codes.js';

/**
 * What one channel did: the whole of a simple report, an entry of a detailed one and a pushed report have the same
 * members (GMS docs: delivery report), but for two names.
 */
interface Entry {
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

/** For a body without a code: not sent to a channel, or not final yet. */
const NO_STATUS = '-1';

function readEntry(entry: Members): Entry {
  const channel = readChannel(text(entry.last_partner) ?? text(entry.sent_via));
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
    phoneNumber: phoneNumber(entry.phone_number ?? entry.number),
    totalSmsParts: int32(entry.total_sms_parts),
    deliveredSmsParts: int32(entry.delivered_sms_parts),
    matchingTemplateId: readTemplateId(entry.matching_template_id),
  };
}

const statusOf = ({ state, isFinal }: State, vendorStatus: string, updatedAt: string | null): DeliveryStatus => ({
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

/** Null when all of them are. */
const codesOrNull = (codes: DeliveryCodes): DeliveryCodes | null =>
  codes.status === null && codes.substatus === null && codes.hyberStatus === null ? null : codes;

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

const looksLikeEntry = (body: Members): boolean =>
  MARKS.some((mark) => body[mark] !== undefined && body[mark] !== null);

/** GMS docs: delivery report, simple. Null for a body that is no report. */
export function readSimpleReport(body: unknown, asOf: string, key: ReportKey): DeliveryReport | null {
  if (!isObject(body) || !looksLikeEntry(body)) return null;
  const entry = readEntry(body);
  return reportOf(entry, entry, body, asOf, key, {
    deliveredVia: entry.state.state === 'DELIVERED' ? entry.channel : null,
    lastChannel: entry.channel,
    started: null,
    processing: null,
    attempts: null,
    plan: null,
  });
}

type Outcome = Pick<Entry, 'state' | 'vendorStatus' | 'codes'>;

/** What each form reads in its own way. */
type FormMembers = Pick<
  DeliveryReport,
  'deliveredVia' | 'lastChannel' | 'started' | 'processing' | 'attempts' | 'plan'
>;

/** An answer need not repeat the id of its request. */
const reportOf = (
  entry: Entry,
  outcome: Outcome,
  body: Members,
  asOf: string,
  key: ReportKey,
  { deliveredVia, lastChannel, started, processing, attempts, plan }: FormMembers,
): DeliveryReport => ({
  __typename: 'DeliveryReport',
  asOf,
  messageId: entry.messageId ?? ('messageId' in key ? key.messageId : null),
  extraId: entry.extraId ?? ('extraId' in key ? key.extraId : null),
  phoneNumber: entry.phoneNumber,
  status: statusOf(outcome.state, outcome.vendorStatus, entry.reportedAt),
  codes: codesOrNull(outcome.codes),
  reportedAt: entry.reportedAt,
  clicks: int32(body.clicks),
  totalSmsParts: entry.totalSmsParts,
  deliveredSmsParts: entry.deliveredSmsParts,
  matchingTemplateId: entry.matchingTemplateId,
  deliveredVia,
  lastChannel,
  started,
  processing,
  attempts,
  plan,
});

/**
 * GMS docs: delivery report, detailed. It has no status of its own: once the message is settled, that of the attempt
 * that delivered it, else of the last one, else of the members at the top. Null for a body that is no report.
 */
export function readDetailedReport(body: unknown, asOf: string, key: ReportKey): DeliveryReport | null {
  if (!isObject(body) || !looksDetailed(body)) return null;
  const started = boolean(body.started);
  const processing = boolean(body.processing);
  const via = readChannel(text(body.delivered_via));
  const entries = readList(body.reports, readEntry) ?? [];
  const last = entries.at(-1);
  const decisive = deliveringEntry(entries, via) ?? last ?? readEntry(body);
  const isSettled = started === true && processing !== true;
  const outcome = isSettled ? decisive : unsettled(decisive);
  return reportOf(decisive, outcome, body, asOf, key, {
    deliveredVia: outcome.state.state === 'DELIVERED' ? (via ?? decisive.channel) : null,
    lastChannel: (last ?? decisive).channel,
    started,
    processing,
    attempts: entries.map(attemptOf),
    plan: readList(body.channels, readPlanned),
  });
}

/** -1 may stand at the top, in an entry, or nowhere: then `reports` is empty or missing. */
const looksDetailed = (body: Members): boolean =>
  list(body.reports) !== null ||
  list(body.channels) !== null ||
  boolean(body.started) !== null ||
  boolean(body.processing) !== null ||
  looksLikeEntry(body);

/** Of several that delivered, the one on the channel that the report names, and the latest. */
function deliveringEntry(entries: readonly Entry[], via: Entry['channel']): Entry | undefined {
  const isDelivering = ({ state }: Entry): boolean => state.state === 'DELIVERED';
  return entries.findLast((entry) => isDelivering(entry) && entry.channel === via) ?? entries.findLast(isDelivering);
}

/** An attempt that ended does not decide while another may follow: its codes are left out. */
function unsettled(entry: Entry): Outcome {
  if (entry.state === inProgress) return entry;
  return { state: inProgress, vendorStatus: NO_STATUS, codes: { status: null, substatus: null, hyberStatus: null } };
}

const attemptOf = (entry: Entry): DeliveryAttempt => ({
  channel: entry.channel ?? 'UNKNOWN',
  status: statusOf(entry.state, entry.vendorStatus, entry.reportedAt),
  codes: entry.codes,
  reportedAt: entry.reportedAt,
  totalSmsParts: entry.totalSmsParts,
  deliveredSmsParts: entry.deliveredSmsParts,
  matchingTemplateId: entry.matchingTemplateId,
});

const readPlanned = (planned: Members): PlannedChannel => ({
  channel: readChannel(text(planned.channel)) ?? 'UNKNOWN',
  ttlSeconds: seconds(planned.ttl),
});
