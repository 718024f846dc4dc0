import type { Answer } from './answer.js';
import type { Identify } from '../auth/caller.js';
import { ByteBudget } from './byte-budget.js';
import { Connections } from './connections.js';
import { createCors } from './cors.js';
import { createExplorerRoutes, type Explorer } from './explorer/explorer.js';
import { createGraphQLRoute } from './graphql-route.js';
import type { IncomingOperation } from '../graphql/incoming-operation.js';
import { createHealthRoutes } from './health/health-routes.js';
import { createHttpServer, type HttpServer } from './http-server.js';
import { HTTP_LIMITS, type HttpLimits } from './limits.js';
import { createMetricsRoute, type MetricsPage } from '../observability/metrics/metrics-route.js';
import type { RateLimiter } from '../rates/rate-limiter.js';
import { createReceive } from './receive.js';
import type { RequestObserver } from '../observability/request-observer.js';
import type { Route } from './route.js';
import { type AnswerWriter, createAnswerWriter } from './write-answer.js';

export interface ServerOptions {
  readonly answerOperation: (incoming: IncomingOperation) => Promise<Answer>;
  readonly identify: Identify;
  /** Whether a request may come under this `Host`; it keeps web pages from reaching a local server by a name of theirs. */
  readonly allowsHost: (host: string | undefined) => boolean;
  /** Whether more operations are refused than a full server can look at: then they are refused unread. */
  readonly isCrowded: () => boolean;
  /** Called for every request that was refused so. */
  readonly onRefused: () => void;
  readonly rates: RateLimiter;
  readonly isReady: () => Promise<boolean>;
  /** Whether sends can be written down. */
  readonly ledgerState: () => 'up' | 'down' | 'rolled back';
  /** While it is, every answer is the last of its connection. */
  readonly isDraining: () => boolean;
  /** Null where metrics are shown elsewhere, or nowhere. */
  readonly metrics: MetricsPage | null;
  readonly corsOrigins: readonly string[];
  /** What a browser sees; null when there is nothing to see. */
  readonly explorer: Explorer | null;
  /** Headers that every answer to an operation carries. */
  readonly headers: Readonly<Record<string, string>>;
  readonly observe: RequestObserver;
  readonly limits?: Partial<HttpLimits>;
}

/** The graph's server: GraphQL, health, metrics and the explorer. */
export function createServer(options: ServerOptions): HttpServer {
  const { explorer, metrics } = options;
  const limits = { ...HTTP_LIMITS, ...options.limits };
  const write = createAnswerWriter(options);
  const pages = explorer && createExplorerRoutes(explorer, options.headers, write);
  const routes = [
    createGraphQLRoute({
      ...options,
      write,
      budget: new ByteBudget(limits.bodyBytesInAll),
      bodyBytes: limits.bodyBytes,
      sendPage: pages?.sendPage ?? null,
    }),
    ...createHealthRoutes(options.isReady, options.ledgerState, write),
    ...(metrics ? [createMetricsRoute(metrics, write)] : []),
    ...(pages?.assets ?? []),
  ];
  return serve(routes, options, write, limits);
}

/** A server for metrics alone, under the same names as the graph's. */
export function createMetricsServer(
  page: MetricsPage,
  options: Pick<ServerOptions, 'allowsHost' | 'isDraining' | 'observe'>,
): HttpServer {
  const write = createAnswerWriter({ ...options, headers: {} });
  return serve([createMetricsRoute(page, write)], { ...options, corsOrigins: [] }, write, HTTP_LIMITS);
}

function serve(
  routes: readonly Route[],
  { allowsHost, corsOrigins }: Pick<ServerOptions, 'allowsHost' | 'corsOrigins'>,
  write: AnswerWriter,
  limits: HttpLimits,
): HttpServer {
  const receive = createReceive({ routes, allowsHost, cors: createCors(corsOrigins), write });
  return createHttpServer(new Connections(limits, receive), limits);
}
