import type { Clock } from './clock.js';
import type { Authorization, VendorAnswer } from './vendor-client.js';

/** How long a token that was renewed in vain is not renewed again, milliseconds. */
const IN_VAIN_MS = 1000;

export type Ask = (authorization: string) => Promise<VendorAnswer>;

/** Asks in the account's name and, when that name is refused, once more with a renewed one. */
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

  /**
   * @param mayRepeat asked before the second request
   * @throws the authorization's error when there is no token to be had, or what `ask` throws
   */
  async ask(deadline: number, ask: Ask, mayRepeat: () => boolean): Promise<VendorAnswer> {
    const header = await this.#authorization.header(deadline);
    const answer = await ask(header);
    if (!this.#refusals.has(answer.status) || this.#authorization.renew === null) return answer;
    if (this.#inVain?.header === header && this.#now() < this.#inVain.until) return answer;
    const renewed = await this.#authorization.renew(header, deadline);
    if (renewed === header || !mayRepeat()) return answer;
    const second = await ask(renewed);
    if (this.#refusals.has(second.status)) this.#inVain = { header: renewed, until: this.#now() + IN_VAIN_MS };
    return second;
  }
}
