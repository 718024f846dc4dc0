import { systemClock } from '../../clock.js';
import { endsWithin } from '../../wait-at-most.js';
import type { HttpServer } from './http-server.js';

export interface CloseTimes {
  /** How long everything is answered before no more connections are taken, milliseconds. */
  readonly drainMs: number;
  /** Resolves where other processes take the connections: nobody has to choose another server then, and the drain ends. */
  readonly othersListen?: Promise<unknown>;
  /** After that, for everything that runs, milliseconds. */
  readonly answersMs: number;
  /** For sends, milliseconds. */
  readonly sendsMs: number;
  /** Resolves when no send runs. */
  readonly sendsDone: () => Promise<void>;
}

const SWEEP_MS = 100;
/** For the answers of the last sends to be written. */
const LAST_WRITES_MS = 500;

/**
 * Ends an HTTP server. While it drains, everything is answered, also on new connections, so that load balancers have
 * time to choose another server. Then it takes no more connections; those without a request are closed at once, busy ones
 * after their answer; streams and WebSockets are ended. What takes longer than its time is cut off; a send is waited
 * for also when its caller has disconnected.
 * @returns whether everything was answered
 */
export async function closeServer(
  server: HttpServer,
  { drainMs, othersListen = new Promise(() => undefined), answersMs, sendsMs, sendsDone }: CloseTimes,
): Promise<boolean> {
  if (drainMs > 0) await endsWithin(systemClock, othersListen, drainMs);
  const closed = server.close();
  server.streams.endAll(); // not before: their clients connect again at once, and are to find another server
  server.closeIdle();
  const sweeping = setInterval(() => server.closeIdle(), SWEEP_MS);
  const sends = endsWithin(systemClock, sendsDone(), sendsMs);
  const inTime = await endsWithin(systemClock, closed, answersMs);
  const isSent = await sends;
  if (!inTime) await endsWithin(systemClock, closed, LAST_WRITES_MS);
  clearInterval(sweeping);
  server.connections.destroyAll();
  await endsWithin(systemClock, closed, LAST_WRITES_MS);
  return inTime && isSent;
}
