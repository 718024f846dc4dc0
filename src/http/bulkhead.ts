import { MessagingError, type ErrorDetails } from '../error.js';

interface Waiter {
  readonly enter: () => void;
  readonly refuse: (error: MessagingError) => void;
  /** On the clock of `performance.now()`, milliseconds. */
  readonly deadline: number;
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
  /** In the order of turns: whoever was served goes to the end. No list is ever empty. */
  readonly #queues = new Map<object, Waiter[]>();
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

  /**
   * Whoever entered must `leave`.
   * @returns null when there is room: the usual case costs no promise
   * @throws OVERLOADED at once when the queue is full; UPSTREAM_TIMEOUT when no turn came before the deadline
   */
  enter(owner: object, deadline: number): Promise<void> | null {
    if (this.#closed) throw this.#overloaded();
    if (this.inFlight < this.#limit) {
      this.inFlight++;
      return null;
    }
    if (this.waiting >= this.#queueLimit) this.#makeRoomFor(owner);
    return new Promise((resolve, reject) => this.#queue(owner, { enter: resolve, refuse: reject, deadline }));
  }

  leave(): void {
    const next = this.#takeNext();
    if (next) return next.enter(); // the place goes straight on
    this.inFlight--;
    if (this.inFlight === 0) for (const tell of this.#idle.splice(0)) tell();
  }

  /** Lets nobody in any more and waits until all have left. */
  async close(): Promise<void> {
    this.#closed = true;
    if (this.inFlight > 0) await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  #queue(owner: object, waiter: Waiter): void {
    const queue = this.#queues.get(owner);
    if (queue) queue.push(waiter);
    else this.#queues.set(owner, [waiter]);
    this.waiting++;
    this.#sweep ??= setTimeout(() => this.#refuseLate(), SWEEP_MS);
  }

  #refuseLate(): void {
    const now = performance.now();
    for (const [owner, queue] of [...this.#queues]) {
      for (const waiter of queue.filter(({ deadline }) => deadline <= now)) {
        this.#remove(owner, waiter);
        waiter.refuse(new MessagingError('UPSTREAM_TIMEOUT', { vendor: this.#vendor }));
      }
    }
    this.#sweep = this.waiting > 0 ? setTimeout(() => this.#refuseLate(), SWEEP_MS) : undefined;
  }

  /** Nobody enters too late: what left then would run out of time on its way. */
  #takeNext(): Waiter | undefined {
    const now = performance.now();
    for (const [owner, queue] of this.#queues) {
      const waiter = queue.shift()!;
      this.#queues.delete(owner);
      if (queue.length > 0) this.#queues.set(owner, queue);
      this.waiting--;
      if (waiter.deadline > now + LEAST_TIME_MS) return waiter;
      waiter.refuse(new MessagingError('UPSTREAM_TIMEOUT', { vendor: this.#vendor }));
    }
    return undefined;
  }

  /** The last of the longest queue gives way to an owner that waits for less; otherwise the newcomer is refused. */
  #makeRoomFor(owner: object): void {
    const own = this.#queues.get(owner)?.length ?? 0;
    let longest: [object, Waiter[]] | undefined;
    for (const entry of this.#queues) if (entry[1].length > (longest?.[1].length ?? own + 1)) longest = entry;
    const last = longest?.[1].at(-1);
    if (!longest || !last) throw this.#overloaded();
    this.#remove(longest[0], last);
    last.refuse(this.#overloaded());
  }

  #remove(owner: object, waiter: Waiter): void {
    const queue = this.#queues.get(owner)!;
    queue.splice(queue.indexOf(waiter), 1);
    if (queue.length === 0) this.#queues.delete(owner);
    this.waiting--;
  }

  #overloaded(): MessagingError {
    return new MessagingError('OVERLOADED', { vendor: this.#vendor, retryAfterSeconds: 1 });
  }
}
