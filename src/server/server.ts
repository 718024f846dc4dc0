import cors from '@fastify/cors';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { type Answer, errorCodes } from './answer.js';
import type { Identify } from './caller.js';
import { errorAnswer } from './error-answer.js';
import type { IncomingOperation } from './graphql-handler.js';
import { MAX_BODY_BYTES, readBody } from './http-body.js';
import { refuse, RequestError } from './request-error.js';
import { readRequestId, withRequestId } from './request-id.js';
import type { RequestObserver } from './request-observer.js';

export interface ServerOptions {
  readonly answerOperation: (incoming: IncomingOperation) => Promise<Answer>;
  readonly identify: Identify;
  /** Whether a request may come under this `Host`; it keeps web pages from reaching a local server by a name of theirs. */
  readonly allowsHost: (host: string | undefined) => boolean;
  readonly isReady: () => boolean | Promise<boolean>;
  readonly corsOrigins: readonly string[];
  /** The explorer's page for a browser; null when there is none. */
  readonly explorer: ((reply: FastifyReply) => unknown) | null;
  /** Headers that every answer carries. */
  readonly headers: Readonly<Record<string, string>>;
  readonly observe: RequestObserver;
}

/** HTTP in: who asks, then the answer, then its log line. */
export function createServer(options: ServerOptions): FastifyInstance {
  const app = Fastify({
    logger: false,
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: 30_000,
    forceCloseConnections: 'idle',
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  if (options.corsOrigins.length > 0) {
    void app.register(cors, { origin: [...options.corsOrigins], credentials: true, maxAge: 600 });
  }

  app.addHook('onRequest', async (request) => {
    if (!options.allowsHost(request.headers.host))
      throw refuse(421, 'BAD_REQUEST', 'This server does not answer under that host name.');
  });
  app.get('/livez', async () => 'ok\n');
  app.get('/readyz', async (_request, reply) =>
    (await options.isReady()) ? 'ready\n' : reply.code(503).send('not ready\n'),
  );
  app.post('/graphql', (request, reply) =>
    answer(request, reply, readBody((request.body ?? Buffer.alloc(0)) as Buffer, request.headers['content-encoding'])),
  );
  app.get('/graphql', (request, reply) => {
    if (options.explorer && wantsPage(request)) return options.explorer(reply);
    const start = request.url.indexOf('?');
    return answer(request, reply, start < 0 ? '' : request.url.slice(start + 1));
  });
  app.setNotFoundHandler((request, reply) =>
    request.url.split('?')[0] === '/graphql'
      ? send(request, reply, refuse(405, 'BAD_REQUEST', 'GraphQL goes by POST, or by GET for queries.'), {
          allow: 'GET, POST',
        })
      : reply.code(404).send('not found\n'),
  );
  app.setErrorHandler((error, request, reply) => send(request, reply, error));

  async function answer(request: FastifyRequest, reply: FastifyReply, text: string): Promise<FastifyReply> {
    const startedAt = performance.now();
    const caller = await options.identify(request.headers);
    const method = request.method === 'POST' ? 'POST' : 'GET';
    const given = await options.answerOperation({ method, headers: request.headers, text, caller });
    return finish(request, reply, given, startedAt, caller.service.tenant.id);
  }

  function send(
    request: FastifyRequest,
    reply: FastifyReply,
    thrown: unknown,
    headers: Record<string, string> = {},
  ): FastifyReply {
    const given = errorAnswer(fromFastify(thrown), request.headers.accept ?? '', options.observe.unexpected);
    reply.headers(headers);
    return finish(request, reply, given, performance.now() - reply.elapsedTime, null);
  }

  function finish(
    request: FastifyRequest,
    reply: FastifyReply,
    given: Answer,
    startedAt: number,
    tenant: string | null,
  ): FastifyReply {
    const requestId = readRequestId(request.headers['x-request-id']);
    options.observe.answered({
      ...given.account,
      requestId,
      tenant,
      status: given.status,
      codes: errorCodes(given.body),
      milliseconds: performance.now() - startedAt,
    });
    return reply
      .code(given.status)
      .headers(options.headers)
      .headers(given.headers)
      .header('x-request-id', requestId)
      .send(withRequestId(given.body, requestId));
  }
  return app;
}

/** A browser that was typed the address, not a client that asks a query. */
const wantsPage = (request: FastifyRequest): boolean =>
  (request.headers.accept ?? '').includes('text/html') && !/[?&](query|extensions)=/.test(request.url);

const FASTIFY_STATUS: Readonly<Record<string, string>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'The body is too large.',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'The body is JSON with the content type application/json.',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'The body does not have the length that it says.',
};

function fromFastify(thrown: unknown): unknown {
  if (thrown instanceof RequestError || !(thrown instanceof Error)) return thrown;
  const { code, statusCode } = thrown as Error & { code?: string; statusCode?: number };
  const message = code === undefined ? undefined : FASTIFY_STATUS[code];
  return message === undefined || statusCode === undefined ? thrown : refuse(statusCode, 'BAD_REQUEST', message);
}
