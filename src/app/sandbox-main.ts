import { type Environment, readEnvironmentFile } from '../config/files.js';
import { ConfigError } from '../config/mistakes.js';
import { standInPort } from '../config/settings-list.js';
import { variablesOf } from '../config/vendor-settings.js';
import { VENDORS } from '../vendors/vendors.js';
import { listIds, loadStandIns } from './sandbox-guide.js';
import { openSandbox } from './sandbox.js';
import { listenError } from './start-limit.js';

/** `npm run sandbox`: starts the stand-in of every vendor on its own port until a signal. */
async function main(): Promise<void> {
  const standIns = await loadStandIns(VENDORS);
  const { environment } = readEnvironmentFile(process.env);
  const variables = VENDORS.map(variablesOf);
  const ports = variables.map((one, index) => {
    const setting = standInPort(one, index);
    return { vendor: one.vendor.name, setting: setting.name, port: readPort(setting, environment) };
  });
  const sandbox = await openSandbox(VENDORS, {
    ports: Object.fromEntries(ports.map(({ vendor, port }) => [vendor, port])),
  }).catch((error: unknown) => {
    const refused = ports.find(({ port }) => port === (error as { port?: unknown }).port);
    throw refused ? listenError(error, 'HOST', refused.setting) : error;
  });
  const settings = variables.flatMap(({ vendor, all }) =>
    all.flatMap(({ name, member }) => {
      const value = sandbox.accounts[vendor.name]?.[member];
      return value === undefined ? [] : `export ${name}=${value}`;
    }),
  );
  console.log(`${VENDORS.map(({ title }) => title).join(' and ')} on loopback, with sample data. Settings for the graph:

${settings.join('\n')}

Ids to read (all of them: docs/sandbox.md):

${listIds(standIns)
  .map(([id, shows]) => `  ${id}  ${shows}`)
  .join('\n')}
`);
  const stop = () => void sandbox.close();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

function readPort(
  { name, defaultText }: { readonly name: string; readonly defaultText: string },
  environment: Environment,
): number {
  const port = Number(environment[name] ?? defaultText);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`${name} must be a port from 0 to 65535`);
  return port;
}

main().catch((error: unknown) => {
  console.error(
    error instanceof ConfigError ? error.mistakes.join('\n') : error instanceof Error ? error.message : error,
  );
  process.exitCode = 1;
});
