import 'reflect-metadata'; // before any class that type-graphql decorates
import type { Config } from './config/config.type.js';
import { withFederation } from './graph/entity/federation.js';
import { buildGraphSchema } from './graph/schema.js';
import { openLedger } from './ledger/open-ledger.js';
import { startSandbox } from './sandbox/sandbox.js';
import { createApollo } from './server/apollo.js';
import { BoundedStore } from './server/bounded-store.js';
import type { Caller } from './server/caller.js';
import { createGraphQLHandler } from './server/graphql-handler.js';
import { isLocalHost } from './server/host.js';
import { type Log, logRequest, logUnexpected } from './server/log.js';
import { createOperationPreparer } from './server/prepared-operation.js';
import { createServer } from './server/server.js';
import { openTenants } from './tenants.js';

/** The running graph. */
export interface Service {
  readonly url: string;
  /** Stops accepting, finishes what runs, closes everything. */
  stop(): Promise<void>;
}

const MAX_PERSISTED_QUERIES = 5000;

/** Puts everything together, from the vendors outwards, and listens. */
export async function startService(config: Config, log: Log): Promise<Service> {
  const sandbox = config.sandbox ? await startSandbox() : null;
  const ledger = await openLedger(config.ledger, {
    campaignRecordDays: config.campaignRecordDays,
    sendTimeoutMs: config.upstream.sendTimeoutMs,
    onConnectionError: () => log.error({ event: 'ledger-unreachable' }),
  });
  const tenants = openTenants(config, sandbox, ledger);

  const schema = withFederation(buildGraphSchema({ nodeFields: config.nodeFields }));
  const persistedQueries = new BoundedStore<string>({
    max: MAX_PERSISTED_QUERIES,
    maxSize: 16 * 1024 * 1024,
    sizeOf: (text) => text.length + 1,
  });
  const unexpected = (error: unknown) => logUnexpected(log, error);
  const apollo = createApollo({
    schema,
    isDevelopment: config.isDevelopment,
    introspection: config.introspection,
    persistedQueries,
    onUnexpected: unexpected,
  });
  await apollo.start();

  const onlyTenant = tenants.services[0]!;
  const everyone: Caller = {
    service: onlyTenant,
    credential: 'everyone',
    scopes: new Set(['read', 'read:recipients', 'send']),
  };
  let draining = false;
  const app = createServer({
    answerOperation: createGraphQLHandler({
      apollo,
      prepare: createOperationPreparer(schema),
      persistedQueries,
      maxCalls: config.upstream.maxCalls,
      operationTimeoutMs: config.operationTimeoutMs,
      sendTimeoutMs: config.upstream.sendTimeoutMs,
      upstreamReport: config.upstream.report,
      subgraphSecret: config.isDevelopment ? null : { secret: config.subgraphSecret },
    }),
    identify: () => everyone,
    allowsHost: isLocalHost,
    isReady: () => !draining,
    corsOrigins: config.corsOrigins,
    explorer: null,
    headers: config.sandbox ? { 'x-sandbox': '1' } : {},
    observe: { answered: (request) => logRequest(log, request), unexpected },
  });
  const url = await app.listen({ host: config.listen.host, port: config.listen.port });

  return {
    url,
    async stop() {
      draining = true;
      await app.close();
      await apollo.stop();
      await tenants.close();
      await ledger.close();
      await sandbox?.close();
    },
  };
}
