import { NO_DETAILS } from '../../src/graph/delivery/no-details.js';
import type { NewReport } from '../../src/graph/delivery-event/delivery-event.source.js';
import type { DeliveryState, DeliveryStatus } from '../../src/graph/delivery/delivery-status.type.js';

const FINAL: readonly DeliveryState[] = ['DELIVERED', 'SEEN', 'UNDELIVERED', 'EXPIRED', 'FAILED', 'UNSENT'];

/** @param minute of the vendor's date; null for none */
export const statusOf = (state: DeliveryState, minute: number | null = null): DeliveryStatus => ({
  state,
  isFinal: FINAL.includes(state),
  vendorStatus: state.toLowerCase(),
  detailedStatus: null,
  description: null,
  updatedAt: minute === null ? null : new Date(Date.UTC(2026, 10, 1, 0, minute)).toISOString(),
});

export const reportOf = (
  id: string,
  state: DeliveryState,
  minute: number | null = null,
  changes: Partial<NewReport> = {},
): NewReport => ({
  ...NO_DETAILS,
  kind: 'VIBER_MESSAGE',
  id,
  status: statusOf(state, minute),
  channel: 'VIBER',
  source: 'CALLBACK',
  ifUnknown: 'EVENT',
  ...changes,
});

/** The same numbers from 0 to 1 for the same seed. */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

export function shuffle<Item>(items: readonly Item[], random: () => number): Item[] {
  const shuffled = [...items];
  for (let index = shuffled.length - 1; index > 0; index--) {
    const other = Math.floor(random() * (index + 1));
    [shuffled[index], shuffled[other]] = [shuffled[other]!, shuffled[index]!];
  }
  return shuffled;
}
