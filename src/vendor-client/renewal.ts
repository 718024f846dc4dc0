import type { Clock } from '../clock.js';
import type { Authorization, VendorAnswer } from './vendor-client.js';

export type Headers = Readonly<Record<string, string>>;

/** How long a renewed token that a route refused too is not renewed for that route and status again, milliseconds. */
const REFUSED_MS = 1000;

/** The authorization of one kind of call, and the statuses after which it is renewed. */
export class Renewal {
  readonly #authorization: Authorization;
  readonly #statuses: ReadonlySet<number>;
  readonly #clock: Clock;
  /** By status and route, where a renewed token was refused like the one before: the account lacks the permission. */
  readonly #refused = new Map<string, { readonly header: string; readonly until: number }>();
  // The last result is kept: most calls have the same headers and the same authorization.
  #headers: Headers | undefined;
  #header = '';
  #merged: Headers = {};

  /** @param statuses those that may mean an expired token and prove that the request had no effect */
  constructor(authorization: Authorization, statuses: readonly number[], clock: Clock) {
    this.#authorization = authorization;
    this.#statuses = new Set(statuses);
    this.#clock = clock;
  }

  /** The header's value, synchronously where it is known. @throws MessagingError, or rejects with it, where there is none */
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
   * The header for a second attempt, after an answer of the route to `used`.
   * @returns null where there is no second attempt. Resolves to `used` where there is no other header
   */
  renew(route: string, { status }: VendorAnswer, used: string, deadline: number): Promise<string> | null {
    if (!this.#statuses.has(status) || this.#authorization.renew === null) return null;
    const refused = this.#refused.get(`${status} ${route}`);
    if (refused?.header === used && this.#clock.now() < refused.until) return null;
    return this.#authorization.renew(used, deadline);
  }

  /** To be called with the answer to a renewed header. */
  answered(route: string, { status }: VendorAnswer, header: string): void {
    if (!this.#statuses.has(status)) return;
    this.#refused.set(`${status} ${route}`, { header, until: this.#clock.now() + REFUSED_MS });
  }
}
