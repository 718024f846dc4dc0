import {
  type ASTNode,
  BREAK,
  createSourceEventStream,
  type DocumentNode,
  execute,
  type ExecutionArgs,
  type ExecutionResult,
  getNamedType,
  getNullableType,
  type GraphQLInputType,
  type GraphQLSchema,
  isInputObjectType,
  isLeafType,
  isNonNullType,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import type * as GraphqlJit from 'graphql-jit';
import type { GraphContext } from '../../graph/context.js';
import type { CheckedOperation } from './check.js';
import type { CompiledOperation, KnownOperation } from './document-store.js';

export interface Executor {
  /** @param root of a subscription: what its source gave for this result */
  execute(
    operation: CheckedOperation,
    context: GraphContext,
    root?: object,
  ): ExecutionResult | Promise<ExecutionResult>;
  /**
   * Starts a subscription. Each value of its source makes one result: see `execute`.
   * @returns the source, whose `return()` frees all that it holds; errors where its field refused to start
   */
  subscribe(operation: CheckedOperation, context: GraphContext): Promise<AsyncIterable<unknown> | ExecutionResult>;
  /** Loads the compiler now, which takes 100 ms of CPU; else the first operation that is to be compiled loads it. */
  loadCompiler(): Promise<void>;
  /** Waits for the compiler where it is being loaded. */
  close(): Promise<void>;
}

type Compiler = Pick<typeof GraphqlJit, 'compileQuery' | 'isCompiledQuery'>;

/**
 * Leaves are written as they are: our own readers of vendor answers made them, of the very types that the schema names.
 * Serializing each would make a path and a location for every value.
 */
const COMPILER_OPTIONS = { disableLeafSerialization: true };

/** Compiling may take this share of the time at most, so that new operations without end cannot use all of it. */
const COMPILING_SHARE = 0.1;

/**
 * Runs operations: by graphql-js the first time, by a function that graphql-jit compiled from the second on. What is
 * compiled is kept with its document in the store. While graphql-jit is being loaded, graphql-js runs everything. Each
 * result of a subscription is a run. Mutations are never compiled.
 * @param options.compiles off to compare
 * @param options.compilingShare share of the time that compiling may take, see COMPILING_SHARE
 */
export function createExecutor(
  schema: GraphQLSchema,
  { compiles = true, compilingShare = COMPILING_SHARE }: { compiles?: boolean; compilingShare?: number } = {},
): Executor {
  let nextCompilation = 0;
  let compiler: Compiler | null = null;
  let loading: Promise<void> | null = null;

  const loadCompiler = (): Promise<void> =>
    (loading ??= import('graphql-jit').then((loaded) => {
      compiler = loaded;
    }));

  function compiledFor({ operation, variables }: CheckedOperation): CompiledOperation | null {
    const { plan } = operation;
    plan.runs += 1;
    const startedAt = performance.now();
    if (plan.compiled === undefined && plan.runs > 1 && startedAt >= nextCompilation) {
      if (!isCompilable(operation)) plan.compiled = null;
      else if (compiler) {
        plan.compiled = compile(compiler, schema, operation);
        nextCompilation = startedAt + (performance.now() - startedAt) / compilingShare;
      } else void loadCompiler();
    }
    return plan.compiled && suits(plan.compiled, variables) ? plan.compiled : null;
  }

  return {
    execute(checked, context, root = {}) {
      const compiled = compiles ? compiledFor(checked) : null;
      return compiled
        ? (compiled.query(root, context, checked.variables) as Promise<ExecutionResult>)
        : execute({ ...argumentsOf(schema, checked, context), rootValue: root });
    },
    subscribe: (checked, context) => createSourceEventStream(argumentsOf(schema, checked, context)),
    loadCompiler,
    async close() {
      await loading;
    },
  };
}

const argumentsOf = (
  schema: GraphQLSchema,
  { operation, variables }: CheckedOperation,
  contextValue: GraphContext,
): ExecutionArgs => ({
  schema,
  document: operation.document,
  operationName: operation.name,
  contextValue,
  variableValues: variables,
});

/**
 * Whether graphql-jit may compile it. Not with @skip or @include on a fragment: 0.8 then loses the fields of a fragment
 * that is spread again elsewhere on the same object, without an error. Not what asks for the schema: its nested types
 * take longer to compile than ever to run. Not with a variable named as a member of every object: compiled code would
 * read that member where the variable is not set.
 */
function isCompilable({ type, selections, node, document }: KnownOperation): boolean {
  return (
    type !== 'mutation' &&
    !selections.hasConditionalFragments &&
    !selections.hasIntrospection &&
    !node.variableDefinitions?.some(({ variable }) => variable.name.value in Object.prototype) &&
    keepsResponseNames(document)
  );
}

/**
 * Whether compiled code answers with the same fields in the same order: it loses one called `__proto__`, and one that is
 * skipped where it stands first and taken where it stands again comes at the first place.
 */
function keepsResponseNames(document: DocumentNode): boolean {
  const seen = new Set<string>();
  const [repeated, conditional] = [new Set<string>(), new Set<string>()];
  visit(document, {
    Field({ alias, name, directives = [] }) {
      const responseName = (alias ?? name).value;
      if (seen.has(responseName)) repeated.add(responseName);
      seen.add(responseName);
      if (directives.length > 0) conditional.add(responseName);
    },
  });
  return !seen.has('__proto__') && ![...conditional].some((name) => repeated.has(name));
}

function compile(
  { compileQuery, isCompiledQuery }: Compiler,
  schema: GraphQLSchema,
  { document, name }: KnownOperation,
): CompiledOperation | null {
  const places = placesOfVariables(schema, document);
  if (!places) return null;
  const compiled = compileQuery(schema, document, name ?? undefined, COMPILER_OPTIONS);
  return isCompiledQuery(compiled) ? { query: compiled.query, ...places } : null;
}

/**
 * Where graphql-jit 0.8 takes variables for what they are not: null, given where only a default allows a nullable
 * variable (an argument, `if` of @skip and @include, an item of a list, a field of an input) or as the field of a @oneOf
 * input, which graphql-js refuses; and a variable that is not set as a field of an input, which graphql-js leaves out
 * and compiled code sets to null.
 * @returns null where a variable stands inside a literal of a custom scalar: compiled code loses it
 */
function placesOfVariables(
  schema: GraphQLSchema,
  document: DocumentNode,
): Pick<CompiledOperation, 'neverNull' | 'neverUnset'> | null {
  const neverNull = new Set<string>();
  const neverUnset = new Set<string>();
  let isInsideScalar = false;
  const types = new TypeInfo(schema);
  /** The inside of a literal of a scalar has no types to look at. */
  const leaveScalar = (node: ASTNode): typeof BREAK | false => {
    isInsideScalar = holdsVariable(node);
    return isInsideScalar ? BREAK : false;
  };
  visit(
    document,
    visitWithTypeInfo(types, {
      Variable({ name }, _key, parent) {
        const isField = parent && 'kind' in parent && parent.kind === Kind.OBJECT_FIELD;
        if (isNonNullType(types.getInputType()) || (isField && isOneOf(types.getParentInputType())))
          neverNull.add(name.value);
        if (isField) neverUnset.add(name.value);
      },
      ObjectValue: (node) => (isLeafType(getNamedType(types.getInputType())) ? leaveScalar(node) : undefined),
      // the parent is the type of the list, not of its items
      ListValue: (node) => (isLeafType(getNullableType(types.getParentInputType())) ? leaveScalar(node) : undefined),
    }),
  );
  return isInsideScalar ? null : { neverNull: [...neverNull], neverUnset: [...neverUnset] };
}

function isOneOf(type: GraphQLInputType | null | undefined): boolean {
  const named = getNamedType(type);
  return isInputObjectType(named) && named.isOneOf;
}

function holdsVariable(node: ASTNode): boolean {
  let found = false;
  visit(node, {
    Variable() {
      found = true;
      return BREAK;
    },
  });
  return found;
}

const suits = ({ neverNull, neverUnset }: CompiledOperation, variables: CheckedOperation['variables']): boolean =>
  neverNull.every((name) => variables[name] !== null) && neverUnset.every((name) => variables[name] !== undefined);
