import type { EventLog, EventLogOptions } from './event-log.js';
import { openMemoryLog } from './memory-log.js';

/** Where the log is. */
export type EventLogPlace = { readonly kind: 'memory' };

/** @throws an Error that names the setting when the place cannot be opened */
export async function openEventLog(place: EventLogPlace, options: EventLogOptions): Promise<EventLog> {
  switch (place.kind) {
    case 'memory':
      return openMemoryLog(options);
  }
}
