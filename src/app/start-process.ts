import type { Config } from '../config/config.type.js';
import type { Log } from '../server/observability/log.js';
import { withinStartLimit } from './start-limit.js';
import type { StartSettings } from './start-settings.js';
import { type SettingsFile, welcome } from './welcome.js';
import type { WorkerLink } from './workers/worker-link.js';

/** What this process runs: the graph, or the workers that do. */
export interface Started {
  /** For people, once the start is complete; empty where another process prints it. */
  welcome(): Promise<string>;
  stop(): Promise<void>;
  /** In a worker: calls back when the process that started it stops it, or has ended. */
  readonly onParentStop?: (stop: () => void) => void;
}

export interface ProcessOptions extends StartSettings {
  /** In a worker; null in any other process. */
  readonly link: WorkerLink | null;
  readonly log: Log;
  /** The path of this program. */
  readonly program: string;
}

/**
 * With WORKERS=1 the graph, in this process; else this process becomes the primary one, or a worker.
 * @returns when the first process answers; null where a worker has said why it cannot start
 */
export async function startProcess(options: ProcessOptions): Promise<Started | null> {
  const { config, file, link, log, program } = options;
  if (link) return startWorker(options, link);
  if (config.workers === 1) return startAlone(options);
  const { killWorkers, passSignalsOn, startPrimary } = await import('./workers/primary.js');
  logSettingsFile(log, file);
  process.on('exit', killWorkers);
  const leaveSignals = passSignalsOn();
  const primary = await startPrimary({ config, file }, log, program);
  leaveSignals();
  return primary;
}

async function startAlone({ config, file, log }: ProcessOptions): Promise<Started> {
  logSettingsFile(log, file);
  const service = await startGraph(config, log, null);
  return { welcome: () => welcome(config, service, file), stop: () => service.stop() };
}

async function startWorker({ config, file, log }: ProcessOptions, link: WorkerLink): Promise<Started> {
  const { shareConfig } = await import('./workers/share-config.js');
  const named = log.child({ worker: link.place.index + 1 });
  const service = await startGraph(shareConfig(config, link.place), named, link);
  link.ready({ ports: portsOf(service), welcome: await welcome(config, service, file) });
  return {
    welcome: () => Promise.resolve(''),
    async stop() {
      await service.stop(link.stopsAlone());
      await link.sendLastMetrics();
    },
    onParentStop: (stop) => link.onStop(stop),
  };
}

async function startGraph(config: Config, log: Log, workers: WorkerLink | null) {
  const { startService } = await import('./service.js'); // the primary process does without it
  return withinStartLimit((onStep) => startService(config, log, { onStep, sendsSamples: true, workers }));
}

function logSettingsFile(log: Log, file: SettingsFile | null): void {
  if (file) log.info({ event: 'settings-file', ...file });
}

const portsOf = ({ url, metricsUrl }: { readonly url: string; readonly metricsUrl: string | null }) => ({
  port: Number(new URL(url).port),
  metricsPort: metricsUrl === null ? null : Number(new URL(metricsUrl).port),
});
