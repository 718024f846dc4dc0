import { ConfigError, readConfig, readEnvironmentFile } from '../config/config.js';
import type { Config } from '../config/config.type.js';
import { hasSecretFile } from '../events/callbacks/callback-secret.js';
import { VENDORS } from '../vendors/vendors.js';
import { accountAddresses, openCallbackAddresses } from './callbacks.js';

/** `messaging-graph --callback-urls`: prints each tenant's own address at each vendor, also beside a running server. */
async function main(): Promise<void> {
  const config = readConfig(readEnvironmentFile(process.env).environment);
  if (config.sandbox)
    throw new Error('In the sandbox the start prints the addresses: their secret is kept in its memory alone.');
  requireSecret(config);
  const addresses = await openCallbackAddresses(config);
  if (addresses === null) throw new Error('PUBLIC_URL is not set: vendors have no address to call.');
  const all = accountAddresses(addresses, config, VENDORS);
  process.stdout.write(all.map(({ tenantId, title, url }) => `${tenantId}\t${title}\t${url}\n`).join(''));
}

/** One that is made here would be of a directory that no server uses. */
function requireSecret({ callbacks: { publicUrl, secrets }, ledger }: Config): void {
  if (publicUrl === null || secrets !== null || ledger.kind !== 'embedded' || hasSecretFile(ledger.directory)) return;
  throw new Error(
    `DATA_DIR ${ledger.directory} has no callback secret: start the server once, or set CALLBACK_SECRETS`,
  );
}

main().catch((error: unknown) => {
  console.error(
    error instanceof ConfigError ? error.mistakes.join('\n') : error instanceof Error ? error.message : error,
  );
  process.exitCode = 1;
});
