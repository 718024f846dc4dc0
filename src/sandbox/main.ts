import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { listInterestingIds, writeGuide } from './guide.js';
import { startSandbox } from './sandbox.js';

/** `npm run sandbox`: both vendors on fixed ports until a signal stops them. The only file here that reads the environment. */
async function main(): Promise<void> {
  const file = readEnvironmentFile();
  const sandbox = await startSandbox({
    routeePort: readPort('SANDBOX_ROUTEE_PORT', 4010, file),
    gmsPort: readPort('SANDBOX_GMS_PORT', 4020, file),
  });
  console.log(`Routee and GMS on loopback, with made-up data. Settings for the graph, ready to paste:

export ROUTEE_API_URL=${sandbox.routee.apiUrl}
export ROUTEE_AUTH_URL=${sandbox.routee.authUrl}
export ROUTEE_APPLICATION_ID=${sandbox.routee.applicationId}
export ROUTEE_APPLICATION_SECRET=${sandbox.routee.applicationSecret}
export GMS_REPORT_URL=${sandbox.gms.reportUrl}
export GMS_CLIENT_ID=${sandbox.gms.clientId}
export GMS_LOGIN=${sandbox.gms.login}
export GMS_PASSWORD=${sandbox.gms.password}

Interesting ids (all of them: docs/sandbox.md):

${listInterestingIds()
  .map(([id, shows]) => `  ${id}  ${shows}`)
  .join('\n')}
`);
  const stop = () => void sandbox.close();
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

/** `.env` in the working directory, as `npm start` reads it; a variable of the environment has priority. */
function readEnvironmentFile(): NodeJS.Dict<string> {
  try {
    return parseEnv(readFileSync('.env', 'utf8').replace(/^\uFEFF/, ''));
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return {};
    throw new Error(`.env: cannot be read (${code}); it must be a text file of NAME=value lines, or absent`);
  }
}

function readPort(name: string, usual: number, file: NodeJS.Dict<string>): number {
  const text = process.env[name] || file[name];
  if (!text) return usual;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`${name} must be a port from 0 to 65535`);
  return port;
}

// `npm run sandbox -- --guide` prints the page that is kept as docs/sandbox.md
if (process.argv.includes('--guide')) process.stdout.write(writeGuide());
else
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  });
