import type { CampaignAnalysis } from '../../../graph/campaign/campaign-analysis.type.js';
import type { LabelValueInput, SendViberCampaignInput } from '../../../graph/campaign/campaign.input.js';
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
import { contentRequest, given } from './content-request.js';
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
  return sortedEntries(values).flatMap(([label, raw]) => (typeof raw === 'string' ? { label, value: raw } : []));
}

/** Null without both of its totals. */
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
    recipientCountries: sortedEntries(analysis.recipientCountries).flatMap(([to, raw]) => {
      const phone = phoneNumber(to);
      const name = country(raw);
      return phone === null || name === null ? [] : { phoneNumber: phone, country: name };
    }),
    recipientsPerGroup: readCounts(analysis.recipientsPerGroup, (group, count) => ({ group, count })),
    totalInGroups,
    characterCount: int32(members(analysis.bodyAnalysis).characters),
  };
}

/** Entries of a map of counts, sorted by key, without those whose count is none. */
function readCounts<Entry>(counts: unknown, entryOf: (key: string, count: number) => Entry): Entry[] {
  return sortedEntries(counts).flatMap(([key, raw]) => {
    const count = int32(raw);
    return count === null ? [] : [entryOf(key, count)];
  });
}

/** The body of a send (Routee docs: send a Viber campaign). Members that are undefined are left out by JSON. */
export function campaignRequest(input: SendViberCampaignInput) {
  const { recipients } = input;
  return {
    senderInfoTrackingId: input.senderId,
    to: filled(recipients.phoneNumbers),
    contacts: filled(recipients.contactIds),
    groups: filled(recipients.groups),
    campaignName: given(input.name),
    isSessionMessage: input.isSession ?? false,
    scheduledDate: input.scheduledAt ? scheduledDate(input.scheduledAt) : undefined,
    body: {
      ...contentRequest(input.content, { image: 'imageURL', file: 'fileUrl', video: 'videoURL' }),
      fallbackValues: fallbackValues(input.fallbackValues),
    },
    ttl: given(input.ttlSeconds),
    callbackUrl: given(input.statusCallbackUrl),
    inboundUrl: given(input.inboundCallbackUrl),
    label: given(input.label),
  };
}

const filled = (list: readonly string[] | null | undefined): readonly string[] | undefined =>
  list?.length ? list : undefined;

/** `YYYY-MM-DDThh:mm:ssZ`: whole seconds. */
const scheduledDate = (instant: string): string => `${new Date(instant).toISOString().slice(0, 19)}Z`;

function fallbackValues(values: readonly LabelValueInput[] | null | undefined) {
  return values?.length ? Object.fromEntries(values.map(({ label, value }) => [label, value])) : undefined;
}
