import { MessagingError } from '../../errors/error.js';
import { isDamage } from './checked-record.js';
import type { EventLogOptions, EventLogState } from './event-log.js';
import { storeFault } from '../../store-fault.js';
import { withDeadline } from '../../wait-at-most.js';

/** How often a store that is down is tried, milliseconds. */
const RETRY_MS = 500;

/** The state of a store: logs each change once, and tries a store that is down until it is up again. */
export class EventLogHealth {
  #state: EventLogState = 'up';
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;
  readonly #onState: EventLogOptions['onState'];
  readonly #check: () => Promise<unknown>;

  /** @param check rejects while the store is down */
  constructor({ onState }: EventLogOptions, check: () => Promise<unknown>) {
    this.#onState = onState;
    this.#check = check;
  }

  get state(): EventLogState {
    return this.#state;
  }

  up(): void {
    if (this.#state !== 'down') return;
    this.#state = 'up';
    clearTimeout(this.#timer);
    this.#onState?.('up', null);
  }

  down(cause: unknown): void {
    if (this.#state !== 'up' || this.#isClosed) return;
    this.#state = 'down';
    this.#onState?.('down', storeFault(cause));
    this.#tryLater();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  /** What the work gives; the store is down where it fails. @throws EVENTS_UNAVAILABLE, or what the log itself refuses */
  async watch<Value>(work: Promise<Value>, deadlineMs: number): Promise<Value> {
    try {
      return await withDeadline(work, deadlineMs);
    } catch (error) {
      throw this.refusal(error);
    }
  }

  /** What callers get for an error; what the log itself refuses is no fault of the store. */
  refusal(error: unknown): MessagingError {
    if (error instanceof MessagingError) return error;
    if (isDamage(error)) this.#damaged(error);
    else this.down(error);
    return eventsUnavailable(error);
  }

  /** Until the next start: what else is in the store can be read and written. */
  #damaged(cause: Error): void {
    if (this.#state === 'damaged') return;
    clearTimeout(this.#timer);
    this.#state = 'damaged';
    this.#onState?.('damaged', storeFault(cause));
  }

  #tryLater(): void {
    this.#timer = setTimeout(() => {
      this.#check().then(
        () => this.up(),
        () => this.#isClosed || this.#tryLater(),
      );
    }, RETRY_MS).unref();
  }
}

export const eventsUnavailable = (cause: unknown): MessagingError =>
  new MessagingError('EVENTS_UNAVAILABLE', { retryAfterSeconds: 1, cause });
