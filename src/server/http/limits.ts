import { FairShare } from '../graphql/fair-share.js';

/** Limits of bytes, milliseconds and connections, before a caller is identified. Listed in docs/limits.md. */
export interface HttpLimits {
  /** One request body, also once decompressed, or one message of a WebSocket, bytes. */
  readonly bodyBytes: number;
  /** All request bodies in memory, bytes. */
  readonly bodyBytesInAll: number;
  /** All answers that were written and not yet taken by their callers, bytes. */
  readonly unsentBytesInAll: number;
  /** From the first byte of a request to its last, and from the opening of a connection to its first request. */
  readonly requestMs: number;
  /** From the moment that an answer is written until the caller has taken it. */
  readonly writeMs: number;
  /** How often the two deadlines are checked. */
  readonly checkMs: number;
  /** Connections without a request are announced to be kept for this time. */
  readonly keepAliveMs: number;
  /** They are kept so much longer, since a request may be under way when the time is over. */
  readonly keepAliveMarginMs: number;
  readonly connections: number;
  /** Requests that wait on one connection behind the one that is answered. */
  readonly pipelined: number;
  /** How often something is written to a stream or socket, so that a peer or proxy that is gone is noticed. */
  readonly heartbeatMs: number;
  /** From the opening of a WebSocket to its `connection_init`. */
  readonly initMs: number;
  /** WebSockets without one; the next closes the oldest of them. */
  readonly socketsWithoutInit: number;
  /** From the server's close frame to the end of the connection. */
  readonly closeMs: number;
}

const MEGABYTE = 1024 * 1024;

export const HTTP_LIMITS: HttpLimits = {
  bodyBytes: MEGABYTE,
  bodyBytesInAll: 64 * MEGABYTE,
  unsentBytesInAll: 64 * MEGABYTE,
  requestMs: 30_000,
  writeMs: 30_000,
  checkMs: 1000,
  keepAliveMs: 67_000, // longer than load balancers keep theirs, so that they close first
  keepAliveMarginMs: 5000,
  connections: 5000,
  pipelined: 16,
  heartbeatMs: 10_000,
  initMs: 3000,
  socketsWithoutInit: 100,
  closeMs: 1000,
};

/** Bytes that the requests of all tenants hold together, each tenant its share of them (see FairShare). */
export class ByteBudget {
  readonly #limit: number;
  readonly #held: FairShare;

  constructor(limit: number, tenants: number) {
    this.#limit = limit;
    this.#held = new FairShare(tenants);
  }

  /** @returns false, and takes nothing, where that is more than is left for the tenant */
  take(tenant: string, bytes: number): boolean {
    if (!this.#held.allows(tenant, bytes, this.#limit)) return false;
    this.#held.take(tenant, bytes);
    return true;
  }

  giveBack(tenant: string, bytes: number): void {
    this.#held.giveBack(tenant, bytes);
  }
}
