/**
 * How much of one amount each tenant holds. The rule of every limit that tenants share: a tenant may take all that is
 * free. One that holds less than its share (the amount divided by the number of tenants) may take up to it, and one that
 * holds nothing may take once, although nothing is free. Units of 1 thus never come to more than twice the amount or the
 * amount and one a tenant; one tenant alone never takes more than the amount.
 */
export class FairShare {
  readonly #held = new Map<string, number>();
  #total = 0;

  /** @param tenants of this server, not only those who ask just now */
  constructor(readonly tenants: number) {}

  get total(): number {
    return this.#total;
  }

  heldBy(tenant: string): number {
    return this.#held.get(tenant) ?? 0;
  }

  /** @param amount how much there is in all */
  allows(tenant: string, wanted: number, amount: number): boolean {
    if (this.#total + wanted <= amount) return true;
    if (this.tenants === 1) return false;
    const held = this.heldBy(tenant);
    return held === 0 || held + wanted <= Math.floor(amount / this.tenants);
  }

  /** @throws RangeError for what cannot be counted: it would stay in every later sum */
  take(tenant: string, amount: number): void {
    if (!Number.isFinite(amount)) throw new RangeError('an amount must be finite');
    this.#held.set(tenant, this.heldBy(tenant) + amount);
    this.#total += amount;
  }

  giveBack(tenant: string, amount: number): void {
    this.take(tenant, -amount);
  }
}
