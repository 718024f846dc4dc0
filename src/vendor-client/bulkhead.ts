import { MessagingError, type ErrorDetails } from '../errors/error.js';

/** Who waits for a place. */
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

/** How late a waiter may hear that its deadline has passed, milliseconds: one timer looks after all of them. */
const SWEEP_MS = 20;

/** With less time left than this a call has no chance. */
const LEAST_TIME_MS = 5;

/**
 * At most `limit` calls at once; the rest wait, at most `queueLimit` of them, and every owner (an operation) that
 * waits gets its turn, so that a large one does not push out the small.
 */
export class Bulkhead {
  readonly #vendor: ErrorDetails['vendor'];
  readonly #limit: number;
  readonly #queueLimit: number;
  readonly #queues = new Map<object, Queue>();
  /** The same queues in the order of turns: whoever was served goes to the end. None of them is empty. */
  readonly #turns: Queue[] = [];
  #idle: (() => void)[] = [];
  #closed = false;
  #sweep: NodeJS.Timeout | undefined;
  inFlight = 0;
  waiting = 0;

  constructor(vendor: ErrorDetails['vendor'], limit: number, queueLimit: number) {
    this.#vendor = vendor;
    this.#limit = limit;
    this.#queueLimit = queueLimit;
  }

  /** Takes a place where there is one; it has to be left. Whoever gets none may `wait`. */
  tryEnter(): boolean {
    if (this.#closed || this.inFlight >= this.#limit) return false;
    this.inFlight++;
    return true;
  }

  /** Refused at once with OVERLOADED where the queue is full, later with UPSTREAM_TIMEOUT where no turn came in time. */
  wait(owner: object, waiter: Waiter): void {
    if (this.#closed || (this.waiting >= this.#queueLimit && !this.#makeRoomFor(owner)))
      return waiter.refused(this.#overloaded());
    let queue = this.#queues.get(owner);
    if (!queue) {
      queue = { owner, waiters: [] };
      this.#queues.set(owner, queue);
      this.#turns.push(queue);
    }
    queue.waiters.push(waiter);
    this.waiting++;
    this.#sweep ??= setTimeout(() => this.#refuseLate(), SWEEP_MS);
  }

  leave(): void {
    const next = this.#takeNext();
    // The place goes straight on; in a turn of its own, since the next call may end, and leave, before it returns.
    if (next) return queueMicrotask(() => next.admitted());
    this.inFlight--;
    if (this.inFlight === 0) for (const tell of this.#idle.splice(0)) tell();
  }

  /** Lets nobody in any more and waits until all have left. */
  async close(): Promise<void> {
    this.#closed = true;
    if (this.inFlight > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  #refuseLate(): void {
    const now = performance.now();
    for (const queue of [...this.#turns]) {
      for (const waiter of queue.waiters.filter(({ deadline }) => deadline <= now)) {
        this.#remove(queue, waiter);
        waiter.refused(this.#tooLate());
      }
    }
    this.#sweep = this.waiting > 0 ? setTimeout(() => this.#refuseLate(), SWEEP_MS) : undefined;
  }

  /** Nobody enters too late: what left then would run out of time on its way. */
  #takeNext(): Waiter | undefined {
    const soonest = performance.now() + LEAST_TIME_MS;
    for (let queue = this.#turns.shift(); queue; queue = this.#turns.shift()) {
      const waiter = queue.waiters.shift()!;
      this.waiting--;
      if (queue.waiters.length > 0) this.#turns.push(queue);
      else this.#queues.delete(queue.owner);
      if (waiter.deadline > soonest) return waiter;
      waiter.refused(this.#tooLate());
    }
    return undefined;
  }

  /** The last of the longest queue gives way to an owner that waits for less; otherwise the newcomer is refused. */
  #makeRoomFor(owner: object): boolean {
    const own = this.#queues.get(owner)?.waiters.length ?? 0;
    let longest: Queue | undefined;
    for (const queue of this.#turns) if (queue.waiters.length > (longest?.waiters.length ?? own + 1)) longest = queue;
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
    this.#turns.splice(this.#turns.indexOf(queue), 1);
  }

  #tooLate(): MessagingError {
    return new MessagingError('UPSTREAM_TIMEOUT', { vendor: this.#vendor });
  }

  #overloaded(): MessagingError {
    return new MessagingError('OVERLOADED', { vendor: this.#vendor, retryAfterSeconds: 1 });
  }
}
