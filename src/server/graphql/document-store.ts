import type { DocumentNode, GraphQLFormattedError, OperationDefinitionNode } from 'graphql';
import type { CompiledQuery } from 'graphql-jit';
import { LRUCache } from 'lru-cache';
import { MessagingError } from '../../errors/error.js';
import type { Selections } from './document-walk.js';
import type { DefinedVariable } from './variables.js';

/** One text: its operations, and what is wrong with it. */
export interface KnownDocument {
  /** As callers see them; null for a document that is valid. */
  readonly errors: readonly GraphQLFormattedError[] | null;
  /** Empty for a text that does not parse or is too large. */
  readonly operations: readonly KnownOperation[];
  /** Tokens of the text; 0 where nothing is kept but errors. */
  readonly tokens: number;
}

/** One operation of a document: all that does not depend on the request. */
export interface KnownOperation {
  readonly type: 'query' | 'mutation' | 'subscription';
  readonly name: string | null;
  /** The name as it may be logged. */
  readonly loggedName: string | null;
  readonly document: DocumentNode;
  readonly node: OperationDefinitionNode;
  readonly variables: readonly DefinedVariable[];
  readonly rootFields: ReadonlySet<string>;
  /** Distinct response names of paid fields. */
  readonly paidFields: number;
  readonly selections: Selections;
  readonly plan: Plan;
}

/** How often an operation ran, and its compiled form. */
export interface Plan {
  runs: number;
  /** Undefined until it was tried; null for an operation that is not compiled. */
  compiled: CompiledOperation | null | undefined;
}

export interface CompiledOperation {
  readonly query: CompiledQuery['query'];
  /** Variables with which it must not run when they are null. */
  readonly neverNull: readonly string[];
  /** Variables with which it must not run when they are not set. */
  readonly neverUnset: readonly string[];
}

const MAX_DOCUMENTS = 1000;
const MAX_BYTES = 128 * 1024 * 1024;
/** Measured: a parsed token takes about half a kilobyte. */
const BYTES_OF_A_TOKEN = 512;
const BYTES_OF_ERRORS = 4096;

/** Every text that was asked lately, validated once: valid or not. Bounded by number and by memory. */
export class DocumentStore {
  readonly #validate: (text: string) => Promise<KnownDocument>;
  readonly #pending = new Map<string, Promise<KnownDocument>>();
  readonly #documents = new LRUCache<string, KnownDocument>({
    max: MAX_DOCUMENTS,
    maxSize: MAX_BYTES,
    sizeCalculation: ({ tokens, errors }, text) =>
      2 * text.length + BYTES_OF_A_TOKEN * tokens + (errors ? BYTES_OF_ERRORS : 1),
  });

  /** @param validate parses and validates a text, and never rejects for what is wrong with it */
  constructor(validate: (text: string) => Promise<KnownDocument>) {
    this.#validate = validate;
  }

  /** A promise for a text that is seen for the first time. */
  find(text: string): KnownDocument | Promise<KnownDocument> {
    return this.#documents.get(text) ?? this.#pending.get(text) ?? this.#validateOnce(text);
  }

  #validateOnce(text: string): Promise<KnownDocument> {
    const validated = this.#validate(text).then((document) => {
      this.#documents.set(text, document);
      return document;
    });
    this.#pending.set(text, validated);
    const forget = (): void => void this.#pending.delete(text);
    validated.then(forget, forget);
    return validated;
  }
}

/** @throws MessagingError OPERATION_RESOLUTION_FAILURE */
export function findOperation({ operations }: KnownDocument, name: string | null): KnownOperation {
  const found = name === null ? operations[0] : operations.find((operation) => operation.name === name);
  if (found && (name !== null || operations.length === 1)) return found;
  throw new MessagingError('OPERATION_RESOLUTION_FAILURE', { message: resolutionMessage(operations.length, name) });
}

function resolutionMessage(count: number, name: string | null): string {
  if (count === 0) return 'The document has no operation.';
  return name === null
    ? `The document has ${count} operations: \`operationName\` must name the one to run.`
    : 'The document has no operation of the name in `operationName`.';
}
