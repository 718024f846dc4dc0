import type { Config } from '../config/config.type.js';
import { withFederation } from '../graph/entity/federation.js';
import { buildGraphSchema } from '../graph/schema.js';
import { AdmissionQueue, watchSaturation } from '../server/graphql/admission-queue.js';
import type { ConcurrencyLimiter } from '../server/graphql/concurrency-limiter.js';
import { createDocumentValidator } from '../server/graphql/document-validation.js';
import { DocumentStore } from '../server/graphql/document-store.js';
import { createExecutor } from '../server/graphql/executor.js';
import { type AnswerOperation, createGraphQLHandler } from '../server/graphql/graphql-handler.js';
import { createPersistedOperations, type ListedOperations } from '../server/graphql/persisted-operations.js';
import { createOperationRunner, type RunOptions } from '../server/graphql/run-operation.js';
import { createSubscriptionRunner, type SubscriptionOptions } from '../server/graphql/run-subscription.js';
import { SubscriptionLimits } from '../server/graphql/subscription-limits.js';
import { systemClock } from '../clock.js';

/** What answers GraphQL operations. */
export interface Answering {
  readonly answerOperation: AnswerOperation;
  readonly subscriptions: Pick<SubscriptionLimits, 'openByTransport' | 'drain'>;
  close(): Promise<void>;
}

/**
 * While the event loop is saturated, running operations may make this many vendor calls together; fewer where a vendor
 * takes fewer.
 */
const SATURATED_CALLS = 256;
const ROUNDS = 4;

export interface AnsweringOptions
  extends
    Pick<RunOptions, 'reserveCalls' | 'refundCalls' | 'onUnexpected' | 'onAudit'>,
    Pick<SubscriptionOptions, 'admit' | 'onStart' | 'onEnd'>,
    Partial<Pick<SubscriptionOptions, 'clock'>> {
  readonly listed: ListedOperations | null;
  readonly limiter: ConcurrencyLimiter;
  /** Whether operations are compiled, and identical queries in flight share one run. */
  readonly shortcuts: boolean;
}

export async function openAnswering(config: Config, options: AnsweringOptions): Promise<Answering> {
  const { maxCalls, sendTimeoutMs } = config.upstream;
  const schema = withFederation(buildGraphSchema({ nodeFields: config.nodeFields }));
  const validator = await createDocumentValidator({
    schema,
    isDevelopment: config.isDevelopment,
    introspection: config.introspection,
  });
  const queue = new AdmissionQueue({
    fewestCalls: Math.min(SATURATED_CALLS, ROUNDS * config.upstream.concurrency),
    tenants: config.tenants.length,
  });
  const executor = createExecutor(schema, { compiles: options.shortcuts });
  if (options.shortcuts && !config.sandbox) await executor.loadCompiler(); // not in the middle of traffic
  const limits = new SubscriptionLimits(config.subscriptions);
  const ofEach = { ...options, queue, maxCalls, operationTimeoutMs: config.operationTimeoutMs };
  const stopWatching = watchSaturation((isSaturated) => queue.adapt(isSaturated));
  return {
    answerOperation: createGraphQLHandler({
      documents: new DocumentStore(validator.validate),
      persisted: createPersistedOperations(options.listed),
      limiter: options.limiter,
      check: {
        maxCalls,
        suggests: config.isDevelopment,
        subgraphSecret: config.isDevelopment ? null : { secret: config.subgraphSecret },
      },
      run: createOperationRunner({
        ...ofEach,
        execute: executor.execute,
        sendTimeoutMs,
        mayBeKept: config.auth.mode === 'none',
      }),
      subscribe: createSubscriptionRunner({ ...ofEach, executor, limits, clock: options.clock ?? systemClock }),
      upstreamReport: config.upstream.report,
      shares: options.shortcuts,
    }),
    subscriptions: limits,
    async close() {
      limits.drain();
      stopWatching();
      await validator.stop();
      await executor.close();
    },
  };
}
