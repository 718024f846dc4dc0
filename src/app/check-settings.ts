import type { Config } from '../config/config.type.js';
import type { Environment } from '../config/files.js';
import { sharedAccounts } from '../config/shared-accounts.js';
import { readStartSettings } from './start-settings.js';
import { refuseMissingTracePackages } from './trace-packages.js';

/**
 * Reads the settings and every file that they name, as a start does, and opens nothing.
 * @returns one line about them, and one for each warning
 * @throws ConfigError that lists every mistake; Error where packages are missing
 */
export async function checkSettings(given: Environment): Promise<string> {
  const { config, file } = await readStartSettings(given);
  refuseMissingTracePackages(config);
  if (config.persisted !== null) (await import('./listed-operations.js')).readListedOperations(config); // it loads graphql
  const source = file ? `, ${file.names} of them from ${file.path}` : '';
  return [`The settings have no mistake${source}: ${describe(config)}.`, ...sharedAccounts(config.tenants)].join('\n');
}

function describe({ listen, sandbox, tenants }: Config): string {
  const address = `${listen.host} port ${listen.port}`;
  if (sandbox) return `${address}, a sandbox`;
  return `${address}, ${tenants.length} ${tenants.length === 1 ? 'tenant' : 'tenants'}`;
}
