import type { Config } from '../config/config.type.js';
import { withFederation } from '../graph/entity/federation.js';
import { buildGraphSchema } from '../graph/schema.js';
import type { Answer } from '../server/http/answer.js';
import { createApollo } from '../server/graphql/apollo.js';
import { BoundedStore } from '../server/graphql/bounded-store.js';
import { OperationQueue } from '../server/graphql/operation-queue.js';
import { watchSaturation } from '../server/graphql/saturation.js';
import { createGraphQLHandler } from '../server/graphql/graphql-handler.js';
import type { IncomingOperation } from '../server/graphql/incoming-operation.js';
import type { OperationGate } from '../server/graphql/operation-gate.js';
import {
  createPersistedOperations,
  type ListedOperations,
  readManifestFile,
} from '../server/graphql/persisted/persisted-operations.js';
import { KnownOperations } from '../server/graphql/known-operations.js';
import { createOperationPreparer } from '../server/graphql/prepared-operation.js';
import { createResponder } from '../server/graphql/responder.js';

/** What answers GraphQL operations. */
export interface Answering {
  readonly answerOperation: (incoming: IncomingOperation) => Promise<Answer>;
  close(): Promise<void>;
}

/** As many vendor calls, in places at a vendor, as operations may make that run while the event loop is saturated. */
const ROUNDS = 4;

const MAX_PERSISTED_QUERIES = 5000;
const MAX_PERSISTED_BYTES = 16 * 1024 * 1024;

/** The operations of PERSISTED_OPERATIONS; null without any. @throws ManifestError */
export const readListedOperations = ({ persisted }: Config): ListedOperations | null =>
  persisted && { manifest: readManifestFile(persisted.file), only: persisted.only };

/**
 * @param onUnexpected hears of errors that callers are not told about
 * @param shortcuts whether operations are compiled, known ones spared Apollo, and answers under way shared
 */
export async function openAnswering(
  config: Config,
  listed: ListedOperations | null,
  gate: OperationGate,
  onUnexpected: (error: unknown) => void,
  shortcuts: boolean,
): Promise<Answering> {
  const automatic = new BoundedStore<string>({
    max: MAX_PERSISTED_QUERIES,
    maxSize: MAX_PERSISTED_BYTES,
    sizeOf: (text) => text.length + 1,
  });
  const schema = withFederation(buildGraphSchema({ nodeFields: config.nodeFields }));
  const respond = createResponder(schema, onUnexpected, shortcuts);
  const known = shortcuts ? new KnownOperations() : null;
  const apollo = createApollo({
    schema,
    respond,
    onValid: (query, document) => known?.learnDocument(query, document),
    isDevelopment: config.isDevelopment,
    introspection: config.introspection,
    persistedQueries: automatic,
    onUnexpected,
  });
  await apollo.start();
  const queue = new OperationQueue(ROUNDS * config.upstream.concurrency);
  const stopWatching = watchSaturation((isSaturated) => queue.adapt(isSaturated));
  return {
    answerOperation: createGraphQLHandler({
      apollo,
      known,
      respond,
      prepare: createOperationPreparer(schema),
      persisted: createPersistedOperations({ listed, automatic }),
      gate,
      queue,
      maxCalls: config.upstream.maxCalls,
      operationTimeoutMs: config.operationTimeoutMs,
      sendTimeoutMs: config.upstream.sendTimeoutMs,
      upstreamReport: config.upstream.report,
      mayBeKept: config.auth.mode === 'none',
      subgraphSecret: config.isDevelopment ? null : { secret: config.subgraphSecret },
    }),
    async close() {
      stopWatching();
      await apollo.stop();
    },
  };
}
