import type { AnswerWriter } from './write-answer.js';
import type { Cors } from './cors.js';
import type { Exchange } from './exchange.js';
import { refuse, type RequestError } from '../answer/request-error.js';

type Handle = (exchange: Exchange) => void;

/** The handlers of one path. */
export interface Route {
  readonly path: string;
  /** Answers HEAD too, without the body. */
  readonly get?: Handle;
  readonly post?: Handle;
  /** Takes requests for a WebSocket. */
  readonly upgrade?: Handle;
}

/** Takes every request to some paths, with its own check of the host and of the method, and without CORS. */
export interface PathRoute {
  takes(path: string): boolean;
  readonly handle: Handle;
}

export interface ReceiveOptions {
  readonly routes: readonly Route[];
  readonly callbacks?: PathRoute | null;
  /** Whether a request may come under this `Host`; it keeps web pages from reaching a local server by a name of theirs. */
  readonly allowsHost: (host: string | undefined) => boolean;
  readonly cors: Cors | null;
  readonly write: AnswerWriter;
}

const TEXT = { 'content-type': 'text/plain; charset=utf-8' };

/** The first steps of every request: host, CORS, path, method, then the handler of its route. */
export function createReceive({
  routes,
  callbacks,
  allowsHost,
  cors,
  write,
}: ReceiveOptions): (exchange: Exchange) => void {
  const table = new Map(routes.map((route) => [route.path, route]));

  function receive(exchange: Exchange): void {
    const { headers, method, rawHeaders } = exchange.request;
    const repeated = findRepeated(rawHeaders);
    if (repeated !== null) return write.refuse(exchange, givenTwice(repeated));
    const { host } = headers;
    const isCallback = callbacks != null && callbacks.takes(exchange.path);
    if (!isCallback && (!allowsHost(host) || (exchange.host !== host && !allowsHost(exchange.host))))
      return write.refuse(exchange, foreignHost());
    // node:http itself refuses a body whose last encoding is not chunked, and undoes that one alone
    if (headers['transfer-encoding']?.includes(',')) return write.refuse(exchange, unknownTransferEncoding());
    if (exchange.expects === 'UNKNOWN') return write.refuse(exchange, unknownExpectation());
    if (isCallback) return callbacks.handle(exchange);
    cors?.prepare(exchange);
    const route = table.get(exchange.path);
    if (!route) return write.plain(exchange, 404, TEXT, 'not found\n');
    if (exchange.upgrade && route.upgrade) return route.upgrade(exchange);
    if (method === 'POST' && route.post) return route.post(exchange);
    if ((method === 'GET' || method === 'HEAD') && route.get) return route.get(exchange);
    const allow = methodsOf(route);
    if (method === 'OPTIONS' && cors) {
      const preflight = cors.preflight(exchange, allow) ?? [];
      if (preflight.length > 0) exchange.corsHeaders = [...(exchange.corsHeaders ?? []), ...preflight];
      return write.plain(exchange, 204, { allow, 'content-length': '0' }, null);
    }
    if (route.post) return write.refuse(exchange, methodNotAllowed(allow));
    if (allow === '')
      return write.plain(
        exchange,
        426,
        { ...TEXT, upgrade: 'websocket', connection: 'upgrade' },
        'a WebSocket is served here\n',
      );
    write.plain(exchange, 405, { ...TEXT, allow }, 'method not allowed\n');
  }

  return (exchange) => {
    try {
      receive(exchange);
    } catch (error) {
      write.refuse(exchange, error);
    }
  };
}

/** Of several values node:http takes the first, and another server behind the same proxy may take the last. */
const GIVEN_ONCE: readonly string[] = ['host', 'authorization'];
const LENGTHS: readonly number[] = GIVEN_ONCE.map(({ length }) => length);

/** @param rawHeaders names and values in turn @returns a header that is given more than once and may not be; null for none */
function findRepeated(rawHeaders: readonly string[]): string | null {
  let given = 0; // a bit for each of GIVEN_ONCE
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]!;
    const index = LENGTHS.indexOf(name.length);
    if (index < 0 || name.toLowerCase() !== GIVEN_ONCE[index]) continue;
    if ((given & (1 << index)) !== 0) return GIVEN_ONCE[index];
    given |= 1 << index;
  }
  return null;
}

const givenTwice = (name: string): RequestError =>
  refuse(400, 'BAD_REQUEST', `The header \`${name}\` is given more than once; once is allowed.`);
const unknownTransferEncoding = (): RequestError =>
  refuse(501, 'BAD_REQUEST', 'The transfer encoding is not served; chunked is allowed.');
const foreignHost = (): RequestError =>
  refuse(
    421,
    'BAD_REQUEST',
    'This server does not answer under that host name; localhost and loopback addresses are allowed.',
  );
const unknownExpectation = (): RequestError =>
  refuse(417, 'BAD_REQUEST', 'The expectation is unknown; 100-continue is allowed.');
const methodNotAllowed = (allow: string): RequestError =>
  refuse(405, 'BAD_REQUEST', 'GraphQL goes by POST, or by GET for queries and subscriptions.', { allow });

/** The methods of a route, as `allow` lists them. */
const methodsOf = ({ get, post }: Route): string => [get && 'GET, HEAD', post && 'POST'].filter(Boolean).join(', ');
