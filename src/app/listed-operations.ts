import { ConfigError } from '../config/config.js';
import type { Config } from '../config/config.type.js';
import { type ListedOperations, ManifestError, readManifestFile } from '../server/graphql/persisted-operations.js';

/** The operations of PERSISTED_OPERATIONS; null without any. @throws ConfigError that lists every mistake in their file */
export function readListedOperations({ persisted }: Pick<Config, 'persisted'>): ListedOperations | null {
  if (persisted === null) return null;
  try {
    return { manifest: readManifestFile(persisted.file), only: persisted.only };
  } catch (error) {
    if (!(error instanceof ManifestError)) throw error;
    throw new ConfigError(error.mistakes.map((mistake) => `PERSISTED_OPERATIONS: ${mistake}`));
  }
}
