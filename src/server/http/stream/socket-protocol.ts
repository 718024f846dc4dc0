import { buildSchema, type ExecutionArgs, type GraphQLFormattedError, parse } from 'graphql';
import { type Context, makeServer, type SubscribePayload } from 'graphql-ws';
import { type Answer, GRAPHQL_PATH, type RequestObserver } from '../../answer/answer.js';
import type { AnswerStream } from '../../answer/answer-stream.js';
import { errorAnswer, overloadedAnswer } from '../../answer/error-answer.js';
import { withRequestId } from '../../answer/error-format.js';
import { refuse, RequestError } from '../../answer/request-error.js';
import type { Caller, Identify } from '../../auth/caller.js';
import type { ConcurrencyLimiter } from '../../graphql/concurrency-limiter.js';
import type { AnswerOperation } from '../../graphql/graphql-handler.js';
import type { RateLimiter } from '../../rates/rate-limiter.js';
import type { StartTrace } from '../../traces/traces.js';
import { answeredRequest } from '../answered-request.js';
import type { OpenStreams } from './open-streams.js';
import { CLOSE } from './socket.js';
import { headersOfSocket } from './socket-credentials.js';
import { SocketOperation, type SocketState } from './socket-operation.js';

export interface SocketProtocolOptions {
  readonly answerOperation: AnswerOperation;
  readonly identify: Identify;
  readonly limiter: Pick<ConcurrencyLimiter, 'shedsLoad' | 'countRefusal'>;
  readonly rates: RateLimiter;
  readonly streams: OpenStreams;
  readonly observe: RequestObserver;
  /** Null where traces are off. */
  readonly startTrace: StartTrace | null;
  readonly initMs: number;
}

/** An operation that did not run, as the message `error` reports it. */
class NotRun extends Error {
  constructor(readonly errors: readonly GraphQLFormattedError[]) {
    super('the operation did not run');
  }
}

const MAX_ID = 128;

/** graphql-ws parses, validates and executes nothing here: it asks for these arguments first. */
const ARGUMENTS: Pick<ExecutionArgs, 'schema' | 'document' | 'rootValue'> = {
  schema: buildSchema('type Query { unused: Int } type Subscription { unused: Int }'),
  document: parse('subscription { unused }'),
  rootValue: null,
};

interface Subscribe {
  readonly state: SocketState;
  readonly id: string;
  readonly payload: SubscribePayload;
}

/**
 * The protocol graphql-transport-ws: graphql-ws keeps its states; operations are answered by the pipeline, and their
 * results, which are text already, are written as they are.
 * @see https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md
 */
export function createSocketProtocol(options: SocketProtocolOptions) {
  const { identify, limiter, rates, observe } = options;

  async function connect({ extra: state, connectionParams = {} }: Context<Record<string, unknown>, SocketState>) {
    const { requestId, trace } = state;
    const startedAt = performance.now();
    state.onInit();
    state.headers = headersOfSocket(state.upgradeHeaders, connectionParams);
    try {
      await identifyOn(state);
    } catch (error) {
      if (!state.socket.isClosed) state.onRefused();
      const refusal = errorAnswer(error, ACCEPT, (unexpected) => observe.unexpected(unexpected, state));
      observe.answered(answeredRequest({ requestId, trace, caller: null, startedAt, isDisconnected: false }, refusal));
    }
  }

  /**
   * Closes the socket where its credentials are not valid (any more), or cannot be checked.
   * @throws the reason
   */
  async function identifyOn(state: SocketState): Promise<Caller> {
    try {
      return (state.caller = await identify({ headers: state.headers!, ip: state.ip }));
    } catch (error) {
      if (error instanceof RequestError && error.status < 500) state.socket.close(CLOSE.forbidden, 'Forbidden');
      else state.socket.close(CLOSE.tryAgainLater, 'Try again later');
      throw error;
    }
  }

  /** The steps before the pipeline, as for a request by HTTP. */
  async function answer(operation: SocketOperation): Promise<Answer | AnswerStream> {
    const { state, id, payload } = operation;
    try {
      if (id.length > MAX_ID)
        throw refuse(400, 'BAD_REQUEST', `The id of an operation has ${id.length} characters; ${MAX_ID} are allowed.`);
      const caller = await identifyOn(state);
      operation.caller = caller;
      if (limiter.shedsLoad(caller.service.tenant.id)) {
        limiter.countRefusal();
        return overloadedAnswer(ACCEPT);
      }
      await rates.admit(caller);
      return await options.answerOperation({
        method: 'POST',
        headers: state.headers!,
        text: JSON.stringify(payload),
        caller,
        ids: operation,
        disconnect: operation,
        transport: 'websocket',
        identify: () => identify({ headers: state.headers!, ip: state.ip }),
      });
    } catch (error) {
      return errorAnswer(error, ACCEPT, (unexpected) => observe.unexpected(unexpected, operation));
    }
  }

  /** Everything of one operation but its last message. */
  async function run(operation: SocketOperation): Promise<void> {
    const answered = await answer(operation);
    if ('updates' in answered) return operation.writeStream(answered, options.streams);
    observe.answered(answeredRequest(operation, answered));
    const body = withRequestId(String(answered.body), operation.requestId);
    if (answered.status === 200) await operation.next(body);
    else throw new NotRun((JSON.parse(body) as { errors: GraphQLFormattedError[] }).errors);
  }

  return makeServer<Record<string, unknown>, SocketState>({
    connectionInitWaitTimeout: options.initMs,
    onConnect: connect,
    onSubscribe: ({ extra: state }, id, payload) => ({
      ...ARGUMENTS,
      contextValue: { state, id, payload } satisfies Subscribe,
    }),
    subscribe({ contextValue }) {
      const { state, id, payload } = contextValue as Subscribe;
      state.operations += 1;
      const requestId = `${state.requestId}-${state.operations}`;
      const trace = options.startTrace?.({ method: 'GET', headers: state.headers! }, GRAPHQL_PATH) ?? null;
      const operation = new SocketOperation(state, id, payload, requestId, trace);
      return operation.asResults(() => run(operation));
    },
    onError: ({ extra: state }, _id, _payload, [error]) => {
      if (error?.originalError instanceof NotRun) return error.originalError.errors;
      observe.unexpected(error?.originalError ?? error, state);
      return (
        JSON.parse(String(errorAnswer(error?.originalError, ACCEPT, () => undefined).body)) as {
          errors: GraphQLFormattedError[];
        }
      ).errors;
    },
  });
}

const ACCEPT = 'application/graphql-response+json';
