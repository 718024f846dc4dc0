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
import { formatError, isUnexpected } from './error-format.js';
import { createExecutor } from './execution.js';
import { MessagingError } from '../error.js';
import { BoundedStore } from './bounded-store.js';
import type { RequestContext } from './request-context.js';
import { requestIdPlaceholder } from './request-id.js';

export interface ApolloOptions {
  readonly schema: GraphQLSchema;
  readonly isDevelopment: boolean;
  readonly introspection: boolean;
  /** The texts of automatic persisted queries, by hash. */
  readonly persistedQueries: BoundedStore<string>;
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

/** Runs operations by our executor, and names their errors. */
function executionPlugin({ schema, onUnexpected }: ApolloOptions): ApolloServerPlugin<RequestContext> {
  const execute = createExecutor(schema);
  return {
    async requestDidStart() {
      return {
        async didResolveOperation({ contextValue }) {
          // a text that another request registered since this one was looked at
          if (!contextValue.isExamined) throw new MessagingError('PERSISTED_QUERY_NOT_FOUND');
        },
        async responseForOperation({ document, operation, operationName, request, contextValue }) {
          if (!operation) return null; // Apollo tells which name is missing
          const { data, errors } = await execute({
            document,
            operation,
            operationName,
            variables: request.variables ?? {},
            context: contextValue,
          });
          errors?.filter(isUnexpected).forEach(onUnexpected);
          const { report, operation: account } = contextValue;
          return {
            http: { status: data === undefined ? 400 : undefined, headers: new HeaderMap() },
            body: {
              kind: 'single',
              singleResult: {
                ...(errors ? { errors: errors.map((error) => formatError(error, requestIdPlaceholder())) } : {}),
                ...(data === undefined ? {} : { data }),
                ...(report ? { extensions: { upstream: account.report() } } : {}),
              },
            },
          };
        },
      };
    },
  };
}

/** What an operation can be wrong in, once it is well-formed as a request. */
const OPERATION_CODES: ReadonlySet<unknown> = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'BAD_USER_INPUT',
]);

/** GraphQL over HTTP: under `application/json` an operation that is not valid is answered with 200. */
const statusPlugin: ApolloServerPlugin<RequestContext> = {
  async requestDidStart() {
    return {
      async willSendResponse({ request, response: { http, body } }) {
        const accepts = request.http?.headers.get('accept') ?? '';
        if (http.status !== 400 || accepts.includes('graphql-response+json') || body.kind !== 'single') return;
        const isOfOperation = body.singleResult.errors?.every(({ extensions }) =>
          OPERATION_CODES.has(extensions?.['code']),
        );
        if (isOfOperation) http.status = 200;
      },
    };
  },
};
