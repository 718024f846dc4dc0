import { MessagingError } from '../errors/error.js';
import type { LedgerNotices, LedgerState } from './ledger-store.js';
import { storeFault } from '../store-fault.js';

/** The state of a store; logs each change once. */
export class LedgerHealth {
  #state: LedgerState = 'up';
  #failures = 0;
  readonly #notices: LedgerNotices;

  constructor(notices: LedgerNotices) {
    this.#notices = notices;
  }

  get state(): LedgerState {
    return this.#state;
  }

  /** How often something has failed so far. */
  get failures(): number {
    return this.#failures;
  }

  /** @throws MessagingError LEDGER_UNAVAILABLE where no key can be bound, as far as is known before it is tried */
  requireWritable(): void {
    if (this.#state !== 'up') throw ledgerUnavailable(new Error(`the ledger is ${this.#state}`));
  }

  up(): void {
    if (this.#state === 'down') this.#change('up', null);
  }

  down(cause: unknown): void {
    this.#failures++;
    if (this.#state === 'up') this.#change('down', storeFault(cause));
  }

  rolledBack(cause: string): void {
    if (this.#state !== 'rolled back') this.#change('rolled back', cause);
  }

  #change(state: LedgerState, cause: string | null): void {
    this.#state = state;
    this.#notices.onState?.(state, cause);
  }
}

/** For callers: this call sent nothing, and it may be tried again under the same key. */
export const ledgerUnavailable = (cause: unknown): MessagingError =>
  cause instanceof MessagingError ? cause : new MessagingError('LEDGER_UNAVAILABLE', { retryAfterSeconds: 1, cause });
