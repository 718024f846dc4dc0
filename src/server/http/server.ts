import type { EventLogState } from '../../events/log/event-log.js';
import type { LedgerState } from '../../sends/ledger-store.js';
import type { RequestObserver } from '../answer/answer.js';
import type { Identify } from '../auth/caller.js';
import type { ConcurrencyLimiter } from '../graphql/concurrency-limiter.js';
import type { AnswerOperation } from '../graphql/graphql-handler.js';
import type { RateLimiter } from '../rates/rate-limiter.js';
import type { StartTrace } from '../traces/traces.js';
import { type CallbackRouteOptions, createCallbackRoute } from './callback-route.js';
import { Connections } from './connections.js';
import type { Console } from './console/console.js';
import { createAllowedOrigins, createCors } from './cors.js';
import type { Explorer } from './explorer/explorer.js';
import { createGraphQLRoute } from './graphql-route.js';
import { createHttpServer, type HttpServer } from './http-server.js';
import { ByteBudget, HTTP_LIMITS, type HttpLimits } from './limits.js';
import { createHealthRoutes, createMetricsRoute, type MetricsPage, type WorkersRunning } from './monitoring-routes.js';
import { createReceive, type PathRoute, type Route } from './receive.js';
import { OpenStreams } from './stream/open-streams.js';
import { createWebSockets } from './stream/web-sockets.js';
import { type AnswerWriter, createAnswerWriter } from './write-answer.js';

export interface ServerOptions {
  readonly answerOperation: AnswerOperation;
  readonly identify: Identify;
  /** Whether a request may come under this `Host`; it keeps web pages from reaching a local server by a name of theirs. */
  readonly allowsHost: (host: string | undefined) => boolean;
  readonly limiter: Pick<ConcurrencyLimiter, 'tenants' | 'shedsLoad' | 'countRefusal'>;
  readonly rates: RateLimiter;
  readonly isReady: () => Promise<boolean>;
  /** Whether sends can be written down. */
  readonly ledgerState: () => LedgerState;
  readonly eventsState: () => EventLogState;
  /** Null where this process is the only one. */
  readonly workers?: (() => WorkersRunning) | null;
  /** While it is, every answer is the last of its connection. */
  readonly isDraining: () => boolean;
  /** Null where metrics are shown elsewhere, or nowhere. */
  readonly metrics: MetricsPage | null;
  readonly corsOrigins: readonly string[];
  /** Null where vendors cannot call back. */
  readonly callbacks?: Pick<CallbackRouteOptions, 'intake' | 'observe' | 'setTimer' | 'limits'> | null;
  /** Whether pages of this machine may call too. */
  readonly corsLoopback: boolean;
  /** Null where it is off. */
  readonly explorer: Explorer | null;
  /** Null where it is off. */
  readonly console: Console | null;
  /** Headers that every answer to an operation carries. */
  readonly headers: Readonly<Record<string, string>>;
  readonly observe: RequestObserver;
  /** Null where traces are off. */
  readonly startTrace: StartTrace | null;
  /** Ends every subscription, when the server takes no more connections. */
  readonly endSubscriptions: () => void;
  readonly limits?: Partial<HttpLimits>;
}

/** The graph's server: GraphQL by HTTP and WebSocket, health, metrics, the explorer and the console. */
export function createServer(options: ServerOptions): HttpServer {
  const { explorer, metrics } = options;
  const limits = { ...HTTP_LIMITS, ...options.limits };
  const write = createAnswerWriter(options);
  const pages = explorer?.createRoutes(options.headers, write);
  const streams = new OpenStreams({ ...options, unexpected: options.observe.unexpected });
  const allowedOrigins = createAllowedOrigins(options.corsOrigins, options.corsLoopback);
  const upgrade = createWebSockets({ ...options, write, streams, allowedOrigins, limits });
  const routes: Route[] = [
    createGraphQLRoute({
      ...options,
      write,
      budget: new ByteBudget(limits.bodyBytesInAll, options.limiter.tenants),
      bodyBytes: limits.bodyBytes,
      streams,
      heartbeatMs: limits.heartbeatMs,
      allowedOrigins,
      upgrade,
      sendPage: pages?.sendPage ?? null,
    }),
    { path: '/ws', upgrade },
    ...createHealthRoutes(options.isReady, options.ledgerState, options.eventsState, options.workers ?? null, write),
    ...(metrics ? [createMetricsRoute(metrics, write)] : []),
    ...(pages?.assets ?? []),
    ...(options.console?.createRoutes(options.headers, write) ?? []),
  ];
  const { callbacks, allowsHost, limiter, startTrace } = options;
  const callbackRoute = callbacks
    ? createCallbackRoute({ ...callbacks, allowsHost, tenants: limiter.tenants, startTrace, write })
    : null;
  return serve(routes, callbackRoute, options, write, limits, streams);
}

/** A server for metrics alone, under the same names as the graph's. */
export function createMetricsServer(
  page: MetricsPage,
  options: Pick<ServerOptions, 'allowsHost' | 'isDraining' | 'observe' | 'startTrace'>,
): HttpServer {
  const write = createAnswerWriter({ ...options, headers: {} });
  const streams = new OpenStreams({ endSubscriptions: () => undefined, unexpected: options.observe.unexpected });
  const origins = { corsOrigins: [], corsLoopback: false };
  return serve([createMetricsRoute(page, write)], null, { ...options, ...origins }, write, HTTP_LIMITS, streams);
}

function serve(
  routes: readonly Route[],
  callbacks: PathRoute | null,
  { allowsHost, corsOrigins, corsLoopback }: Pick<ServerOptions, 'allowsHost' | 'corsOrigins' | 'corsLoopback'>,
  write: AnswerWriter,
  limits: HttpLimits,
  streams: OpenStreams,
): HttpServer {
  // without any origin answers carry no CORS headers
  const isOpen = corsLoopback || corsOrigins.length > 0;
  const cors = isOpen ? createCors(createAllowedOrigins(corsOrigins, corsLoopback)) : null;
  const receive = createReceive({ routes, callbacks, allowsHost, cors, write });
  return createHttpServer(new Connections(limits, receive), streams, limits);
}
