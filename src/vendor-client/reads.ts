import { MessagingError } from '../errors/error.js';
import type { Operation } from '../operation.js';
import type { CallPolicy } from './call-policy.js';
import { waitAtMost } from './clock.js';
import type { Outcome } from './exchange.js';
import { Fault } from './fault.js';
import type { Kept, ReadCache } from './read-cache.js';
import type { VendorAnswer, VendorClient, VendorRead, VendorRequest } from './vendor-client.js';
import { type CallTaker, VendorCall } from './vendor-call.js';

export interface Reads extends Pick<VendorClient, 'read'> {
  /** Reads in flight whose key matches are joined no more, and nothing of them is cached. */
  forget(matches: (key: string) => boolean): void;
}

/** A caller that waits for a read in flight. */
interface Waiter {
  readonly operation: Operation;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Reads: from the cache, else by joining the same read in flight (single-flight), else by a call. */
export function createReads(policy: CallPolicy, cache: ReadCache): Reads {
  const { vendor, clock } = policy;
  const inflight = new Map<string, InflightRead>();

  function read<Value>(read: VendorRead<Value>, operation: Operation): Promise<Value> {
    const key = keyOf(read);
    const kept = operation.fresh ? undefined : cache.get(key);
    if (kept) {
      operation.cacheHits++;
      limitMaxAge(operation, kept.until - clock.now());
      // One method, address and body stand for one kind of value.
      return Promise.resolve(kept.value as Value);
    }
    if (operation.deadline <= clock.now()) return Promise.reject(tooLate(operation));
    // A fresh answer is one that was asked for after the operation began.
    const running = operation.fresh ? undefined : inflight.get(key);
    if (!running) return start(key, read, operation);
    operation.coalesced++;
    return join(running, operation);
  }

  /** A new read takes the place of an older one, which still serves its own waiters. */
  function start<Value>(key: string, read: VendorRead<Value>, operation: Operation): Promise<Value> {
    const started = new InflightRead(key, read as VendorRead<unknown>, finish);
    let call: VendorCall;
    try {
      call = new VendorCall(policy, read, operation, key, started);
    } catch (error) {
      limitMaxAge(operation, 0);
      return Promise.reject(error as Error);
    }
    started.deadline = call.deadline;
    inflight.set(key, started);
    const value = join<Value>(started, operation);
    call.start();
    return value;
  }

  function join<Value>(running: InflightRead, operation: Operation): Promise<Value> {
    const value = new Promise<unknown>((resolve, reject) => running.waiters.push({ operation, resolve, reject }));
    // No timer where the read ends before the operation does.
    const inTime =
      operation.deadline >= running.deadline
        ? value
        : waitAtMost(clock, value, operation.deadline - clock.now(), () => tooLate(operation));
    return inTime as Promise<Value>;
  }

  function finish(finished: InflightRead, outcome: Outcome): void {
    const { key, read } = finished;
    const isLatest = inflight.get(key) === finished && inflight.delete(key);
    // A map that once held a read may still be alive in the old generation, and with it all that the read holds.
    const waiters = finished.waiters.splice(0);
    try {
      const answer = answerOf(outcome);
      const kept = interpret(read, answer);
      if (isLatest) cache.set(key, kept, answer.body.length);
      const keepFor = kept.until - clock.now();
      for (const { operation, resolve } of waiters) {
        limitMaxAge(operation, keepFor);
        resolve(kept.value);
      }
    } catch (error) {
      for (const { operation, reject } of waiters) {
        limitMaxAge(operation, 0);
        reject(error as Error);
      }
    }
  }

  function answerOf(outcome: Outcome): VendorAnswer {
    if (outcome instanceof Error) throw outcome instanceof Fault ? outcome.toMessagingError(vendor) : outcome;
    return outcome;
  }

  function interpret(read: VendorRead<unknown>, answer: VendorAnswer): Kept {
    const value = read.interpret(answer);
    const keepFor = read.keepFor?.(value) ?? 0;
    return { value, until: keepFor > 0 ? clock.now() + keepFor : 0 };
  }

  function tooLate(operation: Operation): MessagingError {
    limitMaxAge(operation, 0);
    return new MessagingError('UPSTREAM_TIMEOUT', { vendor });
  }

  return {
    read,
    forget(matches) {
      for (const key of [...inflight.keys()]) if (matches(key)) inflight.delete(key);
      cache.forget(matches);
    },
  };
}

/** One read under way and its waiters. */
class InflightRead implements CallTaker {
  readonly key: string;
  readonly read: VendorRead<unknown>;
  readonly waiters: Waiter[] = [];
  /** On the clock of `performance.now()`, milliseconds. */
  deadline = 0;
  readonly #finish: (finished: InflightRead, outcome: Outcome) => void;

  constructor(key: string, read: VendorRead<unknown>, finish: (finished: InflightRead, outcome: Outcome) => void) {
    this.key = key;
    this.read = read;
    this.#finish = finish;
  }

  isAwaited(): boolean {
    return this.waiters.some(({ operation }) => !operation.isCancelled);
  }

  ended(outcome: Outcome): void {
    this.#finish(this, outcome);
  }
}

const keyOf = ({ method, url, body }: VendorRequest): string =>
  body === undefined && method === 'GET' ? url : `${method} ${url} ${body ?? ''}`;

/** A whole answer may be cached as long as the part of it that expires first. */
function limitMaxAge(operation: Operation, milliseconds: number): void {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  operation.maxAgeSeconds = Math.min(operation.maxAgeSeconds ?? seconds, seconds);
}
