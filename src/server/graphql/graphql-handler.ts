import { MessagingError } from '../../errors/error.js';
import { type Answer, type AnswerAccount, asJoined, NO_ACCOUNT } from '../answer/answer.js';
import type { AnswerStream } from '../answer/answer-stream.js';
import { overloadedAnswer } from '../answer/error-answer.js';
import type { Caller } from '../auth/caller.js';
import { checkOperation, type CheckOptions } from './check.js';
import type { ConcurrencyLimiter } from './concurrency-limiter.js';
import { type DocumentStore, findOperation, type KnownDocument, type KnownOperation } from './document-store.js';
import { formatError } from '../answer/error-format.js';
import { type MediaType, negotiateMediaType } from '../answer/media-type.js';
import type { PersistedOperations } from './persisted-operations.js';
import {
  type GraphQLRequest,
  type IncomingOperation,
  readRequest,
  readRequestOptions,
  type RequestOptions,
} from './request.js';
import { type OperationResponse, writeResponse } from './response.js';
import type { RunOperation } from './run-operation.js';
import type { RunSubscription } from './run-subscription.js';
import { SingleFlight } from './single-flight.js';

export interface GraphQLHandlerOptions {
  readonly documents: DocumentStore;
  readonly persisted: PersistedOperations;
  readonly limiter: ConcurrencyLimiter;
  readonly check: CheckOptions;
  readonly run: RunOperation;
  readonly subscribe: RunSubscription;
  /** Whether callers may ask for a report of the vendor calls. */
  readonly upstreamReport: boolean;
  /** Whether identical queries in flight share one run. */
  readonly shares: boolean;
}

/**
 * A stream is the answer to a subscription alone, and only where the operation came with a transport for it.
 * @throws RequestError for a request that is refused as a whole, thrown or as a rejection
 */
export type AnswerOperation = (incoming: IncomingOperation) => Promise<Answer | AnswerStream>;

/** What the steps pass on. */
interface Step {
  readonly incoming: IncomingOperation;
  readonly wanted: RequestOptions;
  readonly mediaType: MediaType;
  readonly mayShare: boolean;
}

const joinGroupOf = ({ joinGroup, credential }: Caller): string => joinGroup ?? credential;

/** Whether two requests of the same text have the same answer, byte for byte: everything else that it depends on. */
const isSame = (a: IncomingOperation, b: IncomingOperation): boolean =>
  a.method === b.method &&
  a.caller.view === b.caller.view &&
  joinGroupOf(a.caller) === joinGroupOf(b.caller) &&
  a.headers['accept'] === b.headers['accept'] &&
  a.headers['content-type'] === b.headers['content-type'] &&
  a.headers['x-subgraph-secret'] === b.headers['x-subgraph-secret'] &&
  a.headers['apollo-require-preflight'] === b.headers['apollo-require-preflight'] &&
  a.headers['x-apollo-operation-name'] === b.headers['x-apollo-operation-name'];

/**
 * The steps of every operation: join an identical query in flight, admit, look up the document, check, run, write. A
 * document that was seen before is looked up, and its operation started, before the returned function returns.
 */
export function createGraphQLHandler(options: GraphQLHandlerOptions): AnswerOperation {
  const { documents, persisted, limiter, run, subscribe } = options;
  const inflight = new SingleFlight<IncomingOperation, Answer>({
    textOf: ({ text }) => text,
    isSame,
    share: asJoined,
    onLeave: ({ disconnect }, callback) => disconnect?.onDisconnect(callback),
  });

  function overloaded({ headers }: IncomingOperation): Promise<Answer> {
    limiter.countRefusal();
    return Promise.resolve(overloadedAnswer(String(headers.accept ?? '')));
  }

  function proceed(
    step: Step,
    request: GraphQLRequest,
    text: string,
    document: KnownDocument,
  ): Promise<Answer | AnswerStream> {
    const { incoming, wanted, mediaType, mayShare } = step;
    const tenant = incoming.caller.service.tenant.id;
    let operation: KnownOperation | null = null;
    try {
      operation = findOperation(document, request.operationName);
      if (document.errors) return answerErrors(document.errors, operation, mediaType);
      const checked = checkOperation(operation, request, incoming, options.check);
      const isMutation = operation.type === 'mutation';
      if (!limiter.allows(tenant, isMutation)) return overloaded(incoming);
      persisted.register(request, text);
      if (operation.type === 'subscription') return subscribe(checked, incoming, mediaType);
      const started = run(checked, incoming, wanted, mediaType);
      limiter.watch(tenant, isMutation, started.ended);
      if (isMutation) return started.answer; // a send goes on although its caller has left
      if (mayShare && !checked.isPrivate) return inflight.start(incoming, started.answer, started.cancel);
      incoming.disconnect?.onDisconnect(started.cancel);
      return started.answer;
    } catch (error) {
      if (!(error instanceof MessagingError)) throw error;
      return answerErrors(document.errors ?? [formatError(error)], operation, mediaType);
    }
  }

  return (incoming) => {
    const wanted = readRequestOptions(incoming.headers, options.upstreamReport);
    const mayShare = options.shares && !wanted.fresh && !wanted.report;
    const joined = mayShare ? inflight.join(incoming) : undefined;
    if (joined) return joined;
    if (!limiter.allows(incoming.caller.service.tenant.id, false)) return overloaded(incoming);

    const mediaType = negotiateMediaType(incoming.headers['accept'] as string | undefined) ?? REFUSAL_OF_STREAM;
    const step: Step = { incoming, wanted, mediaType, mayShare };
    const request = readRequest(incoming);
    const text = persisted.textOf(request);
    const document = documents.find(text);
    if (!(document instanceof Promise)) return proceed(step, request, text, document);
    // the same request may have come and started while the text was validated
    return document.then(
      (validated) => (mayShare && inflight.join(incoming)) || proceed(step, request, text, validated),
    );
  };
}

/** What refuses a subscription must not look like one that has begun: in this media type it never has status 200. */
const REFUSAL_OF_STREAM: MediaType = 'application/graphql-response+json';

/** The answer to an operation that does not run. */
function answerErrors(
  errors: OperationResponse['errors'],
  operation: KnownOperation | null,
  mediaType: MediaType,
): Promise<Answer> {
  const account: AnswerAccount = operation
    ? { ...NO_ACCOUNT, operationName: operation.loggedName, operationType: operation.type }
    : NO_ACCOUNT;
  return Promise.resolve(writeResponse({ errors: errors ?? [] }, mediaType, account));
}
