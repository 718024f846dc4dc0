import type {
  DeliveryAttempt,
  DeliveryReport,
  PlannedChannel,
} from '../../../graph/delivery-report/delivery-report.type.js';
import type { ReportKey } from '../../../graph/delivery-report/delivery-report.source.js';
import { boolean, int32, isObject, list, type Members, readList, seconds, text } from '../../reading.js';
import { inProgress, readChannel } from './states.js';
import {
  askedExtraId,
  askedMessageId,
  type Entry,
  looksLikeEntry,
  NO_STATUS,
  readEntry,
  statusOf,
  toldCodes,
} from './report.js';

/**
 * GMS docs: delivery report, detailed. It has no status of its own: once the message is settled, the attempt that
 * delivered it speaks for it, else the last one, else what stands at the top. Null for a body that is no report.
 */
export function readDetailedReport(body: unknown, asOf: string, askedBy: ReportKey): DeliveryReport | null {
  if (!isObject(body) || !looksDetailed(body)) return null;
  const started = boolean(body.started);
  const processing = boolean(body.processing);
  const via = readChannel(text(body.delivered_via));
  const entries = readList(body.reports, readEntry) ?? [];
  const last = entries.at(-1);
  const speaker = deliveringEntry(entries, via) ?? last ?? readEntry(body);
  const isSettled = started === true && processing !== true;
  const { state, vendorStatus, codes } = isSettled ? speaker : unsettled(speaker);
  return {
    __typename: 'DeliveryReport',
    asOf,
    messageId: speaker.messageId ?? askedMessageId(askedBy),
    extraId: speaker.extraId ?? askedExtraId(askedBy),
    phoneNumber: speaker.phoneNumber,
    status: statusOf(state, vendorStatus, speaker.reportedAt),
    codes: toldCodes(codes),
    deliveredVia: state.state === 'DELIVERED' ? (via ?? speaker.channel) : null,
    lastChannel: (last ?? speaker).channel,
    reportedAt: speaker.reportedAt,
    clicks: int32(body.clicks),
    totalSmsParts: speaker.totalSmsParts,
    deliveredSmsParts: speaker.deliveredSmsParts,
    matchingTemplateId: speaker.matchingTemplateId,
    started,
    processing,
    attempts: entries.map(attemptOf),
    plan: readList(body.channels, readPlanned),
  };
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

/** An attempt that ended says nothing of the whole as long as another may follow: its codes are kept back. */
function unsettled(speaker: Entry): Pick<Entry, 'state' | 'vendorStatus' | 'codes'> {
  if (speaker.state === inProgress) return speaker;
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
