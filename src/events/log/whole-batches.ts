import type { LoggedEvent } from '../../graph/delivery-event/delivery-event.source.js';

/**
 * What was read of a log with a limit, without a batch at its end that may go on beyond it.
 * @returns nothing where the limit lies within the first batch: a larger one is needed
 */
export function wholeBatches(events: readonly LoggedEvent[], limit: number): readonly LoggedEvent[] {
  if (events.length < limit) return events;
  const last = events.at(-1)!.batch;
  return events.slice(0, events.findLastIndex(({ batch }) => batch !== last) + 1);
}
