import type { SendOutcome, SendSummary } from './send-ledger.js';
import type { Waiters } from './waiters.js';

/** A send that this process has bound, until its end is written. */
export interface OwnSend {
  readonly send: SendSummary;
  /** The name of its key. */
  readonly name: string;
  /** Fingerprint of its canonical input. */
  readonly input: string;
  readonly form: number;
}

/** What this process knows of the end of a send, where it is not written. */
export interface KnownEnd {
  readonly outcome: SendOutcome;
  readonly decidedAt: number;
  readonly keyExpiresAt: number | null;
  /** JSON. */
  readonly receipt: string | null;
}

/** The sends of this process whose end is not written, by id and by the name of their key. */
export class OwnSends {
  readonly #byId = new Map<string, OwnSend>();
  readonly #byName = new Map<string, OwnSend>();

  add(own: OwnSend): void {
    this.#byId.set(own.send.id, own);
    this.#byName.set(own.name, own);
  }

  ofId(id: string): OwnSend | null {
    return this.#byId.get(id) ?? null;
  }

  ofName(name: string): OwnSend | null {
    return this.#byName.get(name) ?? null;
  }

  remove(id: string): void {
    const own = this.#byId.get(id);
    if (!own) return;
    this.#byId.delete(id);
    if (this.#byName.get(own.name) === own) this.#byName.delete(own.name);
  }
}

export interface UnwrittenEnd {
  /** Whether nothing was sent. */
  readonly isFree: boolean;
  /** Null for the end of a cancel, and where nothing was sent. */
  readonly known: KnownEnd | null;
  readonly write: () => Promise<unknown>;
}

export interface AbandonedBinds {
  readonly ids: Set<string>;
  /** When they were freed first, on the clock of performance.now(). */
  freedAt: number | null;
  /** Frees the key where one of them is bound. */
  readonly free: () => Promise<unknown>;
}

/** What this process knows of its sends and could not write to Redis. */
export class RedisRetries {
  readonly own = new OwnSends();
  /** Ends that are not written yet, by send id. */
  readonly unwritten = new Map<string, UnwrittenEnd>();
  /** Binds that failed half-way, by the name of their key. */
  readonly abandoned = new Map<string, AbandonedBinds>();

  /** The ids of sends that were not sent, as BIND and LOOK take them. @param name of a key */
  unsentIds(name: string): string {
    const binds = this.abandoned.get(name)?.ids ?? [];
    const refused = [...this.unwritten].flatMap(([id, { isFree }]) => (isFree ? [id] : []));
    return `,${[...binds, ...refused].join(',')},`;
  }

  /** Writes all of it. @param keepMs how long something may still be on its way to Redis, milliseconds */
  async write(waiters: Waiters, keepMs: number): Promise<void> {
    for (const [id, end] of [...this.unwritten]) {
      await end.write();
      if (this.unwritten.get(id) === end) {
        this.unwritten.delete(id);
        this.own.remove(id);
      }
      waiters.wake(id);
    }
    for (const [name, binds] of [...this.abandoned]) {
      await binds.free();
      binds.freedAt ??= performance.now();
      if (performance.now() - binds.freedAt > keepMs && this.abandoned.get(name) === binds) this.abandoned.delete(name);
    }
  }
}
