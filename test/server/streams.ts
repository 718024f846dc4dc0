import type { GraphQLSchema } from 'graphql';
import { AdmissionQueue } from '../../src/server/graphql/admission-queue.js';
import type { Answer } from '../../src/server/answer/answer.js';
import type { AnswerStream, StreamEnd, StreamUpdate } from '../../src/server/answer/answer-stream.js';
import type { Caller } from '../../src/server/auth/caller.js';
import { ConcurrencyLimiter } from '../../src/server/graphql/concurrency-limiter.js';
import { createDocumentValidator } from '../../src/server/graphql/document-validation.js';
import { DocumentStore } from '../../src/server/graphql/document-store.js';
import { createExecutor } from '../../src/server/graphql/executor.js';
import { type AnswerOperation, createGraphQLHandler } from '../../src/server/graphql/graphql-handler.js';
import { createPersistedOperations } from '../../src/server/graphql/persisted-operations.js';
import type { IncomingOperation } from '../../src/server/graphql/request.js';
import { createOperationRunner } from '../../src/server/graphql/run-operation.js';
import { createSubscriptionRunner, type SubscriptionOptions } from '../../src/server/graphql/run-subscription.js';
import { SubscriptionLimits } from '../../src/server/graphql/subscription-limits.js';
import { type FakeClock, fakeClock } from '../support/fake-clock.js';

/** The pipeline in this process, with a clock of the test's own. */
export interface Pipeline {
  readonly answer: AnswerOperation;
  readonly clock: FakeClock;
  readonly limits: SubscriptionLimits;
  /** Starts and ends of streams, in order. */
  readonly lines: string[];
  readonly unexpected: unknown[];
  /** Opens a stream by SSE. */
  subscribe(document: string, more?: Partial<IncomingOperation> & { variables?: object }): Promise<AnswerStream>;
  stop(): Promise<void>;
}

export interface PipelineOptions extends Partial<Pick<SubscriptionOptions, 'admit' | 'reserveCalls' | 'refundCalls'>> {
  readonly most?: number;
  readonly mostPerCaller?: number;
  readonly clock?: FakeClock;
  readonly compiles?: boolean;
  readonly maxCalls?: number;
}

export async function openPipeline(
  schema: GraphQLSchema,
  caller: Caller,
  { most = 10_000, mostPerCaller = 10_000, clock = fakeClock(), compiles = true, ...options }: PipelineOptions = {},
): Promise<Pipeline> {
  const validator = await createDocumentValidator({ schema, isDevelopment: false, introspection: true });
  const limits = new SubscriptionLimits({ most, mostPerCaller });
  const executor = createExecutor(schema, { compiles, compilingShare: Number.POSITIVE_INFINITY });
  if (compiles) await executor.loadCompiler();
  const lines: string[] = [];
  const unexpected: unknown[] = [];
  const ofEach = {
    queue: new AdmissionQueue({ fewestCalls: 1000, tenants: 1 }),
    maxCalls: 500,
    operationTimeoutMs: 60_000,
    onAudit: () => undefined,
    onUnexpected: (error: unknown) => void unexpected.push(error),
    ...options,
  };
  const answer = createGraphQLHandler({
    documents: new DocumentStore(validator.validate),
    persisted: createPersistedOperations(null),
    limiter: new ConcurrencyLimiter({ limit: 1000, tenants: 1 }),
    check: { maxCalls: options.maxCalls ?? 500, suggests: false, subgraphSecret: null },
    run: createOperationRunner({ ...ofEach, execute: executor.execute, sendTimeoutMs: 1000, mayBeKept: false }),
    subscribe: createSubscriptionRunner({
      admit: () => null,
      ...ofEach,
      executor,
      limits,
      clock,
      onStart: ({ account, transport }) => void lines.push(`start ${account.operationType} by ${transport}`),
      onEnd: ({ updates }, end) => void lines.push(`end ${end} after ${updates}`),
    }),
    upstreamReport: false,
    shares: true,
  });
  return {
    answer,
    clock,
    limits,
    lines,
    unexpected,
    async subscribe(query, { variables, ...more } = {}) {
      const answered = await answer({ ...incoming(query, caller, variables), ...more });
      if (isStream(answered)) return answered;
      throw new Error(`no stream: ${String(answered.body)}`);
    },
    stop: () => validator.stop(),
  };
}

export const incoming = (query: string, caller: Caller, variables: object = {}): IncomingOperation => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
  text: JSON.stringify({ query, variables }),
  caller,
  ids: { requestId: 'r1', trace: null },
  transport: 'sse',
});

export const isStream = (answered: Answer | AnswerStream): answered is AnswerStream => 'updates' in answered;

/** Reads a stream, one update at a time. */
export class StreamReader {
  readonly #iterator: AsyncIterator<StreamUpdate, undefined>;
  readonly #stream: AnswerStream;

  constructor(stream: AnswerStream) {
    this.#stream = stream;
    this.#iterator = stream.updates[Symbol.asyncIterator]() as AsyncIterator<StreamUpdate, undefined>;
  }

  /** The result of the next update, with its cursor; how the stream ended where there is none. */
  async next<
    Body = { data?: Record<string, unknown>; errors?: { path?: unknown; extensions: { code: string } }[] },
  >(): Promise<(Body & { cursor: string | null }) | StreamEnd> {
    const { done, value } = await this.#iterator.next();
    if (done) return this.#stream.end();
    return { ...(JSON.parse(value.body) as Body), cursor: value.cursor };
  }

  leave(): void {
    void this.#iterator.return?.();
  }
}
