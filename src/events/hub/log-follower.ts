import { MessagingError } from '../../errors/error.js';
import type { DeliveryEvents, LoggedEvent } from '../../graph/delivery-event/delivery-event.source.js';
import { RestartableTimer } from '../restartable-timer.js';
import type { Clock } from '../../clock.js';
import { wholeBatches } from '../log/whole-batches.js';

/** Events of a stream that wait for its reader: about 64 KB, and as many as an update of a campaign has. */
const MAX_WAITING = 100;
const READ_SIZE = 500;
/** While the log is away it is asked again this often. */
const RETRY_MS = 1000;

export interface FollowerOptions {
  readonly events: Pick<DeliveryEvents, 'read'>;
  readonly clock: Clock;
  /** Everything up to here was published. */
  readonly position: string;
  /** Whether the log holds more after it that has to be read. */
  readonly isBehind: boolean;
  readonly matches: (event: LoggedEvent) => boolean;
  /** What a slow reader gets: EVERY event, read from the log; or the NEWEST alone. */
  readonly keeps: 'EVERY' | 'NEWEST';
}

/**
 * The events of one stream in the order of the log, each once: read from the log up to its end, then as they are pushed.
 * What waits is bounded; beyond it the log is read on, or older events are left out.
 */
export class LogFollower {
  readonly #options: FollowerOptions;
  readonly #retry: RestartableTimer;
  #waiting: LoggedEvent[] = [];
  #position: string;
  #isBehind: boolean;
  /** Whether something was pushed while the log was read: it may not have been in what was read. */
  #hasMissed = false;
  #readSize = READ_SIZE;
  #isClosed = false;
  #wake: (() => void) | null = null;

  constructor(options: FollowerOptions) {
    this.#options = options;
    this.#position = options.position;
    this.#isBehind = options.isBehind;
    this.#retry = new RestartableTimer(options.clock, () => this.wake());
  }

  /** Those that can be taken. */
  get waiting(): readonly LoggedEvent[] {
    return this.#waiting;
  }

  /** Whether the log may hold more that does not wait here yet. */
  get isBehind(): boolean {
    return this.#isBehind;
  }

  /** The last place of which all is known here. */
  get position(): string {
    return this.#position;
  }

  /** An event that matches, from the log's end. */
  push(event: LoggedEvent): void {
    if (this.#isClosed) return;
    if (this.#isBehind) {
      this.#hasMissed = true;
      return;
    }
    if (event.position <= this.#position) return;
    this.#position = event.position;
    this.#waiting.push(event);
    if (this.#waiting.length > MAX_WAITING) this.#leaveOut(event);
    this.wake();
  }

  #leaveOut({ batch }: LoggedEvent): void {
    if (this.#options.keeps === 'NEWEST') {
      this.#waiting = this.#waiting.filter((event) => event.batch === batch);
      return;
    }
    this.#waiting.length = MAX_WAITING;
    this.#position = this.#waiting.at(-1)!.position;
    this.#isBehind = true;
    this.#hasMissed = true;
  }

  /** Everything up to here is published by other means. */
  skipTo(position: string): void {
    this.#waiting = this.#waiting.filter((event) => event.position > position);
    if (position > this.#position) this.#position = position;
  }

  take(count: number): LoggedEvent[] {
    return this.#waiting.splice(0, count);
  }

  /** The events that were written together first. */
  takeBatch(): LoggedEvent[] {
    const batch = this.#waiting[0]?.batch;
    const end = this.#waiting.findIndex((event) => event.batch !== batch);
    return this.take(end < 0 ? this.#waiting.length : end);
  }

  /** Ends a `wait` that is pending. */
  wake(): void {
    const wake = this.#wake;
    this.#wake = null;
    wake?.();
  }

  /**
   * Waits for an event, or for `wake`; one stretch of the log is read in the place of waiting. Rejects with
   * INVALID_EVENT_CURSOR when the reader was so slow that its place is no longer in the log.
   */
  async wait(): Promise<void> {
    if (this.#isClosed || this.#waiting.length > 0) return;
    if (this.#isBehind) await this.#readOn();
    else await this.sleep();
  }

  /**
   * Reads what the log holds and this process may not have got yet. Where that fails it stays behind.
   * @param reported everything up to here was pushed
   */
  async readToEnd(reported: string): Promise<void> {
    if (!this.#isBehind && reported > this.#position) this.#position = reported;
    this.#isBehind = true;
    await this.catchUp().catch(requireAway);
  }

  /** Reads until an event that is wanted waits or the log has no more. @throws EVENTS_UNAVAILABLE too */
  async catchUp(isWanted: (event: LoggedEvent) => boolean = () => true): Promise<void> {
    while (this.#isBehind && !this.#waiting.some(isWanted) && !this.#isClosed) await this.#read();
  }

  async #readOn(): Promise<void> {
    try {
      await this.#read();
    } catch (error) {
      requireAway(error);
      if (this.#isClosed) return;
      this.#retry.set(RETRY_MS);
      await this.sleep();
      this.#retry.clear();
    }
  }

  async #read(): Promise<void> {
    const { events, matches } = this.#options;
    this.#hasMissed = false;
    const slice = await events.read({ after: this.#position, limit: this.#readSize });
    if (this.#isClosed) return;
    const whole = slice.hasMore ? wholeBatches(slice.events, slice.events.length) : slice.events;
    this.#readSize = slice.hasMore && whole.length === 0 ? this.#readSize * 2 : READ_SIZE;
    for (const event of whole) if (event.position > this.#position && matches(event)) this.#waiting.push(event);
    const last = whole.at(-1);
    if (last && last.position > this.#position) this.#position = last.position;
    this.#isBehind = slice.hasMore || this.#hasMissed;
  }

  /** Until something is pushed, or `wake`. */
  sleep(): Promise<void> {
    if (this.#isClosed) return Promise.resolve();
    return new Promise((resolve) => (this.#wake = resolve));
  }

  close(): void {
    this.#isClosed = true;
    this.#waiting = [];
    this.#retry.clear();
    this.wake();
  }
}

/** @throws the error, unless it says that the log is away */
function requireAway(error: unknown): void {
  if (!(error instanceof MessagingError) || error.code !== 'EVENTS_UNAVAILABLE') throw error;
}
