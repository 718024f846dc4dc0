import { setFlagsFromString } from 'node:v8';
import { ConfigError, readConfig } from './config/config.js';
import { createLog, logUnexpected } from './server/observability/log.js';
import { startService } from './app/service.js';
import { welcome } from './app/welcome.js';

/**
 * The old generation may grow by half between full collections; V8 would let it become four times as large as what is
 * alive. And nothing is put there at once: under a load of large operations V8 decides to, and keeps to it when their
 * garbage, and that of all others, has long filled it. What V8 reads only once, before any code of ours, stands in the
 * start script of package.json.
 */
setFlagsFromString('--heap-growing-percent=50');
setFlagsFromString('--no-allocation-site-pretenuring');

/** Reads the environment once, starts, and stops on signals: the only file with side effects. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = createLog(config.log.level);
  process.on('exit', () => log.flush());
  const service = await startService(config, log);
  process.stderr.write(welcome(config, service.url));

  let stopping = false;
  const stop = async () => {
    if (stopping) process.exit(1); // asked twice: at once
    stopping = true;
    await service.stop();
  };
  const onSignal = (): void => {
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        logUnexpected(log, error);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}

main().catch((error: unknown) => {
  const message = error instanceof Error ? error.message : 'The start failed.';
  process.stderr.write(`${error instanceof ConfigError ? message : `The start failed: ${message}`}\n`);
  process.exit(1);
});
