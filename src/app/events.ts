import type { Clock } from '../clock.js';
import type { Config } from '../config/config.type.js';
import type { EventLog } from '../events/log/event-log.js';
import { openEventLog } from '../events/log/open-event-log.js';
import { type Log, logStoreState } from '../server/observability/log.js';

export interface EventsOptions {
  /** In the place of the time of the store. */
  readonly clock?: Clock;
  /** In the place of what is free on the disk of DATA_DIR, bytes. */
  readonly freeBytes?: () => number;
  readonly onUnexpected: (error: unknown) => void;
  /** Of Redis, in the place of the usual one. */
  readonly redisTimeoutMs?: number;
}

/** @throws an Error that names the setting when the log of delivery events cannot be opened */
export const openEvents = (
  { events: { place, days, max } }: Config,
  log: Log,
  { clock, freeBytes, onUnexpected, redisTimeoutMs }: EventsOptions,
): Promise<EventLog> =>
  openEventLog(place, {
    commandTimeoutMs: redisTimeoutMs,
    days,
    max,
    onState: (state, cause) => logStoreState(log, { event: 'events' }, state, cause),
    onUnexpected,
    ...(clock && { now: clock.wallTime }),
    ...(freeBytes && { freeBytes }),
  });

/** What the start waits for. */
export const eventsStep = ({ events: { place } }: Config): string =>
  `the log of delivery events${place.kind === 'redis' ? ` (${place.setting})` : place.kind === 'embedded' ? ' (DATA_DIR)' : ''}`;
