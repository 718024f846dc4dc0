import type { Config } from '../config/config.type.js';
import { type ListedOperations, readManifestFile } from '../server/graphql/persisted-operations.js';

/** The operations of PERSISTED_OPERATIONS; null without any. @throws ManifestError */
export const readListedOperations = ({ persisted }: Config): ListedOperations | null =>
  persisted && { manifest: readManifestFile(persisted.file), only: persisted.only };
