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

/**
 * Names the error of an HTTP library. It is read, never passed on: got's holds the Authorization header.
 * @param left whether a connection was made
 * @param answered whether the head of an answer had come
 */
export function libraryFault(error: unknown, left: boolean, answered: boolean): Error {
  const code = safeCode(error);
  // A mistake of ours, such as a space in a path: no vendor is to blame, and a retry cannot mend it.
  if (code === 'UND_ERR_INVALID_ARG' || code === 'ERR_INVALID_URL') return new TypeError('not a valid HTTP request');
  if (code?.startsWith('UND_ERR_') && code.endsWith('_TIMEOUT')) return new Fault('DEADLINE', left, code);
  if (!left) return new Fault('NOT_CONNECTED', false, code);
  // The peer closed in the middle of a body. undici alone tells a true reset apart; node:http calls both ECONNRESET.
  if (answered && code === 'UND_ERR_SOCKET') return new Fault('UNREADABLE', true, code);
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
