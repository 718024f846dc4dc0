import {
  type DocumentNode,
  execute,
  type ExecutionResult,
  type FragmentSpreadNode,
  GraphQLError,
  type GraphQLSchema,
  type InlineFragmentNode,
  type OperationDefinitionNode,
  visit,
} from 'graphql';
import { type CompiledQuery, compileQuery, isCompiledQuery } from 'graphql-jit';
import { MessagingError } from '../../errors/error.js';
import type { GraphContext } from '../../graph/context.js';
import { asksForSchema } from './document-limits.js';
import { coerceVariables } from './variables.js';

/** One validated operation and what it runs with. */
export interface Execution<Context extends GraphContext = GraphContext> {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly operationName: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly context: Context;
}

interface Usage {
  uses: number;
  /** Null for an operation that graphql-jit cannot or should not compile. */
  compiled?: CompiledQuery | null;
}

/**
 * Leaves are written as they are: our own readers of vendor answers made them, of the very types that the schema names.
 * Serializing each would make a path and a location of every value, just in case.
 */
const COMPILER_OPTIONS = { disableLeafSerialization: true };

/** Compiling may take this share of the time at most, so that a flood of operations cannot burn it all. */
const COMPILING_SHARE = 0.1;

/**
 * Whether graphql-jit may compile it. Not with @skip or @include on a fragment: 0.8 then loses the fields of a fragment
 * that is spread again elsewhere on the same object, without an error. Nor a question for the schema: its types within
 * types take longer to compile than ever to run.
 */
function isCompilable(document: DocumentNode): boolean {
  let compilable = true;
  const look = (node: InlineFragmentNode | FragmentSpreadNode) => {
    compilable &&= (node.directives?.length ?? 0) === 0;
  };
  visit(document, {
    InlineFragment: look,
    FragmentSpread: look,
    Field(node) {
      compilable &&= !asksForSchema(node);
    },
  });
  return compilable;
}

/**
 * Runs operations: by graphql-js the first time, by a function that graphql-jit compiled from the second on. What is
 * compiled lives as long as its document does in a bounded store. Mutations are never compiled.
 */
export function createExecutor(
  schema: GraphQLSchema,
  compiles = true,
): (execution: Execution) => ExecutionResult | Promise<ExecutionResult> {
  const usages = new WeakMap<OperationDefinitionNode, Usage>();
  let nextCompilation = 0;

  function compiledFor({ document, operation, operationName }: Execution): CompiledQuery | null {
    if (!compiles || operation.operation !== 'query') return null;
    const usage = usages.get(operation) ?? { uses: 0 };
    usages.set(operation, usage);
    usage.uses += 1;
    const startedAt = performance.now();
    if (usage.compiled === undefined && usage.uses > 1 && startedAt >= nextCompilation) {
      const compiled = isCompilable(document)
        ? compileQuery(schema, document, operationName ?? undefined, COMPILER_OPTIONS)
        : null;
      usage.compiled = compiled && isCompiledQuery(compiled) ? compiled : null;
      nextCompilation = startedAt + (performance.now() - startedAt) / COMPILING_SHARE;
    }
    return usage.compiled ?? null;
  }

  return (execution) => {
    const { document, operation, operationName, context } = execution;
    if (!schema.getRootType(operation.operation)) {
      const noSuchRoot = new MessagingError('OPERATION_RESOLUTION_FAILURE');
      return { errors: [new GraphQLError(noSuchRoot.message, { originalError: noSuchRoot })] };
    }
    let variables: Record<string, unknown>;
    try {
      variables = coerceVariables(schema, operation, execution.variables);
    } catch (error) {
      return { errors: [new GraphQLError((error as Error).message, { originalError: error as Error })] };
    }
    const compiled = compiledFor(execution);
    return compiled
      ? (compiled.query({}, context, variables) as Promise<ExecutionResult>)
      : execute({ schema, document, operationName, contextValue: context, variableValues: variables });
  };
}
