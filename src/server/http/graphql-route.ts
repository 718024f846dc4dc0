import { inBatches } from '../../batch.js';
import type { Answer } from '../answer/answer.js';
import { overloadedAnswer } from '../answer/error-answer.js';
import { refuse } from '../answer/request-error.js';
import type { Caller, Identify } from '../auth/caller.js';
import type { ByteBudget } from './limits.js';
import { refusalByType } from './cross-site.js';
import type { Exchange } from './exchange.js';
import type { ConcurrencyLimiter } from '../graphql/concurrency-limiter.js';
import type { AnswerOperation } from '../graphql/graphql-handler.js';
import {
  type BodyReaderOptions,
  decodeBody,
  isKnownEncoding,
  readBody,
  declaredLength,
  tooLarge,
} from './request-body.js';
import type { RateLimiter } from '../rates/rate-limiter.js';
import type { Route } from './receive.js';
import type { AnswerWriter } from './write-answer.js';

export interface GraphQLRouteOptions {
  readonly answerOperation: AnswerOperation;
  readonly identify: Identify;
  readonly limiter: Pick<ConcurrencyLimiter, 'shedsLoad' | 'countRefusal'>;
  readonly rates: RateLimiter;
  readonly write: AnswerWriter;
  /** For the bodies of all requests. */
  readonly budget: ByteBudget;
  readonly bodyBytes: number;
  /** The page for browsers; null without one. */
  readonly sendPage: ((exchange: Exchange) => void) | null;
}

/** Request headers that an answer depends on, for caches of answers to GET. */
const VARY = 'accept, authorization, x-api-key, x-subgraph-secret, x-upstream-report';

/**
 * `/graphql`: load shedding, media type, length, credentials and rates are checked by the headers, before the body is
 * read; then the operation is answered.
 */
export function createGraphQLRoute(options: GraphQLRouteOptions): Route {
  const { identify, limiter, rates, write, sendPage } = options;
  const body: BodyReaderOptions = options;

  /** @returns whether the request was refused */
  function shedLoad(exchange: Exchange, tenant: string | null): boolean {
    if (!limiter.shedsLoad(tenant)) return false;
    limiter.countRefusal();
    write.answer(exchange, overloadedAnswer(exchange.request.headers.accept ?? ''));
    return true;
  }

  function receive(exchange: Exchange, method: 'GET' | 'POST'): void {
    if (shedLoad(exchange, null)) return;
    const { headers, socket } = exchange.request;
    const refusal = refusalByType(method, headers);
    if (refusal) return write.refuse(exchange, refusal);
    if (method === 'POST') {
      if ((declaredLength(exchange) ?? 0) > options.bodyBytes) return write.refuse(exchange, tooLarge());
      if (!isKnownEncoding(headers['content-encoding'])) return write.refuse(exchange, unknownEncoding());
    }
    const identified = identify({ headers, ip: socket.remoteAddress ?? '' });
    if (!(identified instanceof Promise)) return admit(exchange, identified);
    identified.then((caller) => admit(exchange, caller)).catch((error: unknown) => write.refuse(exchange, error));
  }

  function admit(exchange: Exchange, caller: Caller): void {
    exchange.caller = caller;
    if (shedLoad(exchange, caller.service.tenant.id)) return;
    const admission = rates.admit(caller);
    if (!admission) return read(exchange);
    admission.then(() => read(exchange)).catch((error: unknown) => write.refuse(exchange, error));
  }

  function read(exchange: Exchange): void {
    if (exchange.isDisconnected) return;
    if (exchange.request.method === 'POST') readBody(exchange, body, taker);
    else run({ exchange, body: null });
  }

  const taker = {
    whole: (exchange: Exchange, whole: Buffer): void => run({ exchange, body: whole }),
    failed: write.refuse,
  };

  /** Requests that came in the same turn of the event loop are started together. */
  const run = inBatches(({ exchange, body: whole }: { exchange: Exchange; body: Buffer | null }) => {
    if (exchange.isDisconnected) return; // nothing of it has started
    try {
      const answered = options.answerOperation({
        method: whole ? 'POST' : 'GET',
        headers: exchange.request.headers,
        text: whole ? decodeBody(exchange, whole, body) : exchange.search,
        caller: exchange.caller!,
        requestId: exchange.requestId,
        disconnect: exchange,
      });
      answered.then(
        (answer) => write.answer(exchange, answer as Answer), // no stream: the operation came without a transport
        (error: unknown) => write.refuse(exchange, error),
      );
    } catch (error) {
      write.refuse(exchange, error);
    }
  });

  return {
    path: '/graphql',
    post: (exchange) => receive(exchange, 'POST'),
    get(exchange) {
      exchange.vary = exchange.vary === null ? VARY : `${VARY}, ${exchange.vary}`;
      if (sendPage && wantsPage(exchange)) return sendPage(exchange);
      receive(exchange, 'GET');
    },
  };
}

const unknownEncoding = () =>
  refuse(
    415,
    'BAD_REQUEST',
    'The content encoding of the body is unknown; gzip, deflate, br and identity are allowed.',
  );

/** A browser that opens the address, not a client that sends a query. */
const wantsPage = ({ request }: Exchange): boolean =>
  (request.headers.accept ?? '').includes('text/html') && !/[?&](query|extensions)=/.test(request.url ?? '');
