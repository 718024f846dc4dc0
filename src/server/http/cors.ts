import type { Exchange } from './exchange.js';

const MAX_AGE_SECONDS = '600';
/** Answer headers that scripts of other origins may read besides those that they always may. */
const EXPOSED = 'retry-after, x-request-id';

export interface Cors {
  /** Sets the headers that every answer to a page of this origin carries. */
  prepare(exchange: Exchange): void;
  /** The headers that answer a preflight, names and values in turn; null where the request is no preflight. */
  preflight(exchange: Exchange, methods: string): readonly string[] | null;
}

/**
 * Cross-origin resource sharing for a list of origins.
 * @param origins as browsers send them
 * @returns null without any: then answers carry no CORS headers
 * @see https://fetch.spec.whatwg.org/#http-cors-protocol
 */
export function createCors(origins: readonly string[]): Cors | null {
  if (origins.length === 0) return null;
  const allowed = new Map(
    origins.map((origin) => [
      origin,
      [
        ...['access-control-allow-origin', origin],
        ...['access-control-allow-credentials', 'true'],
        ...['access-control-expose-headers', EXPOSED],
      ],
    ]),
  );
  return {
    prepare(exchange) {
      exchange.vary = 'origin';
      exchange.corsHeaders = allowed.get(exchange.request.headers.origin ?? '') ?? null;
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
