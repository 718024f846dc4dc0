import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { LRUCache } from 'lru-cache';
import { refuse, type RequestError } from '../answer/request-error.js';
import { type Manifest, ManifestError, readManifest } from './persisted-manifest.js';
import type { GraphQLRequest } from './request.js';

export { ManifestError };

/** Finds the text of an operation that a request gives, or names by the hash of a persisted operation. */
export interface PersistedOperations {
  /** @throws RequestError PERSISTED_QUERY_NOT_FOUND or BAD_REQUEST, before anything is parsed */
  textOf(request: GraphQLRequest): string;
  /** Remembers a text that was found valid under the hash that came with it. */
  register(request: GraphQLRequest, text: string): void;
}

export interface ListedOperations {
  readonly manifest: Manifest;
  /** Whether nothing else may run. */
  readonly only: boolean;
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

export const createPersistedOperations = (listed: ListedOperations | null): PersistedOperations =>
  listed?.only ? onlyListed(listed.manifest) : automatic(listed?.manifest ?? new Map<string, string>());

/** Nothing else runs: not a text that means the same, and no automatic persisted query. */
function onlyListed(manifest: Manifest): PersistedOperations {
  const texts = new Set(manifest.values());
  const isNamedBy = isNamedIn(manifest);
  return {
    textOf({ hash, query }) {
      if (hash === null && query === null) throw noOperation();
      const text = query ?? manifest.get(hash!);
      if (text === undefined || !texts.has(text) || (query !== null && !isNamedBy(query, hash)))
        throw refuse(400, 'PERSISTED_QUERY_NOT_FOUND');
      return text;
    },
    register() {},
  };
}

const MAX_AUTOMATIC = 5000;
const MAX_AUTOMATIC_CHARACTERS = 16 * 1024 * 1024;

/** Automatic persisted queries as Apollo Client sends them: first the hash alone, then once with the text. */
function automatic(manifest: Manifest): PersistedOperations {
  const texts = new LRUCache<string, string>({
    max: MAX_AUTOMATIC,
    maxSize: MAX_AUTOMATIC_CHARACTERS,
    sizeCalculation: (text) => text.length + 1,
  });
  const isNamedBy = isNamedIn(manifest);
  return {
    textOf({ hash, query }) {
      if (query !== null) {
        if (!isNamedBy(query, hash)) throw refuse(400, 'BAD_REQUEST', 'The hash is not that of the text.');
        return query;
      }
      if (hash === null) throw noOperation();
      const text = manifest.get(hash) ?? texts.get(hash);
      if (text === undefined) throw unknownHash();
      return text;
    },
    register({ hash, query }, text) {
      if (hash !== null && query !== null && !manifest.has(hash)) texts.set(hash, text);
    },
  };
}

/** Whether a hash that comes with a text is its listed id, or its SHA-256. */
const isNamedIn =
  (manifest: Manifest) =>
  (text: string, hash: string | null): boolean =>
    hash === null || manifest.get(hash) === text || createHash('sha256').update(text).digest('hex') === hash;

const noOperation = (): RequestError =>
  refuse(400, 'BAD_REQUEST', 'A request has a `query` that is not empty, or `extensions.persistedQuery`.');

/** Not an error of the client but a step of the protocol, which no cache between may keep. */
const unknownHash = (): RequestError =>
  refuse(200, 'PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound', {
    'cache-control': 'private, no-cache, must-revalidate',
  });
