import { type DocumentNode, getOperationAST, type OperationDefinitionNode } from 'graphql';
import { LRUCache } from 'lru-cache';
import { DOCUMENT_LIMITS } from './document-limits.js';

/** A query that Apollo has found valid, as it parsed it. */
export interface KnownOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  readonly contentType: string;
}

const MAX_DOCUMENTS = 500;
const MAX_TOKENS = 100_000;
const MAX_ACCEPTS = 100;

/**
 * What Apollo has found out, so that the same need not be found out again: which texts are valid, and which media type
 * an `Accept` gets. A query by POST for which both are known can run at once; everything else goes through Apollo.
 */
export class KnownOperations {
  readonly #documents = new LRUCache<string, DocumentNode>({
    max: MAX_DOCUMENTS,
    maxSize: MAX_TOKENS,
    sizeCalculation: ({ tokenCount }) => tokenCount ?? DOCUMENT_LIMITS.tokens,
  });
  readonly #contentTypes = new LRUCache<string, string>({ max: MAX_ACCEPTS });

  learnDocument(query: string, document: DocumentNode): void {
    this.#documents.set(query, document);
  }

  learnContentType(accept: string, contentType: string | undefined): void {
    if (contentType !== undefined && accept.length < 200) this.#contentTypes.set(accept, contentType);
  }

  find(query: string, operationName: string | null, accept: string): KnownOperation | undefined {
    const document = this.#documents.get(query);
    const contentType = this.#contentTypes.get(accept);
    const operation = document && getOperationAST(document, operationName);
    if (!operation || contentType === undefined || operation.operation !== 'query') return undefined;
    return { document, operation, contentType };
  }
}
