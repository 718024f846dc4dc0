import { inBatches } from '../../batch.js';
import type { Answer } from './answer.js';
import type { Caller, Identify } from '../auth/caller.js';
import type { ByteBudget } from './byte-budget.js';
import { refusalByType } from './csrf.js';
import type { Exchange } from './exchange.js';
import type { IncomingOperation } from '../graphql/incoming-operation.js';
import { createLoadShedding } from './load-shedding.js';
import { type BodyReaderOptions, decodeBody, isKnownEncoding, readBody, toldLength, tooLarge } from './request-body.js';
import type { RateLimiter } from '../rates/rate-limiter.js';
import { refuse } from './request-error.js';
import type { Route } from './route.js';
import type { AnswerWriter } from './write-answer.js';

export interface GraphQLRouteOptions {
  readonly answerOperation: (incoming: IncomingOperation) => Promise<Answer>;
  readonly identify: Identify;
  /** Whether more operations are refused than a full server can look at. */
  readonly isCrowded: () => boolean;
  /** Hears of every request that was refused so. */
  readonly onRefused: () => void;
  readonly rates: RateLimiter;
  readonly write: AnswerWriter;
  /** For the bodies of all requests under way. */
  readonly budget: ByteBudget;
  readonly bodyBytes: number;
  /** The page for browsers; null without one. */
  readonly sendPage: ((exchange: Exchange) => void) | null;
}

/** Request headers that an answer depends on, for whoever keeps answers to GET. */
const VARY = 'accept, authorization, x-api-key, x-subgraph-secret, x-upstream-report';

/**
 * `/graphql`: load shedding, media type, length, credentials and rates are judged by the headers, before the body is
 * read; then the operation is answered.
 */
export function createGraphQLRoute(options: GraphQLRouteOptions): Route {
  const { identify, rates, write, sendPage } = options;
  const isShed = createLoadShedding(options);
  const body: BodyReaderOptions = options;

  function receive(exchange: Exchange, method: 'GET' | 'POST'): void {
    if (isShed(exchange)) return;
    const { headers, socket } = exchange.request;
    const refusal = refusalByType(method, headers);
    if (refusal) return write.refuse(exchange, refusal);
    if (method === 'POST') {
      if ((toldLength(exchange) ?? 0) > options.bodyBytes) return write.refuse(exchange, tooLarge());
      if (!isKnownEncoding(headers['content-encoding'])) return write.refuse(exchange, unknownEncoding());
    }
    const identified = identify({ headers, ip: socket.remoteAddress ?? '' });
    if (!(identified instanceof Promise)) return admit(exchange, identified);
    identified.then((caller) => admit(exchange, caller)).catch((error: unknown) => write.refuse(exchange, error));
  }

  function admit(exchange: Exchange, caller: Caller): void {
    exchange.caller = caller;
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

  /** Requests of the same moment are begun together. */
  const run = inBatches(({ exchange, body: whole }: { exchange: Exchange; body: Buffer | null }) => {
    if (exchange.isDisconnected) return; // nothing of it has begun
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
        (answer) => write.answer(exchange, answer),
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

/** A browser that was typed the address, not a client that asks a query. */
const wantsPage = ({ request }: Exchange): boolean =>
  (request.headers.accept ?? '').includes('text/html') && !/[?&](query|extensions)=/.test(request.url ?? '');
