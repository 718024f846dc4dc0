import { isLoopback } from '../../loopback.js';
import type { Exchange } from './exchange.js';

const MAX_AGE_SECONDS = '600';
/** Answer headers that scripts of other origins may read besides those that they always may. */
const EXPOSED = 'ratelimit, ratelimit-policy, retry-after, x-request-id';

/** Origins of pages that may call. */
export type AllowedOrigins = Pick<ReadonlySet<string>, 'has'>;

/**
 * @param origins as browsers send them
 * @param allowsLoopback whether every page of this machine may call too, on whatever port, as while it is developed
 */
export function createAllowedOrigins(origins: readonly string[], allowsLoopback: boolean): AllowedOrigins {
  const listed = new Set(origins);
  return { has: (origin) => listed.has(origin) || (allowsLoopback && isOfThisMachine(origin)) };
}

/** As a browser writes the origin of a page that this machine serves. */
function isOfThisMachine(origin: string): boolean {
  if (!URL.canParse(origin)) return false;
  const { protocol, hostname, origin: written } = new URL(origin);
  return written === origin && (protocol === 'http:' || protocol === 'https:') && isLoopback(hostname);
}

export interface Cors {
  /** Sets the headers that every answer to a page of this origin carries. */
  prepare(exchange: Exchange): void;
  /** The headers that answer a preflight, names and values in turn; null where the request is no preflight. */
  preflight(exchange: Exchange, methods: string): readonly string[] | null;
}

/**
 * Cross-origin resource sharing.
 * @see https://fetch.spec.whatwg.org/#http-cors-protocol
 */
export function createCors(allowed: AllowedOrigins): Cors {
  const headersFor = (origin: string): readonly string[] => [
    ...['access-control-allow-origin', origin],
    ...['access-control-allow-credentials', 'true'],
    ...['access-control-expose-headers', EXPOSED],
  ];
  return {
    prepare(exchange) {
      exchange.vary = 'origin';
      const { origin = '' } = exchange.request.headers;
      exchange.corsHeaders = allowed.has(origin) ? headersFor(origin) : null;
    },
    preflight(exchange, methods) {
      const { headers } = exchange.request;
      if (headers.origin === undefined || headers['access-control-request-method'] === undefined) return null;
      exchange.vary = 'origin, access-control-request-headers';
      if (exchange.corsHeaders === null) return [];
      const wanted = headers['access-control-request-headers'];
      return [
        ...['access-control-allow-methods', methods],
        ...['access-control-max-age', MAX_AGE_SECONDS],
        ...(wanted === undefined ? [] : ['access-control-allow-headers', wanted]),
      ];
    },
  };
}
