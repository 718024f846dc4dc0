import { MessagingError, type ErrorDetails } from '../errors/error.js';
import type { Clock, Timer } from '../clock.js';
import type { RefusalReason } from './vendor-client.js';

/** A call in the queue. */
export interface Waiter {
  /** On the clock of `performance.now()`, milliseconds. */
  readonly deadline: number;
  /** Called with a slot acquired; the waiter releases it. */
  admitted(): void;
  /** Asked as long as it waits: an Error ends the wait. */
  refusal?(): Error | null;
  /** Called with OVERLOADED, UPSTREAM_TIMEOUT or what `refusal` gave. */
  refused(error: Error, reason: RefusalReason): void;
}

/** The waiters of one owner, in order of arrival. */
interface Queue {
  readonly owner: object;
  readonly waiters: Waiter[];
}

/** The most that a refusal may come after the deadline, milliseconds: one timer serves all waiters. */
const SWEEP_MS = 20;

/** A call with less time than this before its deadline is not started. */
const MIN_TIME_MS = 5;

/**
 * At most `limit` calls run at once and at most `queueLimit` wait. The queue is round-robin over owners (operations), so
 * that a large one does not delay a small one.
 */
export class Bulkhead {
  readonly #vendor: ErrorDetails['vendor'];
  readonly #clock: Clock;
  readonly #queueLimit: number;
  readonly #queues = new Map<object, Queue>();
  /** The same queues in round-robin order, the next one first. None of them is empty. */
  readonly #order: Queue[] = [];
  #idle: (() => void)[] = [];
  #closed = false;
  #sweep: Timer | undefined;
  inFlight = 0;
  waiting = 0;
  /** May change at any time. A lower one ends no call in flight. */
  limit: number;
  /** The most in flight since the limit last looked, and whether a call has waited since. */
  peak = 0;
  hasWaited = false;

  constructor(vendor: ErrorDetails['vendor'], limit: number, queueLimit: number, clock: Clock) {
    this.#clock = clock;
    this.#vendor = vendor;
    this.limit = limit;
    this.#queueLimit = queueLimit;
  }

  /** Acquires a slot, to be released by `release`; false where none is free: then `wait`. */
  tryAcquire(): boolean {
    if (this.#closed || this.inFlight >= this.limit) return false;
    this.#take();
    return true;
  }

  /** Refused at once with OVERLOADED where the queue is full, later with UPSTREAM_TIMEOUT when the deadline passes. */
  wait(owner: object, waiter: Waiter): void {
    this.hasWaited = true;
    if (this.#closed || (this.waiting >= this.#queueLimit && !this.#dropForFairness(owner)))
      return waiter.refused(this.#overloaded(), 'OVERLOADED');
    let queue = this.#queues.get(owner);
    if (!queue) {
      queue = { owner, waiters: [] };
      this.#queues.set(owner, queue);
      this.#order.push(queue);
    }
    queue.waiters.push(waiter);
    this.waiting++;
    this.#sweep ??= this.#clock.setTimeout(sweep, SWEEP_MS, this);
  }

  release(): void {
    this.inFlight--;
    while (this.waiting > 0 && this.inFlight < this.limit) {
      const next = this.#takeNext();
      if (!next) break;
      this.#take();
      // In a microtask: the next call may end, and release its slot, before `admitted` returns.
      queueMicrotask(() => next.admitted());
    }
    if (this.inFlight === 0) for (const resolve of this.#idle.splice(0)) resolve();
  }

  #take(): void {
    if (++this.inFlight > this.peak) this.peak = this.inFlight;
  }

  /** Refuses further calls and waits for the end of those in flight. */
  async close(): Promise<void> {
    this.#closed = true;
    if (this.inFlight > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  /** Refuses waiters whose deadline has passed, and those that may not begin any more. */
  sweep(): void {
    const now = this.#clock.now();
    for (const queue of [...this.#order]) {
      for (const waiter of [...queue.waiters]) {
        const error = waiter.deadline <= now ? this.#tooLate() : waiter.refusal?.();
        if (!error) continue;
        this.#remove(queue, waiter);
        waiter.refused(error, 'QUEUED_TOO_LONG');
      }
    }
    this.#sweep = this.waiting > 0 ? this.#clock.setTimeout(sweep, SWEEP_MS, this) : undefined;
  }

  /** The next waiter; those with too little time before their deadline are refused. */
  #takeNext(): Waiter | undefined {
    const soonest = this.#clock.now() + MIN_TIME_MS;
    for (let queue = this.#order.shift(); queue; queue = this.#order.shift()) {
      const waiter = queue.waiters.shift()!;
      this.waiting--;
      if (queue.waiters.length > 0) this.#order.push(queue);
      else this.#queues.delete(queue.owner);
      if (waiter.deadline > soonest) return waiter;
      waiter.refused(this.#tooLate(), 'QUEUED_TOO_LONG');
    }
    return undefined;
  }

  /** Refuses the last waiter of the longest queue where `owner` has fewer waiting; false where no queue is longer. */
  #dropForFairness(owner: object): boolean {
    const own = this.#queues.get(owner)?.waiters.length ?? 0;
    let longest: Queue | undefined;
    for (const queue of this.#order) if (queue.waiters.length > (longest?.waiters.length ?? own + 1)) longest = queue;
    const last = longest?.waiters.at(-1);
    if (!longest || !last) return false;
    this.#remove(longest, last);
    last.refused(this.#overloaded(), 'OVERLOADED');
    return true;
  }

  #remove(queue: Queue, waiter: Waiter): void {
    queue.waiters.splice(queue.waiters.indexOf(waiter), 1);
    this.waiting--;
    if (queue.waiters.length > 0) return;
    this.#queues.delete(queue.owner);
    this.#order.splice(this.#order.indexOf(queue), 1);
  }

  #tooLate(): MessagingError {
    return new MessagingError('UPSTREAM_TIMEOUT', { vendor: this.#vendor });
  }

  #overloaded(): MessagingError {
    return new MessagingError('OVERLOADED', { vendor: this.#vendor, retryAfterSeconds: 1 });
  }
}

const sweep = (bulkhead: Bulkhead): void => bulkhead.sweep();
