import type { EventLog, EventLogOptions } from './event-log.js';
import { openMemoryLog } from './memory-log.js';

/** Where the log is. */
export type EventLogPlace =
  | { readonly kind: 'memory' }
  | { readonly kind: 'embedded'; readonly directory: string }
  | { readonly kind: 'redis'; readonly url: string; readonly setting: string; readonly waitReplicas: number };

/** @throws an Error that names the setting when the place cannot be opened */
export async function openEventLog(
  place: EventLogPlace,
  options: EventLogOptions & { readonly commandTimeoutMs?: number },
): Promise<EventLog> {
  switch (place.kind) {
    case 'memory':
      return openMemoryLog(options);
    case 'embedded': {
      const { openEmbeddedLog } = await import('./embedded-log.js'); // its binary is loaded only where it is used
      return openEmbeddedLog({ ...options, dataDir: place.directory });
    }
    case 'redis': {
      const { openRedisLog } = await import('./redis-log.js'); // its client takes 15 MB
      return openRedisLog({ ...options, ...place });
    }
  }
}
