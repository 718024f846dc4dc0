import type { IncomingMessage, ServerResponse } from 'node:http';
import cors from '@fastify/cors';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { inBatches } from '../../batch.js';
import type { Answer } from './answer.js';
import { type Asked, createAnswerWriter, unread } from './answer-writer.js';
import type { Caller, Identify, IncomingCall } from '../auth/caller.js';
import { createCrowdRefusal } from './crowd-refusal.js';
import { errorAnswer } from './error-answer.js';
import type { Explorer } from './explorer/explorer.js';
import type { IncomingOperation } from '../graphql/graphql-handler.js';
import { addHealthRoutes } from './health/health-routes.js';
import { gatherBody, MAX_BODY_BYTES, readBody, tellsLength } from './http-body.js';
import { addMetricsRoute, type MetricsPage } from '../observability/metrics/metrics-route.js';
import type { RateLimiter } from '../rates/rate-limiter.js';
import { refuse, RequestError } from './request-error.js';
import type { RequestObserver } from '../observability/request-observer.js';

export interface ServerOptions {
  readonly answerOperation: (incoming: IncomingOperation) => Promise<Answer>;
  readonly identify: Identify;
  /** Whether a request may come under this `Host`; it keeps web pages from reaching a local server by a name of theirs. */
  readonly allowsHost: (host: string | undefined) => boolean;
  /** Whether a crowd stands before a full server: then requests are refused unread. */
  readonly isCrowded: () => boolean;
  /** Hears of every request that was refused so. */
  readonly onRefused: () => void;
  readonly rates: RateLimiter;
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

/** A request that asks an operation. It is answered past fastify, which spares a good part of what fastify costs. */
interface AskedOperation extends Asked {
  readonly request: IncomingCall & { readonly method: string };
  /** The text of the operation. @throws RequestError */
  readonly readText: () => string;
  caller: Caller | null;
}

const NO_BODY = Buffer.alloc(0);

/** HTTP in: who asks, then the answer, then its log line. */
export function createServer(options: ServerOptions): FastifyInstance {
  const { explorer } = options;
  const write = createAnswerWriter(options);
  const app = Fastify({
    logger: false,
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: 30_000,
    forceCloseConnections: 'idle',
    return503OnClosing: false, // what still comes on open connections is answered
    // a path that cannot be decoded: told like any other that is not here
    frameworkErrors: (_error, _request, reply) => void (reply as unknown as FastifyReply).code(404).send('not found\n'),
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  if (options.corsOrigins.length > 0) {
    void app.register(cors, { origin: [...options.corsOrigins], credentials: true, maxAge: 600 });
  }

  addHealthRoutes(app, options.isReady);
  if (options.metrics) addMetricsRoute(app, options.metrics);
  app.post('/graphql', (request, reply) => {
    const { body, headers } = request;
    begin(ask(request, reply, () => readBody((body ?? NO_BODY) as Buffer, headers['content-encoding'])));
  });
  app.get('/graphql', (request, reply) => {
    if (explorer && wantsPage(request)) return explorer.sendPage(reply.headers(options.headers));
    const start = request.url.indexOf('?');
    begin(ask(request, reply, () => (start < 0 ? '' : request.url.slice(start + 1))));
    return undefined;
  });
  if (explorer) {
    app.get<{ Params: { asset: string } }>('/graphql/explorer/:asset', (request, reply) =>
      explorer.sendAsset(request.params.asset, request, reply.headers(options.headers)),
    );
  }
  app.setNotFoundHandler((request, reply) => {
    if (request.url.split('?')[0] !== '/graphql') return reply.code(404).send('not found\n');
    return send(ask(request, reply), methodNotAllowed());
  });
  app.setErrorHandler((error, request, reply) => send(ask(request, reply), error));

  /** Takes the answer out of fastify's hands: from here on it is ours. */
  function ask(request: FastifyRequest, reply: FastifyReply, readText: () => string = () => ''): AskedOperation {
    const headers = options.corsOrigins.length > 0 ? reply.getHeaders() : null;
    reply.hijack();
    return { request, response: reply.raw, startedAt: performance.now(), caller: null, headers, readText };
  }

  /** Requests of the same moment are begun together. */
  const begin = inBatches((asked: AskedOperation) => void answer(asked));

  async function answer(asked: AskedOperation): Promise<void> {
    const { request, readText } = asked;
    try {
      const identified = options.identify(request);
      const caller = identified instanceof Promise ? await identified : identified;
      asked.caller = caller;
      const admission = options.rates.admit(caller);
      if (admission) await admission;
      const method = request.method === 'POST' ? 'POST' : 'GET';
      const given = await options.answerOperation({ method, headers: request.headers, text: readText(), caller });
      options.rates.settleCalls(caller, 0, given.account.calls);
      write(given, asked);
    } catch (error) {
      send(asked, error);
    }
  }

  function send(asked: Asked, thrown: unknown): void {
    write(
      errorAnswer(fromFastify(thrown), String(asked.request.headers.accept ?? ''), options.observe.unexpected),
      asked,
    );
  }

  const refuseCrowd = createCrowdRefusal({ ...options, write });
  const isPlain = options.corsOrigins.length > 0 ? () => false : isPlainOperation;
  const toFastify = takeListener(app);
  app.server.on('request', (request, response) => {
    if (!options.allowsHost(request.headers.host)) send(unread(request, response), foreignHost());
    else if (refuseCrowd(request, response)) return;
    else if (isPlain(request)) askPlainly(request, response);
    else toFastify(request, response);
  });

  function askPlainly(request: IncomingMessage, response: ServerResponse): void {
    const { headers, socket } = request;
    const call = { method: 'POST', headers, ip: socket.remoteAddress ?? '' };
    gatherBody(request, (body) => {
      const readText = (): string => readBody(body, headers['content-encoding']);
      begin({ request: call, response, startedAt: performance.now(), caller: null, headers: null, readText });
    });
  }
  return app;
}

type Listener = (request: IncomingMessage, response: ServerResponse) => void;

/** Takes fastify's place as the one that hears of requests. @returns who hands them on to it */
function takeListener({ server }: FastifyInstance): Listener {
  const [listener] = server.listeners('request') as Listener[];
  server.removeAllListeners('request');
  return listener!;
}

/** An operation as nearly all come, which needs nothing of fastify. */
const isPlainOperation = (request: IncomingMessage): boolean =>
  request.method === 'POST' &&
  request.url === '/graphql' &&
  request.headers['content-type'] === 'application/json' &&
  tellsLength(request);

const methodNotAllowed = (): RequestError =>
  refuse(405, 'BAD_REQUEST', 'GraphQL goes by POST, or by GET for queries.', { allow: 'GET, POST' });
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
