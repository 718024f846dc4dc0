import type { CampaignAnalysis } from '../../../graph/campaign/campaign-analysis.type.js';
import type { Campaign, LabelValue, Sender } from '../../../graph/campaign/campaign.type.js';
import { instant } from '../../instant.js';
import {
  boolean,
  compareText,
  identifier,
  int32,
  isObject,
  list,
  type Members,
  members,
  number,
  object,
  phoneNumber,
  seconds,
  sortedEntries,
  text,
  textId,
  texts,
} from '../../reading.js';
import { country } from './country.js';
import { readContent } from './content.js';
import { readIsSession } from './status.js';

/** The answer to a send (Routee docs: send a Viber campaign). Null without the id that identifies it. */
export function readCampaign(row: unknown, asOf: string): Campaign | null {
  const trackingId = isObject(row) ? textId(row.trackingId) : null;
  if (!isObject(row) || trackingId === null) return null;
  return {
    __typename: 'Campaign',
    trackingId,
    name: text(row.campaignName),
    asOf,
    recipients: list(row.to)?.flatMap((to) => phoneNumber(to) ?? []) ?? null,
    groups: texts(row.groups),
    statusCallbackUrl: text(row.callbackUrl),
    inboundCallbackUrl: text(row.inboundUrl),
    fallbackValues: readFallbackValues(object(members(row.body).fallbackValues) ?? object(row.fallbackValues)),
    respectQuietHours: boolean(row.respectQuietHours),
    type: text(row.type),
    state: text(row.state),
    createdAt: instant(row.createdAt),
    scheduledAt: instant(row.scheduledDate),
    sender: readSender(row),
    content: isObject(row.body) ? readContent(row) : null,
    ttlSeconds: seconds(row.ttl),
    cost: number(row.cost),
    isSession: readIsSession(row),
    label: text(row.label),
    analysis: readAnalysis(object(row.viberAnalysis)),
    applicationName: null,
    totalMessages: int32(row.totalMessages),
    isRecorded: true,
  };
}

function readSender(row: Members): Sender | null {
  const id = identifier(row.senderInfoTrackingId);
  return id === null ? null : { id, name: text(row.senderInfoName) };
}

function readFallbackValues(values: Members | null): LabelValue[] | null {
  if (!values) return null;
  return sortedEntries(values).flatMap(([label, told]) => (typeof told === 'string' ? { label, value: told } : []));
}

/** Null when the vendor did not tell both of its totals: there is no honest number to put there. */
function readAnalysis(analysis: Members | null): CampaignAnalysis | null {
  const recipientCount = int32(analysis?.numberOfRecipients);
  const totalInGroups = int32(analysis?.totalInGroups);
  if (!analysis || recipientCount === null || totalInGroups === null) return null;
  return {
    recipientCount,
    recipientsPerCountry: readCounts(analysis.recipientsPerCountry, (name, count) => ({
      country: country(name) ?? name,
      count,
    })).sort((a, b) => compareText(a.country, b.country)),
    recipientCountries: sortedEntries(analysis.recipientCountries).flatMap(([to, told]) => {
      const phone = phoneNumber(to);
      const name = country(told);
      return phone === null || name === null ? [] : { phoneNumber: phone, country: name };
    }),
    recipientsPerGroup: readCounts(analysis.recipientsPerGroup, (group, count) => ({ group, count })),
    totalInGroups,
    characterCount: int32(members(analysis.bodyAnalysis).characters),
  };
}

/** Entries of a map of counts, sorted by key, without those whose count is none. */
function readCounts<Entry>(counts: unknown, entryOf: (key: string, count: number) => Entry): Entry[] {
  return sortedEntries(counts).flatMap(([key, told]) => {
    const count = int32(told);
    return count === null ? [] : [entryOf(key, count)];
  });
}
