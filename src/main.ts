import cluster from 'node:cluster';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { startMessage } from './app/start-message.js';
import { startProcess } from './app/start-process.js';
import { readStartSettings } from './app/start-settings.js';
import { createStopRequests, launcherOf, watchLauncher } from './app/stop-signals.js';
import { WORKER_MARK } from './app/workers/worker-mark.js';
import { createLog, logUnexpected } from './server/observability/log.js';
import { openLogOutput } from './server/observability/log-output.js';
import { createLogStream } from './server/observability/log-stream.js';

/**
 * The old generation grows by half between full collections instead of up to four times the live data, and no allocation
 * site is moved there: V8 would keep the garbage of large operations in it long after their load is over. Options that are
 * read only at the start of Node are in the start script of package.json.
 */
setFlagsFromString('--heap-growing-percent=50');
setFlagsFromString('--no-allocation-site-pretenuring');

/** For the lines that wait when the process ends. */
const LAST_LINES_MS = 1000;

/** Reads the environment once, starts, and stops on signals: the only file with side effects. A worker reads no settings. */
async function main(): Promise<void> {
  const launcher = launcherOf(process.env, process.ppid); // at first: it may end while this process starts
  process.stderr.on('error', () => undefined); // a terminal or pipe that is gone must not end the process
  const isWorker = cluster.isWorker && process.env[WORKER_MARK] !== undefined;
  const link = isWorker ? await (await import('./app/workers/worker-link.js')).joinPrimary() : null;
  const { config, file } = link?.settings ?? (await readStartSettings(process.env));
  const lines = createLogStream(openLogOutput(config.workers > 1));
  const log = createLog(config.log.level, lines);
  process.on('exit', () => lines.flush());

  const started = await startProcess({ config, file, link, log, program: fileURLToPath(import.meta.url) });
  if (started === null) return process.exit(1);

  const exit = (code: number): void => {
    lines.finish(LAST_LINES_MS).then(
      () => process.exit(code),
      () => process.exit(code),
    );
  };
  const requests = createStopRequests({
    stop: () => started.stop(),
    exit,
    onError: (error) => logUnexpected(log, error),
  });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => requests.signal());
  // npm does not pass SIGHUP on, and nothing passes SIGKILL on: without its launcher this process would keep the port.
  // npx starts a shell between, which goes on without npx: on Linux npx is watched too.
  if (started.onParentStop) started.onParentStop(() => requests.parentEnded());
  else if (launcher !== null) watchLauncher(launcher, () => requests.parentEnded());
  // A mistake in one request must not end the sends of all others.
  process.on('unhandledRejection', (error) => logUnexpected(log, error));
  process.on('uncaughtException', (error) => {
    logUnexpected(log, error);
    requests.fail();
  });
  process.stderr.write(await started.welcome()); // from here on a launcher may send signals
}

main().catch((error: unknown) => {
  const exit = (): never => process.exit(1);
  setTimeout(exit, LAST_LINES_MS); // where the standard error is not read
  process.stderr.write(`${startMessage(error)}\n`, exit);
});
