import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Connections } from './connections.js';
import { type Expectation, Exchange } from './exchange.js';
import type { HttpLimits } from './limits.js';
import { addressesOf, listenOn, urlOf } from './listen.js';
import type { OpenStreams } from './stream/open-streams.js';
import { UpgradableRequest } from './stream/upgradable-request.js';

/** One server on every address of a host. */
export interface HttpServer {
  readonly connections: Connections;
  readonly streams: OpenStreams;
  /**
   * @param host a name or an address, or a list of addresses
   * @returns the URL under which it is reached, without a slash at its end. Rejects where the port is taken
   */
  listen(host: string | readonly string[], port: number): Promise<string>;
  /** Takes no more connections. Resolves when all are closed. */
  close(): Promise<void>;
  /** Closes the connections without a request. */
  closeIdle(): void;
}

/**
 * node:http with the deadlines of `limits`.
 * @param connections take every request in
 */
export function createHttpServer(connections: Connections, streams: OpenStreams, limits: HttpLimits): HttpServer {
  let servers: readonly Server[] = [];
  let checking: NodeJS.Timeout | undefined;

  return {
    connections,
    streams,
    async listen(host, port) {
      const addresses = typeof host === 'string' ? await addressesOf(host) : host;
      const listening = await listenOn(addresses, port, () => createOne(connections, limits));
      servers = listening.servers;
      checking = setInterval(() => connections.checkUnsent(), limits.checkMs).unref();
      return urlOf(typeof host === 'string' ? host : addresses[0]!, listening.port);
    },
    async close() {
      const closed = servers.map((server) => once(server, 'close'));
      for (const server of servers) server.close();
      await Promise.all(closed);
      clearInterval(checking);
    },
    closeIdle() {
      for (const server of servers) server.closeIdleConnections();
      connections.closeSilent();
    },
  };
}

function createOne(connections: Connections, limits: HttpLimits): Server {
  const server = createServer({
    requestTimeout: limits.requestMs,
    headersTimeout: limits.requestMs,
    connectionsCheckingInterval: limits.checkMs,
    keepAliveTimeout: limits.keepAliveMs,
    IncomingMessage: UpgradableRequest,
  });
  server.maxHeadersCount = 0; // node:http drops those beyond 2000 in silence; their bytes are limited
  // Not in the documentation of node:http: a caller that has closed its side is still answered (see Exchange.halfClosed).
  Object.assign(server, { httpAllowHalfOpen: true });
  const take = (request: IncomingMessage, response: ServerResponse, expects: Expectation): void => {
    const connection = connections.of(request.socket);
    connection?.add(new Exchange(request, response, connection, expects));
  };
  server.on('connection', (socket: Socket) => connections.add(socket));
  keepLonger(server, limits.keepAliveMarginMs);
  server.on('request', (request, response) => take(request, response, 'NOTHING'));
  server.on('checkContinue', (request, response) => take(request, response, 'CONTINUE'));
  server.on('checkExpectation', (request, response) => take(request, response, 'UNKNOWN'));
  // Requests for a WebSocket alone, see UpgradableRequest. They wait for the answers before them like any other.
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    const connection = connections.of(socket);
    connection?.add(new Exchange(request, new ServerResponse(request), connection, 'NOTHING', head));
  });
  // Without a listener node:http closes the connection, and the answer to a request before it is lost.
  server.on('connect', ({ socket }: IncomingMessage) => connections.of(socket)?.fail(501, 'Not Implemented'));
  server.on('clientError', ({ code = '' }: NodeJS.ErrnoException, socket: Socket) => {
    const connection = connections.of(socket);
    const refusal = REFUSALS[code] ?? (code.startsWith('HPE_') ? NOT_HTTP : null);
    if (connection && refusal) connection.fail(...refusal);
    else socket.destroy(); // the connection is broken
  });
  return server;
}

/** Closes connections when the margin is over too. Without a listener node:http closes them at the announced time. */
function keepLonger(server: Server, marginMs: number): void {
  const bytesAtTimeout = new WeakMap<Socket, number>();
  server.on('timeout', (socket: Socket) => {
    if (bytesAtTimeout.get(socket) === socket.bytesRead) return void socket.destroy();
    bytesAtTimeout.set(socket, socket.bytesRead);
    socket.setTimeout(marginMs);
  });
}

const NOT_HTTP: readonly [status: number, reason: string] = [400, 'Bad Request'];
const REFUSALS: Readonly<Record<string, readonly [status: number, reason: string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large'],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [413, 'Payload Too Large'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout'],
};
