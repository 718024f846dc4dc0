import { MessagingError } from '../errors/error.js';
import type { Operation } from '../operation.js';
import type { Clock } from './clock.js';
import type { Outcome } from './exchange.js';
import { Fault } from './fault.js';
import type { Kept, ReadCache } from './read-cache.js';
import { ReadFlight, type ReadRoute } from './read-flight.js';
import type { Vendor, VendorClient, VendorRead, VendorRequest } from './vendor-client.js';
import { VendorCall } from './vendor-call.js';
import type { Observe } from './vendor-event.js';
import { waitAtMost } from './wait.js';

export interface ReadOptions {
  readonly vendor: Vendor;
  readonly cache: ReadCache;
  readonly route: ReadRoute;
  /** Deadline of one read, milliseconds. */
  readonly timeoutMs: number;
  readonly observe: Observe;
  readonly now: Clock;
}

export interface Reads extends Pick<VendorClient, 'read'> {
  /** Nobody joins reads under way whose key matches, and nothing is remembered of them. */
  forget(matches: (key: string) => boolean): void;
}

/** The way of a read: remembered, else joined, else led. */
export function createReads({ vendor, cache, route, timeoutMs, observe, now }: ReadOptions): Reads {
  const flights = new Map<string, ReadFlight>();

  function read<Value>(read: VendorRead<Value>, operation: Operation): Promise<Value> {
    const key = keyOf(read);
    const kept = operation.fresh ? undefined : cache.get(key);
    if (kept) {
      operation.cacheHits++;
      show(operation, kept.until - now());
      // Whoever asks the same gets the same: one method, address and body stand for one kind of value.
      return Promise.resolve(kept.value as Value);
    }
    if (operation.remaining() <= 0) return Promise.reject(tooLate(operation));
    // Who wants a fresh answer gets one that was asked for after its own question.
    const underWay = operation.fresh ? undefined : flights.get(key);
    if (underWay) operation.coalesced++;
    return underWay ? board(underWay, operation) : lead(key, read, operation);
  }

  /** The new flight takes the place of an older one, which still serves those on board. */
  function lead<Value>(key: string, read: VendorRead<Value>, operation: Operation): Promise<Value> {
    let call: VendorCall;
    try {
      call = new VendorCall(vendor, 'READ', operation, observe);
    } catch (error) {
      show(operation, 0);
      return Promise.reject(error as Error);
    }
    const flight = new ReadFlight(key, read as VendorRead<unknown>, call, performance.now() + timeoutMs, route, land);
    flights.set(key, flight);
    const landing = board<Value>(flight, operation);
    flight.depart();
    return landing;
  }

  function board<Value>(flight: ReadFlight, operation: Operation): Promise<Value> {
    const landing = new Promise<unknown>((resolve, reject) => flight.board({ operation, resolve, reject }));
    // No timer where the flight ends before the operation does.
    const inTime =
      operation.deadline >= flight.deadline
        ? landing
        : waitAtMost(landing, operation.remaining(), () => tooLate(operation));
    return inTime as Promise<Value>;
  }

  function land(flight: ReadFlight, outcome: Outcome): void {
    const isLatest = flights.get(flight.key) === flight && flights.delete(flight.key);
    const passengers = flight.alight();
    try {
      const answer = answerOf(outcome);
      const kept = keep(flight.read, answer);
      if (isLatest) cache.set(flight.key, kept, answer.body.length);
      const keepFor = kept.until - now();
      for (const { operation, resolve } of passengers) {
        show(operation, keepFor);
        resolve(kept.value);
      }
    } catch (error) {
      for (const { operation, reject } of passengers) {
        show(operation, 0);
        reject(error as Error);
      }
    }
  }

  function answerOf(outcome: Outcome) {
    if (outcome instanceof Error) throw outcome instanceof Fault ? outcome.toMessagingError(vendor) : outcome;
    return outcome;
  }

  function keep(read: VendorRead<unknown>, answer: Exclude<Outcome, Error>): Kept {
    const value = read.interpret(answer);
    const keepFor = read.keepFor?.(value) ?? 0;
    return { value, until: keepFor > 0 ? now() + keepFor : 0 };
  }

  function tooLate(operation: Operation): MessagingError {
    show(operation, 0);
    return new MessagingError('UPSTREAM_TIMEOUT', { vendor });
  }

  return {
    read,
    forget(matches) {
      for (const key of [...flights.keys()]) if (matches(key)) flights.delete(key);
      cache.forget(matches);
    },
  };
}

const keyOf = ({ method, url, body }: VendorRequest): string =>
  body === undefined && method === 'GET' ? url : `${method} ${url} ${body ?? ''}`;

/** The whole answer to a caller may be kept as long as the part of it that dies first. */
function show(operation: Operation, milliseconds: number): void {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  operation.maxAgeSeconds = Math.min(operation.maxAgeSeconds ?? seconds, seconds);
}
