import cluster from 'node:cluster';
import { setTimeout as sleep } from 'node:timers/promises';
import { addSeen, type Seen } from '../../sends/seen.js';
import type { Log } from '../../server/observability/log.js';
import type { StartSettings } from '../start-settings.js';
import { ONE_REQUEST_MS } from '../stop-signals.js';
import { createMemoryRateStore } from '../../server/rates/rate-store.js';
import type { Notice, Ports, ChannelRequest, WorkerCounts, WorkerStart } from './messages.js';
import type { MetricJson } from './metrics-sum.js';
import { createMetricsReader } from './read-metrics.js';
import { takeRate } from './shared-rates.js';
import { createTokenBroker } from './token-broker.js';
import { startWorker, type WorkerProcess } from './worker-process.js';
import { createRestarts } from './restarts.js';

/** The primary process: it starts the workers, replaces those that end, and counts what they count together. */
export interface Primary {
  /** What the start prints for people, when all workers listen; empty where it was stopped before. */
  welcome(): Promise<string>;
  /** Ends after everything that runs in the workers. */
  stop(): Promise<void>;
}

/** Beyond the time of a drain and of a send, a worker that stops needs less, milliseconds. */
const STOP_MARGIN_MS = 15_000;

/**
 * @param program of a worker @returns when the first worker listens, so that a signal from then on is a graceful stop; null
 * where it ended at its start, and has said why
 */
export async function startPrimary(settings: StartSettings, log: Log, program: string): Promise<Primary | null> {
  const { config } = settings;
  const count = config.workers;
  const running = new Map<number, WorkerProcess>();
  const listening = new Set<number>();
  const counts = (): WorkerCounts => ({ running: listening.size, wanted: count });
  const rates = { operations: createMemoryRateStore(), calls: createMemoryRateStore() };
  const tokens = createTokenBroker();
  const metrics = config.metrics ? (await import('./metrics-sum.js')).createMetricsSum(counts) : null;
  const readPage = metrics
    ? createMetricsReader(metrics, () => [...running.values()].filter(({ id }) => listening.has(id)))
    : () => Promise.resolve('');
  let seen: Seen | null = null;
  let callbackSecret: string | null = null;
  let ports: Ports | null = null;
  /** The environment of new workers. The system's choice for port 0 holds as long as a worker listens; afterwards it is named. */
  let named: Ports | null = null;
  let isStopping = false;
  let noneRuns: () => void = () => undefined;
  const waiting = new Set<NodeJS.Timeout>();

  cluster.setupPrimary({ exec: program, args: [], stdio: ['inherit', 'inherit', 'inherit', 'ipc'] });

  const sendCounts = (): void => {
    for (const worker of running.values()) worker.notify({ about: 'workers', ...counts() });
  };

  /** The workers agree on a rollback of the ledger, whichever notices it. @returns what all have seen */
  function see(news: Seen): Seen {
    const before = seen?.rolledBack ?? null;
    seen = addSeen(seen, news);
    if (before === null && seen.rolledBack !== null)
      for (const worker of running.values()) worker.notify({ about: 'ledger', seen });
    return seen;
  }

  function answer(worker: number, index: number, request: ChannelRequest): Promise<unknown> {
    switch (request.about) {
      case 'place':
        if (listening.size === 0) named = ports;
        return Promise.resolve({
          place: { index, count, ports: named, isFirst: ports === null },
          settings,
        } satisfies WorkerStart);
      case 'rate':
        return takeRate(rates[request.kind], request.name, request.amount, request.limit);
      case 'token':
        return tokens.request(worker, request.account, request.held, request.forMs);
      case 'ledger':
        return Promise.resolve(see(request.seen));
      case 'callback-secret':
        return Promise.resolve((callbackSecret ??= request.secret));
      case 'metrics':
        return readPage();
      case 'alone':
        return sleep(ONE_REQUEST_MS, null, { ref: false }).then(() => !isStopping && listening.size > 1);
      case 'last-metrics':
        metrics?.read(worker, request.metrics as readonly MetricJson[]);
        return Promise.resolve(null);
    }
  }

  /** @returns what it prints when it listens; null where it ends before */
  function start(index: number, restarts = createRestarts()): Promise<string | null> {
    return new Promise((resolve) => {
      const onNotice = (notice: Notice): void => {
        if (notice.about === 'rate') rates[notice.kind].adjust(notice.name, notice.amount);
        else if (notice.about === 'ledger') see(notice.seen);
        else if (notice.about === 'token') tokens.fetched(notice.account, notice.number, notice.token);
        else if (notice.about === 'ready') {
          ports ??= notice.ports;
          if (notice.ports.port !== ports.port || notice.ports.metricsPort !== ports.metricsPort) return worker.kill(); // the last one that listened ended meanwhile
          restarts.listening();
          listening.add(worker.id);
          log.info({ event: 'worker-started', worker: index + 1, pid: worker.pid });
          sendCounts();
          if (isStopping) worker.notify({ about: 'stop' }); // the first came before it could read it
          resolve(notice.welcome);
        }
      };
      const worker = startWorker({
        othersListen: () => [...listening].some((id) => id !== worker.id),
        answer: (request) => answer(worker.id, index, request),
        onNotice,
        ended(code, signal) {
          running.delete(worker.id);
          listening.delete(worker.id);
          tokens.ended(worker.id);
          metrics?.ended(worker.id);
          sendCounts();
          resolve(null);
          if (running.size === 0) noneRuns();
          if (isStopping || ports === null) return;
          const restartMs = restarts.delayMs();
          const isGraceful = code === 0; // by a signal to it alone: it has drained
          log[isGraceful ? 'info' : 'error']({
            event: 'worker-ended',
            worker: index + 1,
            pid: worker.pid,
            code,
            signal,
            restartMs,
          });
          if (!isGraceful) metrics?.replaced();
          const timer = setTimeout(() => {
            waiting.delete(timer);
            void start(index, restarts);
          }, restartMs);
          waiting.add(timer);
        },
      });
      running.set(worker.id, worker);
    });
  }

  // The first starts alone: what keeps it from starting would keep all of them, and is reported once.
  const welcome = await start(0);
  if (welcome === null) return null;
  const others = Promise.all(Array.from({ length: count - 1 }, (_, index) => start(index + 1)));

  return {
    async welcome() {
      await others;
      return isStopping ? '' : welcome;
    },
    async stop() {
      isStopping = true;
      for (const timer of waiting) clearTimeout(timer);
      const ended = new Promise<void>((resolve) => (noneRuns = resolve));
      if (running.size === 0) return;
      for (const worker of running.values()) worker.notify({ about: 'stop' });
      const limit = setTimeout(
        () => {
          for (const worker of running.values()) {
            log.error({ event: 'worker-killed', pid: worker.pid });
            worker.kill();
          }
        },
        config.drainMs + config.upstream.sendTimeoutMs + STOP_MARGIN_MS,
      );
      await ended;
      clearTimeout(limit);
    },
  };
}

/**
 * Until the start is complete a signal ends this process at once, and its workers with it: those that start do not notice
 * the end of this process before they have loaded node, and those that listen finish what is under way.
 * @returns how to leave signals to others
 */
export function passSignalsOn(): () => void {
  const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
  const end = (signal: NodeJS.Signals): void => {
    leave();
    for (const worker of Object.values(cluster.workers ?? {})) worker?.process.kill(signal);
    process.kill(process.pid, signal);
  };
  const leave = (): void => signals.forEach((signal) => process.off(signal, end));
  for (const signal of signals) process.on(signal, end);
  return leave;
}

/** Ends the workers that still run, without their graceful stop. */
export function killWorkers(): void {
  for (const worker of Object.values(cluster.workers ?? {})) worker?.process.kill('SIGKILL');
}
