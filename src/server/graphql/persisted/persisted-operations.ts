import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { BoundedStore } from '../bounded-store.js';
import type { GraphQLRequest } from '../graphql-request.js';
import { refuse, RequestError } from '../../http/request-error.js';
import { type Manifest, ManifestError, readManifest } from './manifest.js';

/**
 * The request with the text of the operation that it names by an id.
 * @throws RequestError PERSISTED_QUERY_NOT_FOUND, before anything is parsed
 */
export type ResolvePersisted = (request: GraphQLRequest) => GraphQLRequest;

export interface ListedOperations {
  readonly manifest: Manifest;
  /** Whether nothing else may run. */
  readonly only: boolean;
}

export interface PersistedOptions {
  readonly listed: ListedOperations | null;
  /** The texts of automatic persisted queries, which Apollo fills. */
  readonly automatic: BoundedStore<string>;
}

/** @throws ManifestError */
export function readManifestFile(file: string): Manifest {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
  } catch {
    throw new ManifestError(['it must be a file of JSON that can be read']);
  }
  return readManifest(content);
}

export function createPersistedOperations({ listed, automatic }: PersistedOptions): ResolvePersisted {
  if (listed?.only) return onlyListed(listed.manifest);
  const manifest: Manifest = listed?.manifest ?? new Map<string, string>();
  return (request) => {
    if (request.hash === null) return request;
    const text = manifest.get(request.hash);
    return text === undefined ? automaticText(request, request.hash, automatic) : withText(request, text);
  };
}

/** Nothing else runs: not a text that means the same, and no automatic persisted query. */
function onlyListed(manifest: Manifest): ResolvePersisted {
  const texts = new Set(manifest.values());
  return (request) => {
    const { hash, query } = request;
    if (hash === null && query === null) return request; // Apollo tells what is missing
    const text = hash === null ? query : manifest.get(hash);
    if (text == null || !texts.has(text) || (query !== null && query !== text))
      throw refuse(400, 'PERSISTED_QUERY_NOT_FOUND');
    return withText(request, text);
  };
}

/** Automatic persisted queries as Apollo Client sends them: first the hash alone, then once with the text. */
function automaticText(request: GraphQLRequest, hash: string, automatic: BoundedStore<string>): GraphQLRequest {
  if (request.query !== null) {
    if (createHash('sha256').update(request.query).digest('hex') !== hash)
      throw refuse(400, 'BAD_REQUEST', 'The hash is not that of the text.');
    return request;
  }
  const text = automatic.peek(`apq:${hash}`);
  if (text === undefined) throw unknownHash();
  return withText(request, text);
}

/** Not an error of the client but a step of the protocol, which no cache on the way may keep. */
const unknownHash = (): RequestError => {
  const { error } = refuse(200, 'PERSISTED_QUERY_NOT_FOUND');
  return new RequestError(200, error, { 'cache-control': 'private, no-cache, must-revalidate' });
};

/** A request that brings its text itself, so that nobody looks for it again. */
function withText(request: GraphQLRequest, query: string): GraphQLRequest {
  const search = new URLSearchParams(request.search);
  search.set('query', query);
  search.delete('extensions');
  const { extensions: _hash, ...body } = (request.body ?? {}) as Record<string, unknown>;
  return {
    ...request,
    query,
    search: search.toString(),
    body: request.body === undefined ? undefined : { ...body, query },
  };
}
