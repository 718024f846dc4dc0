/** The most that is left of the limit, and the least. */
const LARGEST_CUT = 0.97;
const LEAST_CUT = 0.5;
/** Up to this share of refused calls the limit falls once in CUT_MS. */
const FEW_REFUSED = 0.05;
const CUT_MS = 1000;
/** The first time without growth, milliseconds, and the longest: it doubles while growth meets refusals again. */
const HOLD_MS = 1000;
const LONGEST_HOLD_MS = 8000;
/** Once the limit is higher by this factor, refusals are forgotten. */
const FORGOTTEN = 1.25;

/** The limit that a vendor's 429 led to: it is held for a while, and passed place by place. */
export class Refusals {
  #held = Number.POSITIVE_INFINITY;
  #holdUntil = 0;
  #holdMs = HOLD_MS / 2;
  #cutAt = Number.NEGATIVE_INFINITY;

  /**
   * The limit after a window with refusals: halfway to the one before growth; else as much of it as was of use.
   * @param refused the share of the calls that were refused
   * @param served the share of the time in flight that was of answered calls
   */
  cut(limit: number, refused: number, served: number, now: number): number {
    if (refused < FEW_REFUSED && now < this.#cutAt + CUT_MS) return limit;
    this.#cutAt = now;
    const isHeld = now < this.#holdUntil;
    const cut = Math.min(limit - 1, limit * Math.min(LARGEST_CUT, Math.max(LEAST_CUT, served)));
    const next = !isHeld && this.#held < limit ? Math.min(limit - 1, (limit + this.#held) / 2) : cut;
    if (!isHeld) this.#holdMs = Math.min(LONGEST_HOLD_MS, 2 * this.#holdMs);
    this.#held = next;
    this.#holdUntil = now + this.#holdMs;
    return next;
  }

  /** Whether a limit grows by one place at a time. */
  isNear(limit: number): boolean {
    return limit > 0.9 * this.#held;
  }

  /** What is left of growth from one limit to another. */
  bound(from: number, to: number, now: number): number {
    if (now < this.#holdUntil) return Math.min(to, Math.max(from, this.#held));
    if (to > FORGOTTEN * this.#held) {
      this.#held = Number.POSITIVE_INFINITY;
      this.#holdMs = HOLD_MS / 2;
    }
    return to;
  }
}
