import { listInterestingIds, writeGuide } from './guide.js';
import { startSandbox } from './sandbox.js';

/** `npm run sandbox`: both vendors on fixed ports until a signal stops them. The only file here that reads the environment. */
async function main(): Promise<void> {
  const sandbox = await startSandbox({
    routeePort: readPort('SANDBOX_ROUTEE_PORT', 4010),
    gmsPort: readPort('SANDBOX_GMS_PORT', 4020),
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

function readPort(name: string, usual: number): number {
  const text = process.env[name];
  if (text === undefined || text === '') return usual;
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
