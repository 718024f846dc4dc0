import type { Operation } from '../operation.js';
import type { CircuitState } from './circuit-breaker.js';
import type { IncomingHeaders } from './transport.js';

/** A vendor's name, in capital letters: `ROUTEE`. */
export type Vendor = string;

export interface VendorRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** The template shown in reports, logs and metrics, such as `/viber/tracking/{trackingId}`; never a real id. */
  readonly route: string;
  /** The full address. */
  readonly url: string;
  /** All but the authorization. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface VendorAnswer {
  readonly status: number;
  /** In lower case; several where a header came several times. */
  readonly headers: IncomingHeaders;
  /** Decoded and decompressed text. */
  readonly body: string;
  /** When it had arrived, ISO 8601. */
  readonly receivedAt: string;
}

/** How the requests of one account are authorized. */
export interface Authorization {
  /** The header's value, at once where it is known; waits for a token where there is none. @throws MessagingError */
  header(deadline: number): string | Promise<string>;
  /** Asks for a new one because the vendor refused `used`; null where there is nothing to renew (HTTP Basic). */
  renew: ((used: string, deadline: number) => Promise<string>) | null;
  /** The circuit of the token endpoint, for readiness and metrics; absent where there is none. */
  readonly circuit?: CircuitState;
}

/** A call that changes nothing. It may be repeated, shared with others that ask the same, and remembered. */
export interface VendorRead<Value> extends VendorRequest {
  /** The largest answer, decompressed, bytes. */
  readonly maxBytes: number;
  /** Turns an answer of any status into a value, once however many wait for it. @throws MessagingError */
  readonly interpret: (answer: VendorAnswer) => Value;
  /** How long the value may be remembered, milliseconds; 0 or absent for not at all. */
  readonly keepFor?: (value: Value) => number;
}

/** What the calls of one tenant to one vendor share: authorization, connections, reads in flight, limits. */
export interface VendorClient {
  /**
   * Reads within the smaller of the vendor's deadline and what is left of the operation.
   * @throws MessagingError UPSTREAM_TIMEOUT, UPSTREAM_UNAVAILABLE, UPSTREAM_BAD_RESPONSE (too large, cut off),
   *   UPSTREAM_RATE_LIMITED, OVERLOADED, OPERATION_TOO_EXPENSIVE, or what `interpret` throws
   */
  read<Value>(read: VendorRead<Value>, operation: Operation): Promise<Value>;
  /**
   * Sends once; after a 401, which proves a refusal, once more with a new token.
   * @returns the answer of a request that left, whatever its status
   * @throws MessagingError SEND_OUTCOME_UNKNOWN when it may have arrived and no whole answer came; any other code
   *   proves that it never left
   */
  send(request: VendorRequest, operation: Operation, requireInTime?: () => void): Promise<VendorAnswer>;
}
