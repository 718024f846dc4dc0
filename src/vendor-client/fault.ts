import { MessagingError, type ErrorDetails } from '../errors/error.js';
import type { MessagingErrorCode } from '../errors/catalogue.js';

/** How a request can end without a whole answer. */
export type FaultKind =
  /** No connection was made: refused, unknown host, no route, TLS failure. */
  | 'NOT_CONNECTED'
  /** The connection went away before the answer was complete. */
  | 'RESET'
  | 'DEADLINE'
  /** Something came that is not a whole HTTP answer of acceptable size and encoding. */
  | 'UNREADABLE';

/** Why no whole answer came. Retry, circuit breaker and the outcome of sends decide by it; callers never see it. */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly kind: FaultKind;
  /** Whether the request may have reached the vendor. */
  readonly left: boolean;
  /** A bare code such as ECONNRESET, free of addresses and headers. */
  readonly code: string | undefined;

  constructor(kind: FaultKind, left: boolean, code?: string) {
    super(kind);
    this.kind = kind;
    this.left = left;
    this.code = code;
  }

  /** What callers are told about a read. */
  toMessagingError(vendor: ErrorDetails['vendor']): MessagingError {
    return new MessagingError(CODES[this.kind], { vendor, cause: this.code });
  }
}

const CODES: Record<FaultKind, MessagingErrorCode> = {
  NOT_CONNECTED: 'UPSTREAM_UNAVAILABLE',
  RESET: 'UPSTREAM_UNAVAILABLE',
  DEADLINE: 'UPSTREAM_TIMEOUT',
  UNREADABLE: 'UPSTREAM_BAD_RESPONSE',
};
