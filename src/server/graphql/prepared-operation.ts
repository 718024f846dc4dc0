import {
  type DocumentNode,
  type FragmentDefinitionNode,
  getOperationAST,
  type GraphQLSchema,
  type OperationDefinitionNode,
  parse,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { MessagingError } from '../../errors/error.js';
import { type Estimate, estimate, NOTHING } from './call-estimate.js';
import { loggedName } from '../observability/log.js';
import { requireModestDocument, requireModestText } from './document-limits.js';
import { refuse, RequestError } from '../http/request-error.js';

/** An operation that is small enough to be looked at; null members where the document has none of that name. */
export interface PreparedOperation {
  readonly type: 'query' | 'mutation' | 'subscription' | null;
  /** As it may be logged. */
  readonly name: string | null;
  readonly rootFields: ReadonlySet<string>;
  estimate(variables: Readonly<Record<string, unknown>>): Estimate;
}

/** A document as it was found to be, before validation. */
interface PreparedDocument {
  /** Null for text that does not parse: Apollo tells the caller where. */
  readonly document: DocumentNode | null;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly refusal: MessagingError | null;
  readonly operations: Map<OperationDefinitionNode | null, PreparedOperation>;
}

const MAX_REFERENCES = 500;
const MAX_DOCUMENTS = 1000;
/** Of text: a document in memory is up to a hundred times as large. */
const MAX_DOCUMENT_BYTES = 1024 * 1024;

/**
 * Parses every text once and remembers what it is: the look at an operation before Apollo validates and runs it. What
 * is remembered is bounded by number and size.
 */
export function createOperationPreparer(
  schema: GraphQLSchema,
): (query: string, operationName: string | null) => PreparedOperation {
  const documents = new LRUCache<string, PreparedDocument>({
    max: MAX_DOCUMENTS,
    maxSize: MAX_DOCUMENT_BYTES,
    sizeCalculation: (_document, query) => query.length + 1,
  });

  return (query, operationName) => {
    let prepared = documents.get(query);
    if (!prepared) {
      prepared = prepareDocument(query);
      documents.set(query, prepared);
    }
    if (prepared.refusal) throw new RequestError(400, prepared.refusal);
    const operation = (prepared.document && getOperationAST(prepared.document, operationName)) ?? null;
    let known = prepared.operations.get(operation);
    if (!known) {
      known = prepareOperation(schema, operation, prepared.fragments);
      prepared.operations.set(operation, known);
    }
    return known;
  };
}

function prepareOperation(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode | null,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): PreparedOperation {
  if (!operation) return { type: null, name: null, rootFields: new Set(), estimate: () => NOTHING };
  const estimates = new LRUCache<string, Estimate>({ max: 50 });
  return {
    type: operation.operation,
    name: operation.name ? loggedName(operation.name.value) : null,
    rootFields: new Set(rootFieldNames(operation, fragments)),
    estimate(variables) {
      const sizes = sizeVariables(operation, variables);
      if (sizes === null) return estimate(schema, operation, fragments, variables);
      let known = estimates.get(sizes);
      if (!known) {
        known = estimate(schema, operation, fragments, variables);
        estimates.set(sizes, known);
      }
      return known;
    },
  };
}

/** More is not worth remembering, and callers decide how much it is. */
const MAX_SIZES_LENGTH = 500;

/** What of the variables an estimate can hang on, as text: all but strings. Null where lists make each one its own. */
function sizeVariables(
  { variableDefinitions = [] }: OperationDefinitionNode,
  variables: Readonly<Record<string, unknown>>,
): string | null {
  let text = '';
  for (const { variable } of variableDefinitions) {
    const name = variable.name.value;
    if (!Object.hasOwn(variables, name)) continue;
    const value = variables[name];
    if (typeof value === 'object' && value !== null) return null;
    text += `${name}=${typeof value === 'string' ? '' : String(value)};`;
    if (text.length > MAX_SIZES_LENGTH) return null;
  }
  return text;
}

function prepareDocument(query: string): PreparedDocument {
  const fragments = new Map<string, FragmentDefinitionNode>();
  try {
    requireModestText(query);
    const document = parse(query, { noLocation: true });
    requireModestDocument(document);
    for (const definition of document.definitions) {
      if (definition.kind === 'FragmentDefinition') fragments.set(definition.name.value, definition);
    }
    return { document, fragments, refusal: null, operations: new Map() };
  } catch (error) {
    const refusal = error instanceof MessagingError ? error : null;
    return { document: null, fragments, refusal, operations: new Map() };
  }
}

function rootFieldNames(
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): string[] {
  const open = new Set<string>();
  const names = (set: OperationDefinitionNode['selectionSet']): string[] =>
    set.selections.flatMap((selection) => {
      if (selection.kind === 'Field') return [selection.name.value];
      if (selection.kind === 'InlineFragment') return names(selection.selectionSet);
      const name = selection.name.value;
      const fragment = fragments.get(name);
      if (!fragment || open.has(name)) return [];
      open.add(name);
      return names(fragment.selectionSet);
    });
  return names(operation.selectionSet);
}

/** @throws RequestError TOO_MANY_SENDS, OPERATION_LIMIT_EXCEEDED, OPERATION_TOO_EXPENSIVE, before any vendor call */
export function requireAffordable({ calls, paidFields, references }: Estimate, maxCalls: number): void {
  if (paidFields > 1) throw refuse(400, 'TOO_MANY_SENDS');
  if (references > MAX_REFERENCES) {
    throw refuse(
      400,
      'OPERATION_LIMIT_EXCEEDED',
      `An operation has at most ${MAX_REFERENCES} references; routers lower their batch size.`,
    );
  }
  if (calls > maxCalls) {
    throw refuse(
      400,
      'OPERATION_TOO_EXPENSIVE',
      `The operation could cost ${calls} vendor calls; at most ${maxCalls} are allowed.`,
    );
  }
}
