import type { AllowedOrigins } from './cors.js';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Exchange } from './exchange.js';
import { refuse, type RequestError } from '../answer/request-error.js';
import { isLoopback } from '../../loopback.js';

/**
 * Whether a `Host` is this very machine's. A web page can point a name of its own at a loopback address, and the
 * browser then lets it talk to a local server as if it were its own (DNS rebinding); the name gives it away.
 */
export function isLocalHost(host: string | undefined): boolean {
  if (host === undefined) return false;
  if (host === lastLocalHost) return true;
  if (!isLoopback(host.replace(/:\d+$/, ''))) return false;
  lastLocalHost = host;
  return true;
}

/** Nearly every request has the same. */
let lastLocalHost = '';

/** Types that a web page may send to another origin without asking first. */
const SIMPLE_TYPES: ReadonlySet<string> = new Set([
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'text/plain',
]);

/** A media type without its parameters, in lower case. */
function essenceOf(contentType: string | undefined): string | undefined {
  if (contentType === undefined || contentType === 'application/json') return contentType;
  const end = contentType.indexOf(';');
  return (end < 0 ? contentType : contentType.slice(0, end)).trim().toLowerCase();
}

/**
 * A POST is JSON, which browsers send to another origin only after a preflight; a GET has a header that they do not send
 * without one (CSRF prevention, by the rules of Apollo Server). @returns why a request is refused; null where it is not
 */
export function refusalByType(
  method: 'GET' | 'POST',
  { headers, url }: Pick<IncomingMessage, 'headers' | 'url'>,
): RequestError | null {
  const type = essenceOf(headers['content-type']);
  if (method === 'POST') return type === 'application/json' ? null : notJson();
  if (!isPreflighted(headers)) return hasOperation(url) ? crossSite() : noQuery();
  return type === undefined || type === 'application/json' ? null : notJson();
}

/** Whether a browser asks the server before it sends such a GET to another site. */
export function isPreflighted(headers: IncomingHttpHeaders): boolean {
  const type = essenceOf(headers['content-type']);
  return (
    (type !== undefined && !SIMPLE_TYPES.has(type)) ||
    isPresent(headers['apollo-require-preflight']) ||
    isPresent(headers['x-apollo-operation-name'])
  );
}

/** Whether an address names an operation: by its text, or by the hash in `extensions`. */
export const hasOperation = (url: string | undefined): boolean => /[?&](query|extensions)=/.test(url ?? '');

/** A page's own origin has the host of the address that it asks, or is one of a list. Schemes differ behind a proxy. */
export function isForeignOrigin(origin: string, host: string | undefined, allowedOrigins: AllowedOrigins): boolean {
  if (allowedOrigins.has(origin)) return false;
  try {
    const { protocol, host: own } = new URL(origin);
    return host === undefined || own === '' || own !== new URL(`${protocol}//${host}`).host;
  } catch {
    return true; // `null`, of a page without an origin
  }
}

/**
 * EventSource sends no header of a page's own, so that the rule above would refuse it: a stream by GET is refused where
 * the browser says that a page of another site asks.
 */
export function refusalByOrigin(
  { host, request: { headers } }: Pick<Exchange, 'host' | 'request'>,
  allowedOrigins: AllowedOrigins,
): RequestError | null {
  const { origin } = headers;
  const isAllowed = origin !== undefined && allowedOrigins.has(origin);
  if (headers['sec-fetch-site'] === 'cross-site' && !isAllowed) return foreignPage();
  return origin !== undefined && isForeignOrigin(origin, host, allowedOrigins) ? foreignPage() : null;
}

export const foreignPage = (): RequestError =>
  refuse(403, 'FORBIDDEN', 'Pages of other origins may not ask this; CORS_ORIGINS lists those that may.');

const isPresent = (value: string | string[] | undefined): boolean => value !== undefined && value.length > 0;

const notJson = (): RequestError =>
  refuse(415, 'BAD_REQUEST', 'The body is JSON with the content type application/json.');
const noQuery = (): RequestError =>
  refuse(
    400,
    'BAD_REQUEST',
    'The address has no `query`; send one by POST, as a JSON object with `query`, or by GET, with the header apollo-require-preflight: 1.',
  );
const crossSite = (): RequestError =>
  refuse(
    400,
    'BAD_REQUEST',
    'A query by GET needs a header that web pages cannot send to another site unasked: apollo-require-preflight: 1, or x-apollo-operation-name.',
  );
