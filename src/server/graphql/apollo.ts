import { ApolloServer, type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { DocumentNode, GraphQLSchema } from 'graphql';
import { DOCUMENT_LIMITS } from './document-limits.js';
import { formatError } from './error-format.js';
import { MessagingError } from '../../errors/error.js';
import { BoundedStore } from './bounded-store.js';
import type { RequestContext } from './request-context.js';
import { requestIdPlaceholder } from '../http/request-id.js';
import { type Respond, statusOf } from './responder.js';

export interface ApolloOptions {
  readonly schema: GraphQLSchema;
  readonly isDevelopment: boolean;
  readonly introspection: boolean;
  /** The texts of automatic persisted queries, by hash. */
  readonly persistedQueries: BoundedStore<string>;
  readonly respond: Respond;
  /** Hears of every text that was found valid. */
  readonly onValid: (query: string, document: DocumentNode) => void;
  /** Hears of errors that callers are not told about. */
  readonly onUnexpected: (error: unknown) => void;
}

const MAX_DOCUMENTS = 500;
/** A token takes about half a kilobyte in memory. */
const MAX_DOCUMENT_TOKENS = 250_000;
const MAX_VALIDATION_ERRORS = 5;

/** Apollo Server as this house runs it: it speaks GraphQL over HTTP, validates, and hands operations to our executor. */
export function createApollo(options: ApolloOptions): ApolloServer<RequestContext> {
  const { schema, isDevelopment, introspection, persistedQueries } = options;
  return new ApolloServer<RequestContext>({
    schema,
    introspection,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    stopOnTerminationSignals: false,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: !isDevelopment,
    nodeEnv: 'production',
    logger: { debug() {}, info() {}, warn() {}, error: options.onUnexpected },
    parseOptions: { maxTokens: DOCUMENT_LIMITS.tokens },
    validationOptions: { maxErrors: MAX_VALIDATION_ERRORS },
    persistedQueries: { cache: persistedQueries },
    documentStore: new BoundedStore<DocumentNode>({
      max: MAX_DOCUMENTS,
      maxSize: MAX_DOCUMENT_TOKENS,
      sizeOf: ({ tokenCount }) => tokenCount ?? DOCUMENT_LIMITS.tokens,
    }),
    formatError: (_formatted, error) => formatError(error, requestIdPlaceholder()),
    plugins: [
      // cache control wraps every field and halves the throughput of lists; the others talk to Apollo's servers or
      // trace into answers
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      executionPlugin(options),
      statusPlugin,
    ],
  });
}

/** Lets our responder run what Apollo has found valid. */
function executionPlugin({ respond, onValid }: ApolloOptions): ApolloServerPlugin<RequestContext> {
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ contextValue }) {
          // a text that another request registered since this one was looked at
          if (!contextValue.isExamined) throw new MessagingError('PERSISTED_QUERY_NOT_FOUND');
        },
        async responseForOperation({ document, operation, operationName, source, request, contextValue }) {
          if (!operation) return null; // Apollo tells which name is missing
          onValid(source, document);
          const variables = request.variables ?? {};
          const response = await respond({ document, operation, operationName, variables, context: contextValue });
          return {
            http: { status: response.data === undefined ? 400 : undefined, headers: new HeaderMap() },
            body: { kind: 'single', singleResult: response },
          };
        },
      };
    },
  };
}

const statusPlugin: ApolloServerPlugin<RequestContext> = {
  async requestDidStart() {
    return {
      async willSendResponse({ request, response: { http, body } }) {
        if (http.status !== 400 || body.kind !== 'single') return;
        http.status = statusOf(body.singleResult, request.http?.headers.get('accept') ?? '');
      },
    };
  },
};
