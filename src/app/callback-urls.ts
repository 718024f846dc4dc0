import { ConfigError, readConfig, readEnvironmentFile } from '../config/config.js';
import { VENDORS } from '../vendors/vendors.js';
import { accountAddresses, openCallbackAddresses } from './callbacks.js';

/** `messaging-graph --callback-urls`: prints each tenant's own address at each vendor, also beside a running server. */
async function main(): Promise<void> {
  const config = readConfig(readEnvironmentFile(process.env).environment);
  if (config.sandbox)
    throw new Error('In the sandbox the start prints the addresses: their secret is kept in its memory alone.');
  const addresses = await openCallbackAddresses(config);
  if (addresses === null) throw new Error('PUBLIC_URL is not set: vendors have no address to call.');
  const all = accountAddresses(addresses, config, VENDORS);
  process.stdout.write(all.map(({ tenantId, title, url }) => `${tenantId}\t${title}\t${url}\n`).join(''));
}

main().catch((error: unknown) => {
  console.error(
    error instanceof ConfigError ? error.mistakes.join('\n') : error instanceof Error ? error.message : error,
  );
  process.exitCode = 1;
});
