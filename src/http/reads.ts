import { MessagingError } from '../error.js';
import type { Operation } from '../operation.js';
import type { Admission } from './admission.js';
import type { Clock } from './clock.js';
import { Fault } from './fault.js';
import type { Flights } from './flights.js';
import { type Flight } from './flights.js';
import { attemptRead, type ReadRoad } from './read-attempts.js';
import type { Kept, ReadCache } from './read-cache.js';
import type { Vendor, VendorAnswer, VendorRead, VendorRequest } from './vendor-client.js';
import { VendorCall } from './vendor-call.js';
import type { Observe } from './vendor-event.js';
import { waitAtMost } from './wait.js';

export interface ReadOptions {
  readonly vendor: Vendor;
  readonly cache: ReadCache;
  readonly flights: Flights;
  readonly admission: Admission;
  readonly road: ReadRoad;
  /** Deadline of one read, milliseconds. */
  readonly timeoutMs: number;
  readonly observe: Observe;
  readonly now: Clock;
}

/** The way of a read: remembered, else joined, else led. */
export function createReads({ vendor, cache, flights, admission, road, timeoutMs, observe, now }: ReadOptions) {
  async function read<Value>(read: VendorRead<Value>, operation: Operation): Promise<Value> {
    try {
      const kept = await find(read, operation);
      show(operation, kept.until - now());
      // Whoever asks the same gets the same: one method, address and body stand for one kind of value.
      return kept.value as Value;
    } catch (error) {
      show(operation, 0);
      throw error;
    }
  }

  function find<Value>(read: VendorRead<Value>, operation: Operation): Kept | Promise<Kept> {
    const key = keyOf(read);
    const kept = operation.fresh ? undefined : cache.get(key);
    if (kept) {
      operation.cacheHits++;
      return kept;
    }
    if (operation.remaining() <= 0) throw tooLate();
    return landing(join(key, operation) ?? lead(key, read, operation), operation);
  }

  function join(key: string, operation: Operation): Flight | undefined {
    // Who wants a fresh answer gets one that was asked for after its own question.
    const flight = operation.fresh ? undefined : flights.find(key);
    if (flight) operation.coalesced++;
    return flight;
  }

  function lead<Value>(key: string, read: VendorRead<Value>, operation: Operation): Flight {
    const call = new VendorCall(vendor, 'READ', operation, observe);
    const deadline = performance.now() + timeoutMs;
    let bodyBytes = 0;
    const fly = async (): Promise<Kept> => {
      const answer = await admission
        .run(call, key, deadline, (pass) => attemptRead(road, read, call, deadline, pass === 'PROBE'))
        .catch(throwToCaller);
      bodyBytes = answer.body.length;
      return keep(read, answer);
    };
    return flights.start(key, deadline, fly, (kept) => cache.set(key, kept, bodyBytes));
  }

  function keep<Value>(read: VendorRead<Value>, answer: VendorAnswer): Kept {
    const value = read.interpret(answer);
    const keepFor = read.keepFor?.(value) ?? 0;
    return { value, until: keepFor > 0 ? now() + keepFor : 0 };
  }

  /** No timer where the flight ends before the operation does. */
  function landing(flight: Flight, operation: Operation): Promise<Kept> {
    return operation.deadline >= flight.deadline
      ? flight.landing
      : waitAtMost(flight.landing, operation.remaining(), tooLate);
  }

  function throwToCaller(error: unknown): never {
    throw error instanceof Fault ? error.toMessagingError(vendor) : error;
  }

  const tooLate = (): MessagingError => new MessagingError('UPSTREAM_TIMEOUT', { vendor });

  return read;
}

const keyOf = ({ method, url, body }: VendorRequest): string =>
  body === undefined ? `${method} ${url}` : `${method} ${url} ${body}`;

/** The whole answer to a caller may be kept as long as the part of it that dies first. */
function show(operation: Operation, milliseconds: number): void {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  operation.maxAgeSeconds = Math.min(operation.maxAgeSeconds ?? seconds, seconds);
}
