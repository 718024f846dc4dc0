import type { DeliveryState } from './generated/graphql.js';

/** Five groups of the graph's ten states: as many as a chart can tell apart. */
export const GROUPS = ['seen', 'delivered', 'moving', 'waiting', 'failed'] as const;
export type Group = (typeof GROUPS)[number];

export const GROUP_NAMES: Readonly<Record<Group, string>> = {
  seen: 'Seen',
  delivered: 'Delivered',
  moving: 'On the way',
  waiting: 'Waiting',
  failed: 'Not delivered',
};

const GROUP_OF: Readonly<Record<DeliveryState, Group>> = {
  SEEN: 'seen',
  DELIVERED: 'delivered',
  SENT: 'moving',
  IN_PROGRESS: 'moving',
  QUEUED: 'waiting',
  UNKNOWN: 'waiting',
  EXPIRED: 'failed',
  UNDELIVERED: 'failed',
  FAILED: 'failed',
  UNSENT: 'failed',
};

export const STATES = Object.keys(GROUP_OF) as DeliveryState[];
export const groupOf = (state: DeliveryState): Group => GROUP_OF[state];

export type GroupCounts = Readonly<Record<Group, number>>;

export function countGroups(states: readonly { state: DeliveryState; count: number }[]): GroupCounts {
  const counts = { seen: 0, delivered: 0, moving: 0, waiting: 0, failed: 0 };
  for (const { state, count } of states) counts[GROUP_OF[state]] += count;
  return counts;
}

/** How many have come at least so far; each step counts those after it too. */
export function funnelOf(total: number, counts: GroupCounts): readonly { name: string; count: number }[] {
  const reached = counts.delivered + counts.seen;
  return [
    { name: 'Accepted', count: total },
    { name: 'Left the queue', count: total - counts.waiting },
    { name: 'Delivered', count: reached },
    { name: 'Seen', count: counts.seen },
  ];
}
