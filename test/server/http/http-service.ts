import { NO_ACCOUNT, type Answer } from '../../../src/server/answer/answer.js';
import { closeServer } from '../../../src/server/http/close-server.js';
import type { HttpServer } from '../../../src/server/http/http-server.js';
import { createServer, type ServerOptions } from '../../../src/server/http/server.js';
import type { IncomingOperation } from '../../../src/server/graphql/request.js';
import type { Caller } from '../../../src/server/auth/caller.js';
import type { AnsweredRequest } from '../../../src/server/answer/answer.js';

/** The graph's HTTP server with one function in the place of the graph. */
export interface HttpService {
  readonly url: string;
  readonly server: HttpServer;
  /** Operations in the order in which they were begun. */
  readonly begun: IncomingOperation[];
  readonly answered: AnsweredRequest[];
  readonly unexpected: unknown[];
  stop(): Promise<void>;
}

export const CALLER: Caller = {
  service: {
    tenant: { id: 'shop', digest: 'digest' },
    sources: {} as Caller['service']['sources'],
    updates: {} as never,
  },
  credential: 'shop/key',
  scopes: new Set(['read']),
  view: 'shop read',
  rates: { operationsPerMinute: null, upstreamCallsPerMinute: null },
};

/** A full server that refuses many operations. */
export const SHEDDING: ServerOptions['limiter'] = { tenants: 1, shedsLoad: () => true, countRefusal: () => undefined };

export const answerOf = (body: string): Answer => ({
  status: 200,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body,
  codes: [],
  account: NO_ACCOUNT,
});

export async function startHttpService(
  options: Partial<ServerOptions> = {},
  addresses: readonly string[] = ['127.0.0.1'],
): Promise<HttpService> {
  const begun: IncomingOperation[] = [];
  const answered: AnsweredRequest[] = [];
  const unexpected: unknown[] = [];
  const answerOperation = options.answerOperation ?? (({ text }) => Promise.resolve(answerOf(text)));
  const server = createServer({
    identify: () => CALLER,
    allowsHost: () => true,
    limiter: { tenants: 1, shedsLoad: () => false, countRefusal: () => undefined },
    rates: { admit: () => null, reserveCalls: () => undefined, refundCalls: () => undefined, headersFor: () => null },
    isReady: () => Promise.resolve(true),
    isDraining: () => false,
    ledgerState: () => 'up',
    eventsState: () => 'up',
    metrics: null,
    corsOrigins: [],
    explorer: null,
    console: null,
    corsLoopback: false,
    headers: {},
    observe: {
      answered: (one) => void answered.push(one),
      unexpected: (error) => void unexpected.push(error),
    },
    startTrace: null,
    endSubscriptions: () => undefined,
    ...options,
    answerOperation(incoming) {
      begun.push(incoming);
      return answerOperation(incoming);
    },
  });
  const url = await server.listen(addresses, 0);
  return {
    url,
    server,
    begun,
    answered,
    unexpected,
    async stop() {
      server.connections.destroyAll();
      await closeServer(server, { drainMs: 0, answersMs: 1000, sendsMs: 0, sendsDone: () => Promise.resolve() });
    },
  };
}
