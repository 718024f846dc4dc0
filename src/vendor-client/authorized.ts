import type { Clock } from './clock.js';
import type { Authorization, VendorAnswer } from './vendor-client.js';

/** How long a token that was renewed in vain is not renewed again, milliseconds. */
const IN_VAIN_MS = 1000;

/** The account's name for one kind of call, and when a refusal of it is worth a new one. */
export class Authorized {
  readonly #authorization: Authorization;
  readonly #refusals: ReadonlySet<number>;
  readonly #now: Clock;
  /** A new token that was refused like the one before: then the account lacks the permission, not the token. */
  #inVain: { readonly header: string; readonly until: number } | null = null;

  /** @param refusals the statuses that may mean a dead token and prove that nothing was done */
  constructor(authorization: Authorization, refusals: readonly number[], now: Clock) {
    this.#authorization = authorization;
    this.#refusals = new Set(refusals);
    this.#now = now;
  }

  /** The header's value, at once where it is there. @throws MessagingError, or rejects with it, when none can be had */
  header(deadline: number): string | Promise<string> {
    return this.#authorization.header(deadline);
  }

  /**
   * A header to ask with once more, after an answer to `used`.
   * @returns null when the answer stands. Resolves to `used` when no other is to be had
   */
  renew({ status }: VendorAnswer, used: string, deadline: number): Promise<string> | null {
    if (!this.#refusals.has(status) || this.#authorization.renew === null) return null;
    if (this.#inVain?.header === used && this.#now() < this.#inVain.until) return null;
    return this.#authorization.renew(used, deadline);
  }

  /** Hears what was answered to a renewed header. */
  renewed({ status }: VendorAnswer, header: string): void {
    if (this.#refusals.has(status)) this.#inVain = { header, until: this.#now() + IN_VAIN_MS };
  }
}
