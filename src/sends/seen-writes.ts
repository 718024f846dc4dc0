import type { LedgerHealth } from './ledger-health.js';
import type { SharedSeen } from './seen.js';

/** What this process has seen of its store, and the other processes of its instance. */
export class SeenWrites {
  readonly #highest = new Map<string, number>();
  readonly #identity: string;
  readonly #health: LedgerHealth;
  readonly #shared: SharedSeen | null;

  /** @param shared null where the instance is this process alone */
  constructor(identity: string, health: LedgerHealth, shared: SharedSeen | null) {
    this.#identity = identity;
    this.#health = health;
    this.#shared = shared;
    shared?.onRolledBack((cause) => health.rolledBack(cause));
  }

  get sequences(): readonly (readonly [base: string, sequence: number])[] {
    return [...this.#highest];
  }

  highest(base: string): number {
    return this.#highest.get(base) ?? 0;
  }

  add(base: string, sequence: number): void {
    if (sequence <= this.highest(base)) return;
    this.#highest.set(base, sequence);
    this.#shared?.publish({ identity: this.#identity, sequences: { [base]: sequence }, rolledBack: null });
  }

  /** The store lost writes. */
  rolledBack(cause: string): void {
    if (this.#health.state === 'rolled back') return;
    this.#health.rolledBack(cause);
    this.#shared?.publish({ identity: this.#identity, sequences: {}, rolledBack: cause });
  }

  /** Learns what the other processes have seen, before the store is asked what it has. */
  async learn(): Promise<void> {
    if (this.#shared === null) return;
    const own = { identity: this.#identity, sequences: Object.fromEntries(this.#highest), rolledBack: null };
    const { sequences, rolledBack } = await this.#shared.share(own).catch(() => own); // the primary process has ended
    for (const [base, sequence] of Object.entries(sequences))
      this.#highest.set(base, Math.max(sequence, this.highest(base)));
    if (rolledBack !== null) this.#health.rolledBack(rolledBack);
  }
}
