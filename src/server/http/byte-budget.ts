/** Bytes that many requests hold together, up to a limit. */
export class ByteBudget {
  readonly #limit: number;
  used = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** @returns false, and takes nothing, where that is more than is left */
  take(bytes: number): boolean {
    if (this.used + bytes > this.#limit) return false;
    this.used += bytes;
    return true;
  }

  giveBack(bytes: number): void {
    this.used -= bytes;
  }
}
