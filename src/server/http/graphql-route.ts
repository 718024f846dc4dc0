import type { AllowedOrigins } from './cors.js';
import { inBatches } from '../../batch.js';
import { type Answer, GRAPHQL_PATH } from '../answer/answer.js';
import type { AnswerStream } from '../answer/answer-stream.js';
import { overloadedAnswer } from '../answer/error-answer.js';
import { type AcceptedTypes, acceptedTypes, type StreamType } from '../answer/media-type.js';
import { refuse } from '../answer/request-error.js';
import type { Caller, Identify } from '../auth/caller.js';
import type { ByteBudget } from './limits.js';
import { hasOperation, isPreflighted, refusalByOrigin, refusalByType } from './cross-site.js';
import type { Exchange } from './exchange.js';
import type { ConcurrencyLimiter } from '../graphql/concurrency-limiter.js';
import type { AnswerOperation } from '../graphql/graphql-handler.js';
import type { IncomingOperation } from '../graphql/request.js';
import {
  type BodyReaderOptions,
  decodeBody,
  isKnownEncoding,
  readBody,
  declaredLength,
  tooLarge,
  UNKNOWN_ENCODING,
} from './request-body.js';
import type { RateLimiter } from '../rates/rate-limiter.js';
import type { StartTrace } from '../traces/traces.js';
import type { Route } from './receive.js';
import { writeStream } from './stream/http-stream.js';
import type { OpenStreams } from './stream/open-streams.js';
import { STREAM_FORMATS, streamOfOne } from './stream/stream-format.js';
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
  readonly streams: OpenStreams;
  readonly heartbeatMs: number;
  /** Null where traces are off. */
  readonly startTrace: StartTrace | null;
  readonly allowedOrigins: AllowedOrigins;
  /** Takes requests for a WebSocket. */
  readonly upgrade: (exchange: Exchange) => void;
  /** The page for browsers; null without one. */
  readonly sendPage: ((exchange: Exchange) => void) | null;
}

/** Request headers that an answer depends on, for caches of answers to GET. */
const VARY = 'accept, authorization, x-api-key, x-subgraph-secret, x-upstream-report';

/** Of answers that are written into a stream: everything that the pipeline answers, and not refusals of the request. */
const WRAPPED: ReadonlySet<number> = new Set([200, 400]);

/**
 * `/graphql`: load shedding, media type, length, credentials and rates are checked by the headers, before the body is
 * read; then the operation is answered.
 */
export function createGraphQLRoute(options: GraphQLRouteOptions): Route {
  const { identify, limiter, rates, write, sendPage, startTrace } = options;
  const body: BodyReaderOptions = options;

  /** @returns whether the request was refused */
  function shedLoad(exchange: Exchange, tenant: string | null): boolean {
    if (!limiter.shedsLoad(tenant)) return false;
    limiter.countRefusal();
    write.answer(exchange, overloadedAnswer(exchange.request.headers.accept ?? ''));
    return true;
  }

  function receive(exchange: Exchange, method: 'GET' | 'POST'): void {
    if (startTrace !== null) exchange.trace = startTrace(exchange.request, GRAPHQL_PATH);
    if (shedLoad(exchange, null)) return;
    const isStream = method === 'GET' && takesStream(exchange);
    const refusal = isStream
      ? refusalByOrigin(exchange, options.allowedOrigins)
      : refusalByType(method, exchange.request);
    if (refusal) return write.refuse(exchange, refusal);
    if (!isAcceptable(exchange)) return write.refuse(exchange, notAcceptable());
    if (method === 'POST') {
      if ((declaredLength(exchange) ?? 0) > options.bodyBytes) return write.refuse(exchange, tooLarge());
      if (!isKnownEncoding(exchange.request)) return write.refuse(exchange, unknownEncoding());
    }
    const identified = identifyCaller(exchange);
    if (!(identified instanceof Promise)) return admit(exchange, identified);
    identified.then((caller) => admit(exchange, caller)).catch((error: unknown) => write.refuse(exchange, error));
  }

  const identifyCaller = ({ request: { headers, socket } }: Exchange) =>
    identify({ headers, ip: socket.remoteAddress ?? '' });

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
      const incoming: IncomingOperation = {
        method: whole ? 'POST' : 'GET',
        headers: exchange.request.headers,
        text: whole ? decodeBody(exchange, whole, body) : exchange.search,
        caller: exchange.caller!,
        ids: exchange,
        disconnect: exchange,
      };
      const accepted = acceptedTypes(exchange.request.headers.accept);
      if (accepted.stream !== null && exchange.request.method !== 'HEAD')
        return runStream(exchange, incoming, accepted);
      options.answerOperation(incoming).then(
        (answer) => write.answer(exchange, answer as Answer), // no stream: the operation came without a transport
        (error: unknown) => write.refuse(exchange, error),
      );
    } catch (error) {
      write.refuse(exchange, error);
    }
  });

  /** For a caller that takes many results. */
  function runStream(exchange: Exchange, incoming: IncomingOperation, { stream, prefersStream }: AcceptedTypes): void {
    const format = STREAM_FORMATS[stream!];
    const lastEventId = format.transport === 'sse' ? incoming.headers['last-event-id'] : undefined;
    const answered = options.answerOperation({
      ...incoming,
      transport: format.transport,
      ...(typeof lastEventId === 'string' && lastEventId !== '' ? { lastEventId } : {}),
      identify: () => identifyCaller(exchange),
    });
    answered
      .then((answer) => {
        if (!('updates' in answer)) {
          const isWrapped = prefersStream && WRAPPED.has(answer.status);
          return write.answer(exchange, isWrapped ? asStream(answer, stream!) : answer);
        }
        if (!answer.isOver || lastEventId === undefined) return writeStream(exchange, answer, format, options);
        options.streams.free(answer, exchange);
        write.answer(exchange, nothingNewer(answer)); // which ends EventSource
      })
      .catch((error: unknown) => write.refuse(exchange, error));
  }

  return {
    path: GRAPHQL_PATH,
    upgrade: options.upgrade,
    post: (exchange) => receive(exchange, 'POST'),
    get(exchange) {
      exchange.vary = exchange.vary === null ? VARY : `${VARY}, ${exchange.vary}`;
      if (sendPage && wantsPage(exchange)) return sendPage(exchange);
      receive(exchange, 'GET');
    },
  };
}

const asStream = (answer: Answer, stream: StreamType): Answer => ({
  ...answer,
  status: 200,
  headers: { ...answer.headers, ...STREAM_FORMATS[stream].headers },
  body: streamOfOne(
    STREAM_FORMATS[stream],
    { body: String(answer.body), codes: answer.codes },
    answer.account.operationType === 'subscription',
  ),
});

const nothingNewer = (stream: AnswerStream): Answer => ({
  status: 204,
  headers: { 'cache-control': 'no-store' },
  body: '',
  codes: [],
  account: stream.account(),
});

const notAcceptable = () =>
  refuse(
    406,
    'BAD_REQUEST',
    'A query or mutation is answered as `application/json` or `application/graphql-response+json`, a subscription as ' +
      '`text/event-stream` or `multipart/mixed;subscriptionSpec=1.0`; `accept` allows none of them.',
  );

/** An answer to HEAD has no body, so that it is no stream. */
function isAcceptable({ request: { headers, method } }: Exchange): boolean {
  const { single, stream } = acceptedTypes(headers.accept);
  return single !== null || (stream !== null && method !== 'HEAD');
}

const unknownEncoding = () => refuse(415, 'BAD_REQUEST', UNKNOWN_ENCODING);

const takesStream = ({ request: { headers } }: Exchange): boolean => acceptedTypes(headers.accept).prefersStream;

/** A browser that opens the address, also one with a query, which it may not run; not a client that sends a query. */
function wantsPage(exchange: Exchange): boolean {
  const { headers, url } = exchange.request;
  if (!(headers.accept ?? '').includes('text/html')) return false;
  return !hasOperation(url) || !(isPreflighted(headers) || takesStream(exchange));
}
