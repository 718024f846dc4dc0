import type { Config } from '../config/config.type.js';
import { withFederation } from '../graph/entity/federation.js';
import { buildGraphSchema } from '../graph/schema.js';
import { AdmissionQueue, watchSaturation } from '../server/graphql/admission-queue.js';
import type { ConcurrencyLimiter } from '../server/graphql/concurrency-limiter.js';
import { createDocumentJudge } from '../server/graphql/document-judge.js';
import { DocumentStore } from '../server/graphql/document-store.js';
import { createExecutor } from '../server/graphql/executor.js';
import { createGraphQLHandler } from '../server/graphql/graphql-handler.js';
import {
  createPersistedOperations,
  type ListedOperations,
  readManifestFile,
} from '../server/graphql/persisted-operations.js';
import type { IncomingOperation } from '../server/graphql/request.js';
import { createOperationRunner, type RunOptions } from '../server/graphql/run-operation.js';
import type { Answer } from '../server/answer/answer.js';

/** What answers GraphQL operations. */
export interface Answering {
  readonly answerOperation: (incoming: IncomingOperation) => Promise<Answer>;
  close(): Promise<void>;
}

/** While the event loop is saturated, operations may make this many vendor calls for each that a vendor takes at once. */
const ROUNDS = 4;

/** The operations of PERSISTED_OPERATIONS; null without any. @throws ManifestError */
export const readListedOperations = ({ persisted }: Config): ListedOperations | null =>
  persisted && { manifest: readManifestFile(persisted.file), only: persisted.only };

export interface AnsweringOptions extends Pick<
  RunOptions,
  'reserveCalls' | 'settleCalls' | 'onUnexpected' | 'onAudit'
> {
  readonly listed: ListedOperations | null;
  readonly limiter: ConcurrencyLimiter;
  /** Whether operations are compiled, and identical queries in flight share one run. */
  readonly shortcuts: boolean;
}

export async function openAnswering(config: Config, options: AnsweringOptions): Promise<Answering> {
  const { maxCalls, sendTimeoutMs } = config.upstream;
  const schema = withFederation(buildGraphSchema({ nodeFields: config.nodeFields }));
  const judge = await createDocumentJudge({
    schema,
    isDevelopment: config.isDevelopment,
    introspection: config.introspection,
  });
  const queue = new AdmissionQueue({
    fewestCalls: ROUNDS * config.upstream.concurrency,
    tenants: config.tenants.length,
  });
  const stopWatching = watchSaturation((isSaturated) => queue.adapt(isSaturated));
  return {
    answerOperation: createGraphQLHandler({
      documents: new DocumentStore(judge.judge),
      persisted: createPersistedOperations(options.listed),
      limiter: options.limiter,
      check: {
        schema,
        maxCalls,
        subgraphSecret: config.isDevelopment ? null : { secret: config.subgraphSecret },
      },
      run: createOperationRunner({
        ...options,
        execute: createExecutor(schema, { compiles: options.shortcuts }),
        queue,
        maxCalls,
        operationTimeoutMs: config.operationTimeoutMs,
        sendTimeoutMs,
        mayBeKept: config.auth.mode === 'none',
      }),
      upstreamReport: config.upstream.report,
      shares: options.shortcuts,
    }),
    async close() {
      stopWatching();
      await judge.stop();
    },
  };
}
