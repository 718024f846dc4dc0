import type { Operation, UpstreamRequest } from '../operation.js';
import type { Trace } from '../trace.js';
import type { CircuitState } from './circuit-breaker.js';
import type { FaultKind } from './fault.js';
import type { IncomingHeaders } from './transport.js';

/** A vendor's name, in capital letters: `ROUTEE`. */
export type Vendor = string;

export interface VendorRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** The template shown in reports, logs and metrics, such as `/viber/tracking/{trackingId}`; never a real id. */
  readonly route: string;
  /** The full address. */
  readonly url: string;
  /** Without the authorization. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Of a send: a 403 proves, as a 401 does, that nothing was sent, and may mean a dead token. */
  readonly repeatsAfter403?: true;
}

export interface VendorAnswer {
  readonly status: number;
  /** In lower case; several where a header came several times. */
  readonly headers: IncomingHeaders;
  /** Decoded and decompressed text. */
  readonly body: string;
  /** When it arrived, ISO 8601. */
  readonly receivedAt: string;
}

/** The authorization of one account's requests. */
export interface Authorization {
  /** The header's value, synchronously where it is known, else after a token was fetched. @throws MessagingError */
  header(deadline: number): string | Promise<string>;
  /** A new value after the vendor refused `used`; null where there is nothing to renew (HTTP Basic). */
  renew: ((used: string, deadline: number) => Promise<string>) | null;
  /** The circuit of the token endpoint, for readiness and metrics; absent where there is none. */
  readonly circuit?: CircuitState;
}

/** A call without effect at the vendor. It may be repeated, shared with equal calls in flight, and cached. */
export interface VendorRead<Value> extends VendorRequest {
  /** The largest answer, decompressed, bytes. */
  readonly maxBytes: number;
  /** Turns an answer of any status into a value, once for all waiters. @throws MessagingError */
  readonly interpret: (answer: VendorAnswer) => Value;
  /** Whether operations that ask for fresh values join the same read in flight too. */
  readonly joinsFresh?: true;
  /** The id of what the answer describes: a change of it makes the cached value stale at once. */
  readonly about?: string;
  /** How long the value may be cached, milliseconds; 0 or absent for not at all. */
  readonly keepFor?: (value: Value) => number;
}

/** What the calls of one tenant to one vendor share: authorization, connections, reads in flight, limits. */
export interface VendorClient {
  /**
   * Reads within the earlier of the call's deadline and the operation's.
   * @throws MessagingError UPSTREAM_TIMEOUT, UPSTREAM_UNAVAILABLE, UPSTREAM_BAD_RESPONSE (too large, cut off),
   *   UPSTREAM_RATE_LIMITED, OVERLOADED, OPERATION_TOO_EXPENSIVE, or what `interpret` throws
   */
  read<Value>(read: VendorRead<Value>, operation: Operation): Promise<Value>;
  /**
   * Sends once; after a 401, which proves a refusal, once more with a new token; where the request says so after a 403.
   * @returns the answer, of any status
   * @throws MessagingError SEND_OUTCOME_UNKNOWN when it may have arrived and no whole answer came; any other code
   *   proves that nothing was sent
   */
  send(request: VendorRequest, operation: Operation, requireInTime?: () => void): Promise<VendorAnswer>;
}

export type CallKind = 'TOKEN' | 'READ' | 'SEND';

/** Why a call was not sent. */
export type RefusalReason = 'RATE_LIMITED' | 'CIRCUIT_OPEN' | 'OVERLOADED' | 'QUEUED_TOO_LONG';

/** What of an answer with success cannot be used: it is no JSON, it lacks what identifies the thing, or rows that it counts. */
export type Misfit = 'NOT_JSON' | 'OTHER_SHAPE' | 'FEWER_ROWS';

/** For logs and metrics. It identifies no caller, no resource and no secret. */
export type VendorEvent =
  | {
      readonly type: 'REQUEST';
      readonly kind: CallKind;
      readonly request: UpstreamRequest;
      /** Where a token was fetched, such as `https://auth.example`; absent for other calls, whose spans have their address. */
      readonly origin?: string;
      /** Of the operation that made the call; absent for a token, which many operations share. */
      readonly requestId?: string | null;
      readonly trace?: Trace | null;
      /** Why there is no complete answer; null where there is one. */
      readonly fault: FaultKind | null;
      /** The library's bare code, such as ECONNRESET. */
      readonly code: string | undefined;
    }
  | {
      readonly type: 'REFUSED';
      readonly kind: CallKind;
      readonly vendor: Vendor;
      readonly reason: RefusalReason;
    }
  /** A read or a token was answered with success, and the answer cannot be used; comes after its REQUEST, in the same turn. */
  | {
      readonly type: 'UNUSABLE';
      readonly kind: CallKind;
      readonly request: Pick<UpstreamRequest, 'vendor' | 'method' | 'route' | 'status'>;
      readonly requestId?: string | null;
      readonly trace?: Trace | null;
      readonly misfit: Misfit;
    }
  /** A send was answered with success, but without the id of what was accepted. */
  | {
      readonly type: 'NO_TRACKING_ID';
      readonly vendor: Vendor;
      readonly route: string;
      readonly status: number;
      readonly requestId: string | null;
      readonly trace: Trace | null;
      /** The names of the members of the answer, at most 50; none that could hold data. */
      readonly members: readonly string[];
    }
  | { readonly type: 'CIRCUIT'; readonly kind: CallKind; readonly vendor: Vendor; readonly state: CircuitState };

export type Observe = (event: VendorEvent) => void;
