import type { GraphQLResolveInfo } from 'graphql';
import { MessagingError } from '../../errors/error.js';
import { findCampaign } from '../campaign/campaign.lookup.js';
import type { Campaign } from '../campaign/campaign.type.js';
import type { GraphContext } from '../context.js';
import { writeEventCursor } from '../delivery-event/event-cursor.js';
import type { LoggedEvent } from '../delivery-event/delivery-event.source.js';
import { type Selection, selectionOf } from '../selection.js';
import { viberMessageLoader } from '../viber-message/viber-message.loader.js';
import type { ViberMessage } from '../viber-message/viber-message.type.js';
import type { CampaignChange, SubjectUpdate } from './updates.source.js';
import { messageOfEvent, type Watchable } from './watched-subjects.js';

export interface ShownUpdate<Value> {
  readonly cursor: string;
  readonly isLast: boolean;
  readonly value: Value | Error;
}

/** What is selected of the object in an update. */
export function shownBy(info: GraphQLResolveInfo, updateType: string, field: string, type: string): Selection {
  const nodes = selectionOf(info, updateType).get(field);
  return nodes ? selectionOf(info, type, nodes) : new Map();
}

const asError = (error: unknown): Error => error as Error;

/**
 * One update of a subject. What its event has costs no call; the rest is read, and shown with the state of the event.
 * @throws the error of its lookup for a subject that does not exist: the stream then ends
 */
export async function showUpdate<Value extends object>(
  subject: Watchable<Value>,
  update: SubjectUpdate<Value>,
  context: GraphContext,
  selection: Selection,
): Promise<ShownUpdate<Value>> {
  const { reported, failure, kind } = update;
  const ofEvent = reported && subject.ofEvent(reported, selection);
  const value = failure ?? ofEvent ?? (await subject.readSelected(context, selection).catch(asError));
  if (value === null && kind === 'PRESENT') {
    update.endAsAbsent();
    throw new MessagingError(subject.absence);
  }
  const isRead = value !== null && !(value instanceof Error);
  const { position, isLast, reported: shown } = await update.finish(isRead ? value : null);
  const cursor = writeEventCursor(context.tenant, position);
  if (value === null) return { cursor, isLast, value: new MessagingError(subject.absence) };
  return { cursor, isLast, value: isRead && shown ? subject.withStatus(value, shown) : value };
}

export interface ShownCampaign {
  readonly cursor: string;
  readonly isLast: boolean;
  readonly campaign: Campaign | Error | null;
  readonly changes: readonly LoggedEvent[];
}

/** @throws CAMPAIGN_NOT_FOUND at the first update: the stream then ends */
export async function showCampaignUpdate(
  trackingId: string,
  update: CampaignChange,
  context: GraphContext,
  info: GraphQLResolveInfo,
): Promise<ShownCampaign> {
  const selected = selectionOf(info, 'CampaignUpdate').get('campaign');
  const isFirst = update.kind === 'PRESENT';
  context.operation.showsFollowed = update.isFollowed;
  context.operation.makesKnown = isFirst;
  const selection = selected ? selectionOf(info, 'Campaign', selected) : new Map();
  const find = (): Promise<Campaign | Error | null> =>
    findCampaign(trackingId, context, info, selection).catch(asError);
  const found = update.failure ?? (selected || isFirst ? await find() : null);
  if (found === null && isFirst) {
    update.endAsAbsent();
    throw new MessagingError('CAMPAIGN_NOT_FOUND');
  }
  const isLast = await update.finish();
  const campaign = found === null && selected ? new MessagingError('CAMPAIGN_NOT_FOUND') : found;
  return { cursor: writeEventCursor(context.tenant, update.position), isLast, campaign, changes: update.changes };
}

/** The messages that changed, each with the state that its event reported. */
export function showChanges(
  changes: readonly LoggedEvent[],
  context: GraphContext,
  info: GraphQLResolveInfo,
): Promise<(ViberMessage | Error | null)[]> {
  const selection = selectionOf(info, 'ViberMessage');
  const show = async (event: LoggedEvent): Promise<ViberMessage | Error | null> => {
    const { id, status } = event;
    if (status === null) return null;
    const reported = messageOfEvent(id, { ...event, status }, selection);
    if (reported) return reported;
    const read = await viberMessageLoader(context).load(id).catch(asError);
    if (read === null) return new MessagingError('VIBER_MESSAGE_NOT_FOUND');
    return read instanceof Error ? read : { ...read, status };
  };
  return Promise.all(changes.map(show));
}
