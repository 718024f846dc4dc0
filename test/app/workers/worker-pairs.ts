import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileProgram, type RunningProgram, startedWorkers } from '../../support/program.js';
import type { Settings } from '../../support/running-service.js';
import { type StandInRoutee, standInSettings, startStandInRoutee } from '../../support/stand-in-routee.js';
import { until } from '../../support/wait.js';

const NO_OPERATIONS = '{"format":"apollo-persisted-query-manifest","version":1,"operations":[]}';
const NO_SETTINGS: Settings = {};

type PairTest = (running: RunningProgram) => Promise<void>;

/** Programs with WORKERS=2. Tests share them: each start takes three processes, which compile their modules. */
export interface WorkerPairs {
  readonly vendor: StandInRoutee;
  start(settings?: Settings): Promise<RunningProgram>;
  /** Gives one that runs, which other tests may have used before, or else a new one; kept if the test succeeds. */
  use(test: PairTest): Promise<void>;
  /** Gives one that no test has used; kept if the test succeeds. Tests that name the same object of settings share it. */
  useNew(test: PairTest, settings?: Settings): Promise<void>;
  /** As `use`, for a test that ends it. */
  useUp(test: PairTest, settings?: Settings): Promise<void>;
  /** Calls back while its file of operations cannot be read. */
  whileNoneCanStart(task: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

/** @param sendGate awaited by the vendor after it accepted a send, and before it answers it */
export async function openWorkerPairs(sendGate: (key: string) => Promise<void> | undefined): Promise<WorkerPairs> {
  const program = await compileProgram();
  const vendor = await startStandInRoutee({ sendGate });
  const dataDir = await mkdtemp(join(tmpdir(), 'workers-'));
  const operations = join(dataDir, 'operations.json');
  await writeFile(operations, NO_OPERATIONS);
  const kept = new Map<Settings, RunningProgram[]>();

  async function start(settings: Settings = NO_SETTINGS): Promise<RunningProgram> {
    const running = await program.start({
      ...standInSettings(vendor.url),
      AUTH: 'none',
      DATA_DIR: dataDir,
      METRICS_KEY: 'metrics-key',
      PERSISTED_OPERATIONS: operations,
      WORKERS: '2',
      ...settings,
    });
    await until(() => startedWorkers(running).length === 2);
    return running;
  }
  const keep = (running: RunningProgram, settings: Settings = NO_SETTINGS): void =>
    void kept.set(settings, [...(kept.get(settings) ?? []), running]);
  const take = async (settings: Settings = NO_SETTINGS): Promise<RunningProgram> =>
    kept.get(settings)?.pop() ?? start(settings);

  return {
    vendor,
    start,
    async use(test) {
      const running = await take();
      await test(running);
      keep(running);
    },
    async useNew(test, settings) {
      const running = await start(settings);
      await test(running);
      keep(running, settings);
    },
    useUp: async (test, settings) => test(await take(settings)),
    async whileNoneCanStart(task) {
      await writeFile(operations, 'no JSON');
      try {
        await task();
      } finally {
        await writeFile(operations, NO_OPERATIONS);
      }
    },
    async close() {
      program.killAll();
      await vendor.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
