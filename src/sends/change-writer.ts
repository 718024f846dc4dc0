import type { LedgerClock } from './clock.js';
import type { Change } from './ledger-changes.js';
import { type LedgerHealth, ledgerUnavailable } from './ledger-health.js';
import type { Waiters } from './waiters.js';
import { withDeadline } from '../wait-at-most.js';

/** Puts changes in the one order that all processes see, and applies them to the state in that order. */
export interface ChangeLog<Stored> {
  /** Durable and applied when it resolves. After a rejection a change may or may not have been applied. */
  append(changes: readonly Change[]): Promise<void>;
  /** Whether everything that other processes have written is applied. */
  isCurrent(): boolean;
  /** Applies what other processes have written. */
  refresh(): Promise<void>;
  /** @returns the JSON of a receipt or of a draft */
  readText(stored: Stored): Promise<string>;
  close(): Promise<void>;
}

export interface ChangeWriterParts {
  readonly log: ChangeLog<never>;
  readonly clock: LedgerClock;
  readonly health: LedgerHealth;
  /** This process, in changes. */
  readonly owner: string;
  readonly waiters: Waiters;
}

/** No call waits longer for the store, milliseconds. */
export const DEADLINE_MS = 5000;
/** How often a store that failed is tried again, milliseconds. */
const RETRY_MS = 500;

const DONE = Promise.resolve();

/** Reads and writes a log within a deadline. What it could not write of sends of this process, it tries until it can. */
export class ChangeWriter {
  readonly #parts: ChangeWriterParts;
  /** Ends of sends of this process that are not written yet, by send id. */
  readonly #unwritten = new Map<string, Change>();
  #retry: NodeJS.Timeout | null = null;
  /** How many calls of the log have passed their deadline and are still under way. */
  #late = 0;
  #isClosed = false;

  constructor(parts: ChangeWriterParts) {
    this.#parts = parts;
  }

  /** What this process knows of a send and could not write yet. */
  unwritten(id: string): Change | null {
    return this.#unwritten.get(id) ?? null;
  }

  /** @throws MessagingError LEDGER_UNAVAILABLE */
  async write(...changes: readonly Change[]): Promise<void> {
    const again = [...this.#unwritten];
    const { log, health } = this.#parts;
    await this.#bounded(() => log.append([...again.map(([, change]) => change), ...changes]));
    for (const [id, change] of again) {
      if (this.#unwritten.get(id) === change) this.#unwritten.delete(id);
      this.#parts.waiters.wake(id);
    }
    health.up();
  }

  /** Writes how a send of this process ended; one that cannot be written is tried again until it is. */
  async end(change: Extract<Change, { id: string }>): Promise<void> {
    try {
      await this.write(change);
    } catch (error) {
      this.keep(change);
      throw error;
    } finally {
      this.#parts.waiters.wake(change.id);
    }
  }

  /** Writes it as soon as that is possible. */
  keep(change: Extract<Change, { id: string }>): void {
    if (!this.#isClosed) this.#unwritten.set(change.id, change);
  }

  /** Reads what other processes have written. @throws MessagingError LEDGER_UNAVAILABLE */
  read(): Promise<void> {
    const { log } = this.#parts;
    return !this.#isClosed && log.isCurrent() ? DONE : this.#bounded(() => log.refresh());
  }

  async #bounded(work: () => Promise<void>): Promise<void> {
    try {
      if (this.#isClosed) throw new Error('the ledger is closed');
      // Each further call would wait behind those, and stay in memory.
      if (this.#late > 0) throw new Error('the store does not answer');
      await withDeadline(work(), DEADLINE_MS, (late) => this.#countLate(late));
    } catch (error) {
      if (!this.#isClosed) {
        this.#parts.health.down(error);
        this.#retry ??= setTimeout(() => this.#tryAgain(), RETRY_MS).unref();
      }
      throw ledgerUnavailable(error);
    }
  }

  #countLate(late: Promise<unknown>): void {
    this.#late++;
    const end = (): void => void this.#late--;
    late.then(end, end);
  }

  #tryAgain(): void {
    this.#retry = null;
    const { owner, clock } = this.#parts;
    this.write({ op: 'seen', by: owner, at: clock.now() }).catch(() => undefined); // a failure sets the timer again
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#retry) clearTimeout(this.#retry);
    await this.#parts.log.close();
  }
}
