import { ApolloServer, type ApolloServerPlugin, HeaderMap } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { type DocumentNode, GraphQLError, type GraphQLSchema, type ValidationRule } from 'graphql';
import { MessagingError } from '../../errors/error.js';
import { loggedName } from '../observability/log.js';
import { DOCUMENT_LIMITS, requireTextLimits } from './document-limits.js';
import type { KnownDocument, KnownOperation } from './document-store.js';
import { walkDocument, type WalkedOperation } from './document-walk.js';
import { requireUnconditionalRoots } from './subscription-root.js';
import { formatError } from '../answer/error-format.js';
import { definedVariables } from './variables.js';

export interface DocumentValidatorOptions {
  readonly schema: GraphQLSchema;
  readonly isDevelopment: boolean;
  readonly introspection: boolean;
}

/** Validates texts of operations: limits, grammar, the schema's rules. */
export interface DocumentValidator {
  /** Rejects for nothing that is wrong with the text. */
  validate(text: string): Promise<KnownDocument>;
  stop(): Promise<void>;
}

/** What Apollo's plugins find out of one text. */
interface Validation {
  document: DocumentNode | null;
  operations: readonly WalkedOperation[];
  /** What the walk or a plugin threw; Apollo itself would hide it. */
  thrown: unknown;
}

/** Apollo copies its context, so that what is found stands one level down. */
interface ApolloContext {
  readonly validation: Validation;
}

const MAX_VALIDATION_ERRORS = 5;

/**
 * Apollo Server parses and validates every text once, with its plugins; it runs nothing. Its own store of documents and
 * its automatic persisted queries are off: a text is validated only when it is not in the DocumentStore.
 */
export async function createDocumentValidator(options: DocumentValidatorOptions): Promise<DocumentValidator> {
  const apollo = new ApolloServer<ApolloContext>({
    schema: options.schema,
    introspection: true, // Apollo's own refusal names its own options
    validationRules: options.introspection ? [] : [refuseIntrospection],
    stopOnTerminationSignals: false,
    includeStacktraceInErrorResponses: false,
    hideSchemaDetailsFromClientErrors: !options.isDevelopment,
    nodeEnv: 'production',
    logger: { debug() {}, info() {}, warn() {}, error() {} }, // what is unexpected is thrown below
    parseOptions: { maxTokens: DOCUMENT_LIMITS.tokens },
    validationOptions: { maxErrors: MAX_VALIDATION_ERRORS },
    persistedQueries: false,
    documentStore: null,
    formatError: (_formatted, error) => formatError(error),
    plugins: [
      // Cache control wraps every field and halves the throughput of lists; the others report to Apollo's servers.
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      validationPlugin(options.schema),
    ],
  });
  await apollo.start();
  return {
    validate: (text) => validateText(apollo, options.schema, text),
    stop: () => apollo.stop(),
  };
}

const refuseIntrospection: ValidationRule = (context) => ({
  Field(node) {
    if (node.name.value !== '__schema' && node.name.value !== '__type') return;
    const message =
      'Introspection is off on this server (INTROSPECTION=off): `__schema` and `__type` are not answered.';
    context.reportError(new GraphQLError(message, { nodes: [node] }));
  },
});

/** Takes the document after it was parsed, checks limits before it is validated, and keeps Apollo from running it. */
const validationPlugin = (schema: GraphQLSchema): ApolloServerPlugin<ApolloContext> => ({
  async requestDidStart() {
    return {
      async validationDidStart({ document, contextValue: { validation } }) {
        validation.document = document;
        validation.operations = walkDocument(schema, document);
        requireUnconditionalRoots(document);
      },
      async responseForOperation() {
        return { http: { status: undefined, headers: new HeaderMap() }, body: { kind: 'single', singleResult: {} } };
      },
    };
  },
  async unexpectedErrorProcessingRequest({ requestContext, error }) {
    requestContext.contextValue.validation.thrown = error;
  },
});

async function validateText(
  apollo: ApolloServer<ApolloContext>,
  schema: GraphQLSchema,
  text: string,
): Promise<KnownDocument> {
  const validation: Validation = { document: null, operations: [], thrown: undefined };
  try {
    requireTextLimits(text);
  } catch (error) {
    if (error instanceof MessagingError) return refused(error);
    // text that is not made of tokens: Apollo's parser says where
  }
  try {
    const { body } = await apollo.executeOperation({ query: text }, { contextValue: { validation } });
    const errors = body.kind === 'single' ? (body.singleResult.errors ?? null) : null;
    return { errors, ...operationsOf(validation, schema) };
  } catch (error) {
    const { thrown } = validation;
    if (thrown instanceof MessagingError) return refused(thrown);
    throw thrown ?? error;
  }
}

const refused = (error: MessagingError): KnownDocument => ({
  errors: [formatError(error)],
  operations: [],
  tokens: 0,
});

function operationsOf(
  { document, operations }: Validation,
  schema: GraphQLSchema,
): Pick<KnownDocument, 'operations' | 'tokens'> {
  if (!document) return { operations: [], tokens: 0 };
  return {
    operations: operations.map(({ node, selections, rootFields, paidFields }): KnownOperation => {
      const name = node.name?.value ?? null;
      return {
        type: node.operation,
        name,
        loggedName: name === null ? null : loggedName(name),
        document,
        node,
        variables: definedVariables(schema, node),
        rootFields,
        paidFields,
        selections,
        plan: { runs: 0, compiled: undefined },
      };
    }),
    tokens: document.tokenCount ?? DOCUMENT_LIMITS.tokens,
  };
}
