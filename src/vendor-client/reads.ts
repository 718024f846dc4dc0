import { MessagingError } from '../errors/error.js';
import type { Operation } from '../operation.js';
import type { Trace } from '../trace.js';
import type { CallPolicy } from './call-policy.js';
import { misfitOf } from './answer.js';
import { waitAtMost } from '../wait-at-most.js';
import type { Outcome } from './exchange.js';
import { Fault } from './fault.js';
import type { ReadCache } from './read-cache.js';
import type { VendorAnswer, VendorClient, VendorRead, VendorRequest } from './vendor-client.js';
import { type CallOwner, VendorCall } from './vendor-call.js';

export interface Reads extends Pick<VendorClient, 'read'> {
  /** Drops the values about an id; reads about it that are in flight are no longer joined, and their answers not cached. */
  forget(about: string): void;
}

/** A caller of a read in flight. */
interface Waiter {
  readonly operation: Operation;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Reads: from the cache, else by joining the same read in flight (single-flight), else by a call. */
export function createReads(policy: CallPolicy, cache: ReadCache): Reads {
  const { vendor, kind, clock, observe } = policy;
  const inflight = new Map<string, InflightRead>();

  function read<Value>(read: VendorRead<Value>, operation: Operation): Promise<Value> {
    const key = keyOf(read);
    const cached = operation.fresh ? undefined : cache.get(key);
    if (cached) {
      operation.cacheHits++;
      operation.limitMaxAge(cached.expiresAt - clock.now());
      // The key holds method, URL and body, so the type of the value is the same.
      return Promise.resolve(cached.value as Value);
    }
    if (operation.deadline <= clock.now()) return Promise.reject(tooLate(operation));
    // A fresh answer needs a request that starts after the operation.
    const running = operation.fresh && !read.joinsFresh ? undefined : inflight.get(key);
    if (!running) return start(key, read, operation);
    operation.coalesced++;
    return join(running, operation);
  }

  /** A new read replaces an older one in the map; the older one still answers its own waiters. */
  function start<Value>(key: string, read: VendorRead<Value>, operation: Operation): Promise<Value> {
    const started = new InflightRead(key, read as VendorRead<unknown>, finish);
    let call: VendorCall;
    try {
      call = new VendorCall(policy, read, operation, key, started);
    } catch (error) {
      operation.limitMaxAge(0);
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
    // No timer where the read's deadline comes first.
    const inTime =
      operation.deadline >= running.deadline
        ? value
        : waitAtMost(clock, value, operation.deadline - clock.now(), () => tooLate(operation));
    return inTime as Promise<Value>;
  }

  function finish(finished: InflightRead, outcome: Outcome): void {
    const { key, read } = finished;
    const isLatest = inflight.get(key) === finished && inflight.delete(key);
    // The old generation of the heap may keep the read alive: it must not keep its waiters.
    const waiters = finished.waiters.splice(0);
    try {
      const answer = answerOf(outcome);
      const value = read.interpret(answer);
      const keepFor = read.keepFor?.(value) ?? 0;
      const expiresAt = keepFor > 0 ? clock.now() + keepFor : 0;
      if (isLatest) cache.set(key, { value, expiresAt, about: read.about }, answer.body.length);
      for (const { operation, resolve } of waiters) {
        operation.limitMaxAge(keepFor);
        resolve(value);
      }
    } catch (error) {
      reportMisfit(read, outcome, error, waiters[0]?.operation);
      for (const { operation, reject } of waiters) {
        operation.limitMaxAge(0);
        reject(error as Error);
      }
    }
  }

  function reportMisfit({ method, route }: VendorRequest, outcome: Outcome, error: unknown, first?: Operation): void {
    const misfit = outcome instanceof Error ? null : misfitOf(error);
    if (misfit === null) return;
    const { status } = outcome as VendorAnswer;
    const { requestId = null, trace = null } = first ?? {};
    observe({ type: 'UNUSABLE', kind, request: { vendor, method, route, status }, requestId, trace, misfit });
  }

  function answerOf(outcome: Outcome): VendorAnswer {
    if (outcome instanceof Error) throw outcome instanceof Fault ? outcome.toMessagingError(vendor) : outcome;
    return outcome;
  }

  function tooLate(operation: Operation): MessagingError {
    operation.limitMaxAge(0);
    return new MessagingError('UPSTREAM_TIMEOUT', { vendor });
  }

  return {
    read,
    forget(about) {
      for (const [key, { read: running }] of inflight) if (running.about === about) inflight.delete(key);
      cache.forget(about);
    },
  };
}

/** One read in flight and its waiters. */
class InflightRead implements CallOwner {
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

  traces(): readonly (Trace | null)[] {
    return [...new Set(this.waiters.map(({ operation }) => operation))].map(({ trace }) => trace);
  }

  ended(outcome: Outcome): void {
    this.#finish(this, outcome);
  }
}

const keyOf = ({ method, url, body }: VendorRequest): string =>
  body === undefined && method === 'GET' ? url : `${method} ${url} ${body ?? ''}`;
