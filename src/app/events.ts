import type { Config } from '../config/config.type.js';
import type { EventLog } from '../events/log/event-log.js';
import { openEventLog } from '../events/log/open-event-log.js';
import { type Log, logEventsState } from '../server/observability/log.js';

/** @throws an Error that names the setting when the log of delivery events cannot be opened */
export const openEvents = (
  { events: { place, days, max } }: Config,
  log: Log,
  onUnexpected: (error: unknown) => void,
): Promise<EventLog> =>
  openEventLog(place, { days, max, onState: (state, cause) => logEventsState(log, state, cause), onUnexpected });

/** What the start waits for. */
export const eventsStep = ({ events: { place } }: Config): string =>
  `the log of delivery events${place.kind === 'redis' ? ` (${place.setting})` : place.kind === 'embedded' ? ' (DATA_DIR)' : ''}`;
