import { ConfigError, readConfig, readEnvironmentFile } from '../config/config.js';
import type { Config } from '../config/config.type.js';
import type { Environment, ReadEnvironment } from '../config/files.js';

export interface StartSettings {
  readonly config: Config;
  readonly file: ReadEnvironment['file'];
}

/**
 * Reads the environment, `.env` and every file that settings name.
 * @throws ConfigError that lists every mistake, those in the listed operations too
 */
export async function readStartSettings(given: Environment): Promise<StartSettings> {
  const { environment, file } = readEnvironmentFile(given);
  let mistakes: readonly string[] = [];
  let config: Config | null = null;
  try {
    config = readConfig(environment);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    mistakes = error.mistakes;
  }
  const listed = environment[LISTED];
  if (listed && !mistakes.some((mistake) => mistake.startsWith(`${LISTED}:`)))
    mistakes = [...mistakes, ...(await mistakesInManifest(listed))].sort();
  if (config === null || mistakes.length > 0) throw new ConfigError(mistakes);
  return { config, file };
}

const LISTED = 'PERSISTED_OPERATIONS';

/** graphql, which reads the operations, is loaded only where there is a list: a process that only starts workers does without it. */
async function mistakesInManifest(path: string): Promise<readonly string[]> {
  const { ManifestError, readManifestFile } = await import('../server/graphql/persisted-operations.js');
  try {
    readManifestFile(path);
    return [];
  } catch (error) {
    if (!(error instanceof ManifestError)) throw error;
    return error.mistakes.map((mistake) => `${LISTED}: ${mistake}`);
  }
}
