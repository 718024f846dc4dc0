import { setFlagsFromString } from 'node:v8';
import { ConfigError, readConfig } from './config.js';
import { createLog, logUnexpected } from './server/log.js';
import { startService } from './service/service.js';
import { welcome } from './service/welcome.js';

/**
 * How much the old generation may grow between full collections, in percent. V8 would let it become four times as
 * large as what is alive; a server keeps little, and collecting it more often costs nothing that can be measured.
 */
setFlagsFromString('--heap-growing-percent=50');

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
