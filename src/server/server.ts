import type { IncomingMessage, ServerResponse } from 'node:http';
import cors from '@fastify/cors';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Answer } from './answer.js';
import type { Caller, Identify } from './caller.js';
import { createCrowdRefusal } from './crowd-refusal.js';
import { errorAnswer } from './error-answer.js';
import type { Explorer } from './explorer/explorer.js';
import type { IncomingOperation } from './graphql-handler.js';
import { addHealthRoutes } from './health/health-routes.js';
import { MAX_BODY_BYTES, readBody } from './http-body.js';
import { addMetricsRoute, type MetricsPage } from './metrics/metrics-route.js';
import type { RateKeeper } from './rates/rate-keeper.js';
import { refuse, RequestError } from './request-error.js';
import { readRequestId, withRequestId } from './request-id.js';
import type { RequestObserver } from './request-observer.js';

export interface ServerOptions {
  readonly answerOperation: (incoming: IncomingOperation) => Promise<Answer>;
  readonly identify: Identify;
  /** Whether a request may come under this `Host`; it keeps web pages from reaching a local server by a name of theirs. */
  readonly allowsHost: (host: string | undefined) => boolean;
  /** Whether a crowd stands before a full server: then requests are refused unread. */
  readonly isCrowded: () => boolean;
  /** Hears of every request that was refused so. */
  readonly onRefused: () => void;
  readonly rates: RateKeeper;
  readonly isReady: () => Promise<boolean>;
  /** While it is, every answer is the last of its connection. */
  readonly isDraining: () => boolean;
  /** Null where metrics are shown elsewhere, or nowhere. */
  readonly metrics: MetricsPage | null;
  readonly corsOrigins: readonly string[];
  /** What a browser sees; null when there is nothing to see. */
  readonly explorer: Explorer | null;
  /** Headers that every answer carries. */
  readonly headers: Readonly<Record<string, string>>;
  readonly observe: RequestObserver;
}

/** What is known of a request when it is answered. */
interface Asked {
  readonly startedAt: number;
  caller: Caller | null;
}

/** HTTP in: who asks, then the answer, then its log line. */
export function createServer(options: ServerOptions): FastifyInstance {
  const { explorer } = options;
  const app = Fastify({
    logger: false,
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: 30_000,
    forceCloseConnections: 'idle',
    return503OnClosing: false, // what still comes on open connections is answered
    // a path that cannot be decoded: told like any other that is not here, and under our hosts alone
    frameworkErrors: (_error, request, reply) =>
      void refuseUrl(request as FastifyRequest, reply as unknown as FastifyReply),
  });
  answerCrowdsFirst(app, options);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  if (options.corsOrigins.length > 0) {
    void app.register(cors, { origin: [...options.corsOrigins], credentials: true, maxAge: 600 });
  }

  app.addHook('onRequest', (request, _reply, done) => {
    if (!options.allowsHost(request.headers.host)) return done(foreignHost());
    done();
  });
  addHealthRoutes(app, options.isReady);
  if (options.metrics) addMetricsRoute(app, options.metrics);
  app.post('/graphql', (request, reply) => {
    void answer(request, reply, () =>
      readBody((request.body ?? Buffer.alloc(0)) as Buffer, request.headers['content-encoding']),
    );
  });
  app.get('/graphql', (request, reply) => {
    if (explorer && wantsPage(request)) return explorer.sendPage(reply.headers(options.headers));
    const start = request.url.indexOf('?');
    void answer(request, reply, () => (start < 0 ? '' : request.url.slice(start + 1)));
    return undefined;
  });
  if (explorer) {
    app.get<{ Params: { asset: string } }>('/graphql/explorer/:asset', (request, reply) =>
      explorer.sendAsset(request.params.asset, request, reply.headers(options.headers)),
    );
  }
  app.setNotFoundHandler((request, reply) =>
    request.url.split('?')[0] === '/graphql'
      ? send(request, reply, refuse(405, 'BAD_REQUEST', 'GraphQL goes by POST, or by GET for queries.'), {
          allow: 'GET, POST',
        })
      : reply.code(404).send('not found\n'),
  );
  app.setErrorHandler((error, request, reply) => send(request, reply, error));

  const refuseUrl = (request: FastifyRequest, reply: FastifyReply): FastifyReply =>
    options.allowsHost(request.headers.host)
      ? reply.code(404).send('not found\n')
      : send(request, reply, foreignHost());

  /** It returns nothing: fastify would wait for a reply that is returned by watching the end of its stream. */
  async function answer(request: FastifyRequest, reply: FastifyReply, readText: () => string): Promise<void> {
    const asked: Asked = { startedAt: performance.now(), caller: null };
    try {
      const identified = options.identify(request);
      const caller = identified instanceof Promise ? await identified : identified;
      asked.caller = caller;
      const admission = options.rates.admit(caller);
      if (admission) await admission;
      const method = request.method === 'POST' ? 'POST' : 'GET';
      const given = await options.answerOperation({ method, headers: request.headers, text: readText(), caller });
      options.rates.charge(caller, given.account.calls);
      finish(request, reply, given, asked);
    } catch (error) {
      send(request, reply, error, {}, asked);
    }
  }

  function send(
    request: FastifyRequest,
    reply: FastifyReply,
    thrown: unknown,
    headers: Record<string, string> = {},
    asked: Asked = { startedAt: performance.now(), caller: null },
  ): FastifyReply {
    const given = errorAnswer(fromFastify(thrown), request.headers.accept ?? '', options.observe.unexpected);
    reply.headers(headers);
    return finish(request, reply, given, asked);
  }

  function finish(
    request: FastifyRequest,
    reply: FastifyReply,
    given: Answer,
    { startedAt, caller }: Asked,
  ): FastifyReply {
    const requestId = readRequestId(request.headers['x-request-id']);
    options.observe.answered({
      account: given.account,
      requestId,
      tenant: caller?.service.tenant.id ?? null,
      caller: caller?.credential ?? null,
      status: given.status,
      codes: given.codes,
      milliseconds: performance.now() - startedAt,
    });
    if (options.isDraining()) void reply.header('connection', 'close');
    reply.code(given.status).headers(given.headers).header('x-request-id', requestId);
    for (const name in options.headers) reply.header(name, options.headers[name]);
    return reply.send(withRequestId(given.body, requestId));
  }
  return app;
}

/** Before fastify, which has its share of what a request costs. */
function answerCrowdsFirst({ server }: FastifyInstance, options: ServerOptions): void {
  const refuseCrowd = createCrowdRefusal(options);
  const [handle] = server.listeners('request') as ((request: IncomingMessage, response: ServerResponse) => void)[];
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    if (!refuseCrowd(request, response)) handle?.(request, response);
  });
}

const foreignHost = (): RequestError => refuse(421, 'BAD_REQUEST', 'This server does not answer under that host name.');

/** A browser that was typed the address, not a client that asks a query. */
const wantsPage = (request: FastifyRequest): boolean =>
  (request.headers.accept ?? '').includes('text/html') && !/[?&](query|extensions)=/.test(request.url);

const FASTIFY_STATUS: Readonly<Record<string, string>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'The body is too large.',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'The body is JSON with the content type application/json.',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'The body does not have the length that it says.',
  ECONNRESET: 'The caller left before the end of the body.',
};

function fromFastify(thrown: unknown): unknown {
  if (thrown instanceof RequestError || !(thrown instanceof Error)) return thrown;
  const { code, statusCode } = thrown as Error & { code?: string; statusCode?: number };
  const message = code === undefined ? undefined : FASTIFY_STATUS[code];
  return message === undefined ? thrown : refuse(statusCode ?? 400, 'BAD_REQUEST', message);
}
