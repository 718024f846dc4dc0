import type { UpstreamRequest } from '../operation.js';
import type { CircuitState } from './circuit-breaker.js';
import type { FaultKind } from './fault.js';
import type { Vendor } from './vendor-client.js';

export type CallKind = 'TOKEN' | 'READ' | 'SEND';

/** What logs and metrics are told. Nothing in it identifies a caller, a resource or a secret. */
export type VendorEvent =
  | {
      readonly type: 'REQUEST';
      readonly kind: CallKind;
      readonly request: UpstreamRequest;
      /** Of the operation that leads the call; not set for a token, which many operations share. */
      readonly requestId?: string | null;
      /** Why no whole answer came; null when one did. */
      readonly fault: FaultKind | null;
      /** The library's bare code, such as ECONNRESET. */
      readonly code: string | undefined;
    }
  | {
      readonly type: 'REFUSED';
      readonly kind: CallKind;
      readonly vendor: Vendor;
      readonly reason: 'RATE_LIMITED' | 'CIRCUIT_OPEN' | 'OVERLOADED' | 'QUEUED_TOO_LONG';
    }
  /** A send was answered with success, but without the id of what was accepted. */
  | {
      readonly type: 'NO_TRACKING_ID';
      readonly vendor: Vendor;
      readonly route: string;
      readonly status: number;
      readonly requestId: string | null;
      /** The names of the members of the answer, at most 50; none that could hold data. */
      readonly members: readonly string[];
    }
  | { readonly type: 'CIRCUIT'; readonly kind: CallKind; readonly vendor: Vendor; readonly state: CircuitState };

export type Observe = (event: VendorEvent) => void;
