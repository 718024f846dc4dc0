import type { Config } from '../config/config.type.js';
import type { Console } from '../server/http/console/console.js';
import type { Log } from '../server/observability/log.js';

/** Null where it is off. Without its files the graph is served all the same: an installation may leave them out. */
export async function openConsole({ console: isOn }: Config, log: Log): Promise<Console | null> {
  if (!isOn) return null;
  const { createConsole } = await import('../server/http/console/console.js');
  try {
    return createConsole();
  } catch (error) {
    log.warn({ event: 'console-missing', what: String(error) });
    return null;
  }
}
