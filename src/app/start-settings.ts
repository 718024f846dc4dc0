import { ConfigError, readConfig, readEnvironmentFile } from '../config/config.js';
import type { Config } from '../config/config.type.js';
import type { Environment, ReadEnvironment } from '../config/files.js';

export interface StartSettings {
  readonly config: Config;
  readonly file: ReadEnvironment['file'];
}

/**
 * Reads the environment, `.env` and every file that settings name but the listed operations, which the graph reads.
 * @throws ConfigError that lists every mistake, also those in the listed operations
 */
export async function readStartSettings(given: Environment): Promise<StartSettings> {
  const { environment, file } = readEnvironmentFile(given);
  try {
    return { config: readConfig(environment), file };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const listed = environment['PERSISTED_OPERATIONS'];
    if (!listed || error.mistakes.some((mistake) => mistake.startsWith('PERSISTED_OPERATIONS:'))) throw error;
    throw new ConfigError([...error.mistakes, ...(await mistakesInListed(listed))].sort());
  }
}

async function mistakesInListed(file: string): Promise<readonly string[]> {
  const { readListedOperations } = await import('./listed-operations.js'); // it loads graphql
  try {
    readListedOperations({ persisted: { file, only: false } });
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.mistakes;
  }
}
