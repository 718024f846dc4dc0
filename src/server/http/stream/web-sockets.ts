import type { AllowedOrigins } from '../cors.js';
import { GRAPHQL_TRANSPORT_WS_PROTOCOL, MessageType, parseMessage } from 'graphql-ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { foreignPage, isForeignOrigin } from '../cross-site.js';
import type { Exchange } from '../exchange.js';
import type { HttpLimits } from '../limits.js';
import type { AnswerWriter } from '../write-answer.js';
import { CLOSE, Socket } from './socket.js';
import type { SocketState } from './socket-operation.js';
import { refusalOf, refusedSocket, REPLACED } from './socket-refusal.js';
import { createSocketProtocol, type SocketProtocolOptions } from './socket-protocol.js';

export interface WebSocketOptions extends Omit<SocketProtocolOptions, 'initMs'> {
  readonly write: AnswerWriter;
  readonly allowedOrigins: AllowedOrigins;
  readonly limits: Pick<HttpLimits, 'bodyBytes' | 'heartbeatMs' | 'initMs' | 'socketsWithoutInit' | 'closeMs'>;
}

/**
 * Opens a WebSocket where a request asks for one. Browsers open them for pages of any site, so that the origin is checked
 * here.
 */
export function createWebSockets(options: WebSocketOptions): (exchange: Exchange) => void {
  const { write, streams, observe, limits, startTrace, allowedOrigins } = options;
  const protocol = createSocketProtocol({ ...options, initMs: limits.initMs });
  const settings = {
    noServer: true,
    clientTracking: false,
    maxPayload: limits.bodyBytes,
    perMessageDeflate: false,
    autoPong: false,
    closeTimeout: limits.closeMs,
    handleProtocols: (offered: Set<string>) =>
      offered.has(GRAPHQL_TRANSPORT_WS_PROTOCOL) ? GRAPHQL_TRANSPORT_WS_PROTOCOL : (false as const),
  };
  const server = new WebSocketServer(settings);
  /** Sockets that have not sent `connection_init`, or are being closed for it; the oldest first. */
  const withoutInit = new Set<SocketState>();

  /** Over the limit the oldest makes room, so that callers without credentials cannot keep others out. */
  function addWithoutInit(state: SocketState): void {
    withoutInit.add(state);
    const [oldest] = withoutInit;
    if (!oldest || withoutInit.size <= limits.socketsWithoutInit) return;
    withoutInit.delete(oldest); // at once: its `close` event comes later
    if (oldest.socket.isOpen) observe.answered(refusedSocket(oldest, REPLACED));
    oldest.socket.drop(CLOSE.tryAgainLater, 'Too many connections without connection_init');
  }

  function open(exchange: Exchange, webSocket: WebSocket): void {
    const { request, connection, requestId } = exchange;
    let receive = (_text: string): Promise<void> => Promise.resolve();
    let closed = (_code: number, _reason: string): Promise<void> => Promise.resolve();
    const unexpected = (error: unknown): void => observe.unexpected(error, exchange);
    const socket = new Socket(webSocket, {
      connection,
      ...limits,
      tenant: () => state.caller?.service.tenant.id ?? '',
      onMessage(text) {
        receive(text).catch((error: unknown) => {
          if (isOfServers(text)) return socket.close(CLOSE.invalid, 'Invalid message received');
          unexpected(error);
          socket.close(CLOSE.internal, 'Internal server error');
        });
      },
      onClosing(code) {
        const refusal = refusalOf(code);
        if (refusal) observe.answered(refusedSocket(state, refusal));
      },
      onClose(code, reason) {
        withoutInit.delete(state);
        streams.delete(whole);
        closed(code, reason).catch(unexpected);
      },
    });
    const state: SocketState = {
      socket,
      upgradeHeaders: request.headers,
      requestId,
      ip: request.socket.remoteAddress ?? '',
      headers: null,
      caller: null,
      trace: exchange.trace,
      operations: 0,
      onInit: () => withoutInit.delete(state),
      onRefused: () => addWithoutInit(state),
    };
    const whole = { stop: () => socket.close(CLOSE.restart, 'Service restart') };
    closed = protocol.opened(
      {
        protocol: socket.protocol,
        send: async (text) => void (await socket.send(text)),
        close: (code, reason) => socket.close(code ?? CLOSE.internal, reason ?? ''),
        onMessage: (callback) => (receive = callback),
      },
      state,
    ) as typeof closed;
    streams.add(whole);
    addWithoutInit(state);
  }

  return (exchange) => {
    const { request, connection, host } = exchange;
    // names the trace in lines of the socket; its span ends, and is exported, only where the socket is refused
    if (startTrace !== null) exchange.trace = startTrace(request, exchange.path);
    const { origin } = request.headers;
    if (origin !== undefined && isForeignOrigin(origin, host, allowedOrigins))
      return write.refuse(exchange, foreignPage());
    server.handleUpgrade(request, connection.upgraded(), exchange.upgrade!, (webSocket) => open(exchange, webSocket));
  };
}

const OF_SERVERS: ReadonlySet<MessageType> = new Set([MessageType.ConnectionAck, MessageType.Next, MessageType.Error]);

/** Whether only servers send such a message: graphql-ws throws for it, as for a fault of its own. */
function isOfServers(text: string): boolean {
  try {
    return OF_SERVERS.has(parseMessage(text).type);
  } catch {
    return false;
  }
}
