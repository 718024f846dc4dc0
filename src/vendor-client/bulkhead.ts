import { MessagingError, type ErrorDetails } from '../errors/error.js';
import type { Clock, Timer } from './clock.js';

/** A call that waits for a place. */
export interface Waiter {
  /** On the clock of `performance.now()`, milliseconds. */
  readonly deadline: number;
  /** The place is taken; it has to be left. */
  admitted(): void;
  /** With OVERLOADED or UPSTREAM_TIMEOUT. */
  refused(error: MessagingError): void;
}

/** The waiters of one owner, in the order they came. */
interface Queue {
  readonly owner: object;
  readonly waiters: Waiter[];
}

/** How late a waiter may be refused after its deadline, milliseconds: one timer serves all of them. */
const SWEEP_MS = 20;

/** With less time left than this a call has no chance. */
const LEAST_TIME_MS = 5;

/**
 * At most `limit` calls at once; the rest wait, at most `queueLimit` of them. Owners (operations) take turns, so that a
 * large one does not keep a small one waiting.
 */
export class Bulkhead {
  readonly #vendor: ErrorDetails['vendor'];
  readonly #clock: Clock;
  readonly #limit: number;
  readonly #queueLimit: number;
  readonly #queues = new Map<object, Queue>();
  /** The same queues, the next to be served first: one that was served goes to the end. None of them is empty. */
  readonly #order: Queue[] = [];
  #idle: (() => void)[] = [];
  #closed = false;
  #sweep: Timer | undefined;
  inFlight = 0;
  waiting = 0;

  constructor(vendor: ErrorDetails['vendor'], limit: number, queueLimit: number, clock: Clock) {
    this.#clock = clock;
    this.#vendor = vendor;
    this.#limit = limit;
    this.#queueLimit = queueLimit;
  }

  /** Takes a place where there is one; it has to be left. Where it returns false, a caller may `wait`. */
  tryEnter(): boolean {
    if (this.#closed || this.inFlight >= this.#limit) return false;
    this.inFlight++;
    return true;
  }

  /** Refused at once with OVERLOADED where the queue is full, later with UPSTREAM_TIMEOUT where no turn came in time. */
  wait(owner: object, waiter: Waiter): void {
    if (this.#closed || (this.waiting >= this.#queueLimit && !this.#makePlaceFor(owner)))
      return waiter.refused(this.#overloaded());
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

  leave(): void {
    const next = this.#takeNext();
    // The place is handed on in a microtask: the next call may end, and leave, before `admitted` returns.
    if (next) return queueMicrotask(() => next.admitted());
    this.inFlight--;
    if (this.inFlight === 0) for (const resolve of this.#idle.splice(0)) resolve();
  }

  /** Admits no further call and waits until all have left. */
  async close(): Promise<void> {
    this.#closed = true;
    if (this.inFlight > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  /** Refuses those whose deadline has passed. */
  sweep(): void {
    const now = this.#clock.now();
    for (const queue of [...this.#order]) {
      for (const waiter of queue.waiters.filter(({ deadline }) => deadline <= now)) {
        this.#remove(queue, waiter);
        waiter.refused(this.#tooLate());
      }
    }
    this.#sweep = this.waiting > 0 ? this.#clock.setTimeout(sweep, SWEEP_MS, this) : undefined;
  }

  /** A waiter with too little time left is refused: its request would run out of time. */
  #takeNext(): Waiter | undefined {
    const soonest = this.#clock.now() + LEAST_TIME_MS;
    for (let queue = this.#order.shift(); queue; queue = this.#order.shift()) {
      const waiter = queue.waiters.shift()!;
      this.waiting--;
      if (queue.waiters.length > 0) this.#order.push(queue);
      else this.#queues.delete(queue.owner);
      if (waiter.deadline > soonest) return waiter;
      waiter.refused(this.#tooLate());
    }
    return undefined;
  }

  /** Refuses the last waiter of the longest queue where `owner` has fewer waiting; false where no queue is longer. */
  #makePlaceFor(owner: object): boolean {
    const own = this.#queues.get(owner)?.waiters.length ?? 0;
    let longest: Queue | undefined;
    for (const queue of this.#order) if (queue.waiters.length > (longest?.waiters.length ?? own + 1)) longest = queue;
    const last = longest?.waiters.at(-1);
    if (!longest || !last) return false;
    this.#remove(longest, last);
    last.refused(this.#overloaded());
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
