import type { GraphQLResolveInfo } from 'graphql';
import { MessagingError } from '../../errors/error.js';
import { isoTime } from '../../iso-now.js';
import type { GraphContext } from '../context.js';
import { isVendorId } from '../../vendor-id.js';
import type { ListRead } from '../page/list.loader.js';
import type { Slice, WindowAnswer } from '../page/window-reader.js';
import { shownMessages } from '../scope.js';
import { type Selection, selectionOf, selectsAny, selectsOnly } from '../selection.js';
import type { ViberMessage } from '../viber-message/viber-message.type.js';
import { type CampaignMessages, campaignMessagesLoader, readRecord } from './campaign.loader.js';
import { selectedMessages } from './campaign.messages.js';
import type { CampaignHead } from './campaign.source.js';
import type { Campaign } from './campaign.type.js';

/**
 * Finds a campaign: one that this graph sent by its record, any other by tracking. Routee serves pages of messages
 * and nothing else, so the windows that the operation selects prove that it exists; without one, a page of one message.
 * @returns null when there is none.
 * @throws the first failure when nothing could be read
 */
export async function findCampaign(
  trackingId: string,
  context: GraphContext,
  info: GraphQLResolveInfo,
  selection: Selection = selectionOf(info, 'Campaign'),
): Promise<Campaign | null> {
  const record = await readRecord(trackingId, context).catch(onlyLedgerUnavailable);
  if (record instanceof MessagingError) return findWithoutLedger(trackingId, context, info, selection, record);
  if (record) return record;
  const tracked = await findTracked(trackingId, context, info, selection);
  if (tracked && selection.has('cancelledAt')) {
    context.operation.limitMaxAge(0);
    const cancelledAt = await context.sources.ledger.cancelledAt('VIBER_CAMPAIGN', trackingId);
    if (cancelledAt !== null) tracked.cancelledAt = isoTime(cancelledAt);
  }
  return tracked;
}

function onlyLedgerUnavailable(error: unknown): MessagingError {
  if (error instanceof MessagingError && error.code === 'LEDGER_UNAVAILABLE') return error;
  throw error;
}

/**
 * By tracking alone. The first selected field that the ledger may know is the error, so that it is reported once; the others
 * are null. @throws LEDGER_UNAVAILABLE where tracking knows no such campaign: this graph may have sent it
 */
async function findWithoutLedger(
  trackingId: string,
  context: GraphContext,
  info: GraphQLResolveInfo,
  selection: Selection,
  unavailable: MessagingError,
): Promise<Campaign> {
  const campaign = await findTracked(trackingId, context, info, selection);
  if (campaign === null) throw unavailable;
  for (const name of selection.keys())
    if (FROM_THE_LEDGER.has(name)) return Object.assign(campaign, { [name]: unavailable });
  return campaign;
}

async function findTracked(
  trackingId: string,
  context: GraphContext,
  info: GraphQLResolveInfo,
  selection: Selection,
): Promise<Campaign | null> {
  const nodes = selection.get('messages') ?? [];
  const { windows, isFiltered } = selectedMessages(trackingId, nodes, context, info);
  const isRefused = nodes.length > 0 && windows.length === 0 && !isFiltered; // by its arguments; the fields themselves report it
  if (isRefused && selectsOnly(selection, KNOWN_UNREAD)) return unreadCampaign(trackingId);
  const answers: (WindowAnswer<ViberMessage> | CampaignHead)[] = [];
  if (isFiltered || selectsAny(selection, COUNTED)) answers.push(await readHead(trackingId, context));
  if (windows.length === 0 && answers.length === 0) windows.push(firstRow(trackingId));
  answers.push(...(await readWindows(windows, context)));
  const found = existing(answers);
  if (found === null) return null;
  if (selectsAny(selection, ['name', 'applicationName']) && !found.some(hasName)) {
    found.push(...(existing(await readWindows([firstRow(trackingId)], context)) ?? []));
  }
  return trackedCampaign(trackingId, found);
}

/** Fields that need the campaign's snapshot. */
const COUNTED = ['deliveryCounts', 'progress'];

/** The first page of the snapshot, which the windows share. */
async function readHead(trackingId: string, context: GraphContext): Promise<CampaignHead | null | Error> {
  const { sources, operation, scopes } = context;
  try {
    const head = await sources.snapshots.head(trackingId, operation);
    if (head?.page) {
      const { page } = head;
      const request = { page: 0, size: page.size };
      campaignMessagesLoader(context).prime({ trackingId, order: null }, request, shownMessages(page, scopes));
    }
    return head;
  } catch (error) {
    return error as Error;
  }
}

/** What needs no call when no window of `messages` can be read. */
const KNOWN_UNREAD = new Set(['__typename', 'id', 'trackingId', 'messages']);

const unreadCampaign = (trackingId: string): Campaign =>
  campaignOf({ trackingId, name: null, applicationName: null, asOf: '', totalMessages: null });

/** What tracking reports of a campaign besides its messages; null when there is none. */
export async function readTracking(trackingId: string, context: GraphContext): Promise<Campaign | null> {
  const slices = existing(await readWindows([firstRow(trackingId)], context));
  return slices && trackedCampaign(trackingId, slices);
}

const NAMED_BY_A_MESSAGE = new Set(['__typename', 'id', 'trackingId', 'name']);
const NAMED_BY_ITS_ID = new Set(['__typename', 'id', 'trackingId']);

type NamesCampaign = Pick<ViberMessage, 'campaignTrackingId' | 'campaignName' | 'applicationName' | 'asOf'>;

/** The campaign that a message names. No call while only fields are selected that the message itself carries. */
export function findLinkedCampaign(
  { campaignTrackingId: trackingId, campaignName, applicationName, asOf }: NamesCampaign,
  context: GraphContext,
  info: GraphQLResolveInfo,
): Campaign | Promise<Campaign | null> | null {
  if (trackingId === null || !isVendorId(trackingId)) return null;
  const selection = selectionOf(info, 'Campaign');
  return selectsOnly(selection, campaignName === undefined ? NAMED_BY_ITS_ID : NAMED_BY_A_MESSAGE)
    ? campaignOf({ trackingId, name: campaignName ?? null, applicationName, asOf, totalMessages: null })
    : findCampaign(trackingId, context, info, selection);
}

const firstRow = (trackingId: string): ListRead<CampaignMessages> => ({
  list: { trackingId, order: null },
  request: { from: 'START', offset: 0, count: 1 },
  rows: true,
});

const readWindows = (
  reads: readonly ListRead<CampaignMessages>[],
  context: GraphContext,
): Promise<WindowAnswer<ViberMessage>[]> => campaignMessagesLoader(context).loadMany(reads);

type CampaignPart = Slice<ViberMessage> | CampaignHead;

/** @returns what could be read; null when tracking has no such campaign. @throws when nothing could be read */
function existing(answers: readonly (WindowAnswer<ViberMessage> | CampaignHead)[]): CampaignPart[] | null {
  const slices: CampaignPart[] = [];
  for (const answer of answers) if (answer !== null && !(answer instanceof Error)) slices.push(answer);
  if (slices.length > 0) return slices;
  const failure = answers.find((answer) => answer instanceof Error);
  if (failure) throw failure;
  return null;
}

/** Of its own head, or of any message. */
function namesIn(found: CampaignPart): Pick<Campaign, 'name' | 'applicationName'> | null {
  if (!('rows' in found)) return found.total > 0 ? found : null;
  const message = found.rows.find(({ item }) => item !== null)?.item;
  return message ? { name: message.campaignName ?? null, applicationName: message.applicationName } : null;
}

const hasName = (found: CampaignPart): boolean => namesIn(found) !== null;

function trackedCampaign(trackingId: string, found: readonly CampaignPart[]): Campaign {
  const names = found.map(namesIn).find((one) => one !== null);
  return campaignOf({
    trackingId,
    name: names?.name ?? null,
    applicationName: names?.applicationName ?? null,
    asOf: found[0]?.asOf ?? '',
    totalMessages: found[0]?.total ?? null,
  });
}

type Tracked = Pick<Campaign, 'trackingId' | 'name' | 'applicationName' | 'asOf' | 'totalMessages'>;

/** What a vendor reports in its answer to a send alone: not known of a campaign that this graph did not send. */
const OF_THE_SEND = {
  recipients: null,
  groups: null,
  statusCallbackUrl: null,
  inboundCallbackUrl: null,
  fallbackValues: null,
  respectQuietHours: null,
  type: null,
  state: null,
  createdAt: null,
  scheduledAt: null,
  sender: null,
  content: null,
  ttlSeconds: null,
  cost: null,
  isSession: null,
  label: null,
  analysis: null,
} satisfies Partial<Campaign>;

/** Fields that the ledger alone has: the answer to the send, and what was recorded of it. */
const FROM_THE_LEDGER: ReadonlySet<string> = new Set([...Object.keys(OF_THE_SEND), 'cancelledAt', 'send']);

/** A campaign that this graph did not send. */
export const campaignOf = (tracked: Tracked): Campaign => ({
  __typename: 'Campaign',
  ...tracked,
  ...OF_THE_SEND,
  isRecorded: false,
});
