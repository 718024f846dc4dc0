import type { Change } from './ledger-changes.js';

/** What is known of attempts to cancel what has one vendor id. */
export interface CancelState {
  /** The attempt under way, and the process that makes it; null where there is none. */
  attempt: { readonly id: string; readonly owner: string; readonly pendingSince: number } | null;
  /** Whether an attempt had an unknown end. */
  hasUnknownEnd: boolean;
  cancelledAt: number | null;
  readonly until: number;
}

type CancelChange = Extract<Change, { op: 'cancel' | 'cancelEnd' }>;

/** The attempts of one tenant, by the fingerprint of the vendor id. */
export class CancelStates {
  readonly #states = new Map<string, CancelState>();

  get isEmpty(): boolean {
    return this.#states.size === 0;
  }

  get(vendor: string): CancelState | null {
    return this.#states.get(vendor) ?? null;
  }

  /** @returns whether it is cancelled by this change */
  apply(change: CancelChange, pendingSince: number): boolean {
    const state = this.#states.get(change.vendor);
    if (change.op === 'cancel') {
      if (state && (state.attempt || state.cancelledAt !== null)) return false; // another came first
      const { id, owner, until } = change;
      const hasUnknownEnd = state?.hasUnknownEnd ?? false;
      this.#states.set(change.vendor, {
        attempt: { id, owner, pendingSince },
        hasUnknownEnd,
        cancelledAt: null,
        until,
      });
      return false;
    }
    if (!state) return false;
    if (change.end === 'CANCELLED') {
      // It counts whatever is known of the attempt by now: another process may have given it up.
      state.attempt = null;
      if (state.cancelledAt !== null) return false;
      state.cancelledAt = change.at;
      return true;
    }
    if (state.attempt?.id !== change.id) return false;
    state.attempt = null;
    if (change.end === 'UNKNOWN') state.hasUnknownEnd = true;
    else if (!state.hasUnknownEnd) this.#states.delete(change.vendor);
    return false;
  }

  delete(vendor: string): void {
    this.#states.delete(vendor);
  }

  sweep(now: number): void {
    for (const [vendor, { until, attempt }] of this.#states)
      if (until <= now && attempt === null) this.#states.delete(vendor);
  }
}
