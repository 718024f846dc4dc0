import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { DateTime } from '../scalar/date-time.scalar.js';
import { Channel, DeliveryState, type DeliveryStatus } from './delivery-status.type.js';
import { compareStates } from './state-rank.js';

@Directive('@shareable')
@ObjectType({
  simpleResolvers: true,
  description: 'A state that was reached, from the vendor’s records or from the events that this graph has seen.',
})
export class TimelineEntry {
  @Field(() => DateTime, { nullable: true, description: 'When it was reached; null where nobody says.' })
  at!: string | null;

  @Field(() => Int, { nullable: true, description: 'The place of the step in its flow, from 1; null for a message.' })
  order!: number | null;

  @Field(() => Channel, { description: 'The channel.' })
  channel!: Channel;

  @Field(() => DeliveryState, { description: 'The state.' })
  state!: DeliveryState;

  @Field(() => String, { nullable: true, description: 'The vendor’s finer reason; an open set.' })
  detailedStatus!: string | null;

  @Field(() => String, { nullable: true, description: 'The vendor’s description of the state, for people.' })
  description!: string | null;
}

/** What happened to one message or step. */
export interface TimelinePart {
  readonly order: number | null;
  readonly channel: Channel;
  /** As the vendor was read to say; null where it said nothing. */
  readonly status: DeliveryStatus | null;
  /** Every state that the log knows. */
  readonly known: readonly { readonly status: DeliveryStatus; readonly learnedAt: number }[];
}

/**
 * One entry for each state of each part; the vendor's record of it goes before others. By time, entries without one
 * first, then by step and state.
 */
export function mergeTimeline(parts: readonly TimelinePart[]): TimelineEntry[] {
  const entries = new Map<string, TimelineEntry>();
  for (const { order, channel, status, known } of parts) {
    const add = ({ state, detailedStatus, description, updatedAt }: DeliveryStatus, learnedAt: number | null): void => {
      const key = `${order} ${channel} ${state}`;
      const at = updatedAt ?? (learnedAt === null ? null : new Date(learnedAt).toISOString());
      const before = entries.get(key);
      if (!before) entries.set(key, { at, order, channel, state, detailedStatus, description });
      else if (before.at === null) before.at = at;
    };
    if (status) add(status, null);
    for (const one of known) add(one.status, one.learnedAt);
  }
  return [...entries.values()].sort(compareEntries);
}

const compareEntries = (a: TimelineEntry, b: TimelineEntry): number =>
  compareTimes(a.at, b.at) || (a.order ?? 0) - (b.order ?? 0) || compareStates(a.state, b.state);

/** ISO 8601 in UTC compares as text. */
const compareTimes = (a: string | null, b: string | null): number =>
  a === b ? 0 : a === null ? -1 : b === null ? 1 : a < b ? -1 : 1;
