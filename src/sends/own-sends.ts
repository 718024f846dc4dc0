import type { SendOutcome, SendSummary } from './send-ledger.js';

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
