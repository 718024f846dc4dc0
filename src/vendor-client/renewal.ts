import type { Clock } from './clock.js';
import type { Authorization, VendorAnswer } from './vendor-client.js';

type Headers = Readonly<Record<string, string>>;

/** How long a token that was renewed in vain is not renewed again, milliseconds. */
const IN_VAIN_MS = 1000;

/** The authorization of one kind of call, and which refusals of it are worth a new one. */
export class Renewal {
  readonly #authorization: Authorization;
  readonly #statuses: ReadonlySet<number>;
  readonly #clock: Clock;
  /** A new token that was refused like the one before: the account lacks the permission then. */
  #inVain: { readonly header: string; readonly until: number } | null = null;
  // Reads of one kind share their headers, and all calls the authorization: the last ones are mostly wanted again.
  #headers: Headers | undefined;
  #header = '';
  #merged: Headers = {};

  /** @param statuses those that may mean a dead token and prove that nothing was done */
  constructor(authorization: Authorization, statuses: readonly number[], clock: Clock) {
    this.#authorization = authorization;
    this.#statuses = new Set(statuses);
    this.#clock = clock;
  }

  /** The header's value, at once where it is there. @throws MessagingError, or rejects with it, when none can be had */
  header(deadline: number): string | Promise<string> {
    return this.#authorization.header(deadline);
  }

  /** All headers of a request. */
  merge(headers: Headers | undefined, header: string): Headers {
    if (headers !== this.#headers || header !== this.#header) {
      this.#headers = headers;
      this.#header = header;
      this.#merged = { ...headers, authorization: header };
    }
    return this.#merged;
  }

  /**
   * A header to ask with once more, after an answer to `used`.
   * @returns null when the answer stands. Resolves to `used` when no other is to be had
   */
  renew({ status }: VendorAnswer, used: string, deadline: number): Promise<string> | null {
    if (!this.#statuses.has(status) || this.#authorization.renew === null) return null;
    if (this.#inVain?.header === used && this.#clock.now() < this.#inVain.until) return null;
    return this.#authorization.renew(used, deadline);
  }

  /** To be called with the answer to a renewed header. */
  answered({ status }: VendorAnswer, header: string): void {
    if (this.#statuses.has(status)) this.#inVain = { header, until: this.#clock.now() + IN_VAIN_MS };
  }
}
