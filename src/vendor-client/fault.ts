import { MessagingError, type ErrorDetails } from '../errors/error.js';
import type { MessagingErrorCode } from '../errors/catalogue.js';

/** How a request can end without a complete answer. */
export type FaultKind =
  /** No connection was made: refused, unknown host, no route, TLS failure. */
  | 'NOT_CONNECTED'
  /** The connection closed before the answer was complete. */
  | 'RESET'
  | 'DEADLINE'
  /** What arrived is not a complete HTTP answer of allowed size and encoding. */
  | 'UNREADABLE';

/** Why there is no complete answer. Retries, circuit breaker and the outcome of sends depend on it; callers never see it. */
export class Fault extends Error {
  override readonly name = 'Fault';
  readonly kind: FaultKind;
  /** Whether the request may have reached the vendor. */
  readonly mayHaveArrived: boolean;
  /** A bare code such as ECONNRESET, free of addresses and headers. */
  readonly code: string | undefined;

  constructor(kind: FaultKind, mayHaveArrived: boolean, code?: string) {
    super(kind);
    this.kind = kind;
    this.mayHaveArrived = mayHaveArrived;
    this.code = code;
  }

  /** The error that callers of a read get. */
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

/**
 * Classifies the error of an HTTP library. The error itself is never passed on: got's holds the Authorization header.
 * @param isConnected whether the connection was open
 * @param hasHead whether the head of an answer had arrived
 */
export function libraryFault(error: unknown, isConnected: boolean, hasHead: boolean): Error {
  const code = safeCode(error);
  // A programming error, such as a space in a path: not the vendor's fault, and a retry would fail too.
  if (code === 'UND_ERR_INVALID_ARG' || code === 'ERR_INVALID_URL') return new TypeError('not a valid HTTP request');
  if (code?.startsWith('UND_ERR_') && code.endsWith('_TIMEOUT')) return new Fault('DEADLINE', isConnected, code);
  if (!isConnected) return new Fault('NOT_CONNECTED', false, code);
  // The peer closed in the middle of a body. Only undici distinguishes it from a reset; node:http reports both as ECONNRESET.
  if (hasHead && code === 'UND_ERR_SOCKET') return new Fault('UNREADABLE', true, code);
  if (isUnreadable(error, code)) return new Fault('UNREADABLE', true, code);
  return new Fault('RESET', true, code);
}

/** A head or a length that no parser accepts. */
const UNREADABLE_CODES = new Set([
  'UND_ERR_HEADERS_OVERFLOW',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
  'ERR_HTTP_CONTENT_LENGTH_MISMATCH',
]);

function isUnreadable(error: unknown, code: string | undefined): boolean {
  if (code !== undefined && (UNREADABLE_CODES.has(code) || code.startsWith('HPE_'))) return true;
  if (!(error instanceof Error)) return false;
  // undici's parser errors may come without a code; "bad response" and "bad upgrade" are its words for an unexpected
  // 100 or 101, under the same code as a closed connection.
  return error.name === 'HTTPParserError' || (code === 'UND_ERR_SOCKET' && error.message.startsWith('bad '));
}

function safeCode(error: unknown): string | undefined {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,60}$/.test(code) ? code : undefined;
}
