import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { sendKeyed } from '../../reliability/keyed-sends.js';
import { compileProgram, isStopped, stoppedChildOf } from '../../support/program.js';
import { standInSettings, startStandInRoutee } from '../../support/stand-in-routee.js';
import { eventually, until } from '../../support/wait.js';

/**
 * Stops the second worker before it runs a line of the program. A signal from outside would race with the start: the
 * primary process waits in its fork until the child has executed node, and a worker may hold the event log's lock.
 */
const STOP_SECOND = encodeURIComponent(
  'import cluster from "node:cluster"; if (cluster.worker?.id === 2) process.kill(process.pid, "SIGSTOP");',
);

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** Stops a worker in the middle of its start, before it asks the primary process to listen for it. */
const STOP_AT_LISTEN = encodeURIComponent(
  'const { send } = process; if (send) process.send = (message, ...rest) => { ' +
    'if (message.act === "queryServer") process.kill(process.pid, "SIGSTOP"); return send.call(process, message, ...rest); };',
);

test.each(['SIGTERM', 'SIGKILL'] as const)(
  '%s to the primary process during the start ends a worker at once, which says nothing',
  async (signal) => {
    const vendor = await startStandInRoutee();
    const dataDir = await mkdtemp(join(tmpdir(), 'half-started-'));
    const program = await compileProgram();
    const settings = { ...standInSettings(vendor.url), AUTH: 'none', DATA_DIR: dataDir, WORKERS: '2' };
    const launched = program.launch({ ...settings, NODE_OPTIONS: `--import=data:text/javascript,${STOP_AT_LISTEN}` });
    let worker: number | undefined;
    try {
      worker = await eventually(
        () => stoppedChildOf(launched.pid),
        (pid) => pid !== undefined,
      );
      launched.signal(signal);
      await until(() => !isAlive(launched.pid));
      process.kill(worker!, 'SIGCONT');
      expect(await launched.ended).toBe(signal); // when the worker has closed their output too
      expect(launched.errors()).toBe('');
      expect(launched.log()).not.toContain('"level":"error"');
    } finally {
      program.killAll();
      if (worker !== undefined && (await isStopped(worker))) process.kill(worker, 'SIGKILL');
      await vendor.close();
      await rm(dataDir, { recursive: true, force: true });
    }
  },
);

test('a signal while only the first of two workers listens ends both, after the sends under way', async () => {
  let openGate = (): void => undefined;
  const gate = new Promise<void>((resolve) => (openGate = resolve));
  const vendor = await startStandInRoutee({ sendGate: () => gate });
  const dataDir = await mkdtemp(join(tmpdir(), 'half-started-'));
  const program = await compileProgram();
  const settings = { ...standInSettings(vendor.url), AUTH: 'none', DATA_DIR: dataDir, WORKERS: '2' };
  const launched = program.launch({ ...settings, NODE_OPTIONS: `--import=data:text/javascript,${STOP_SECOND}` });
  let second: number | undefined;
  try {
    second = await eventually(
      () => stoppedChildOf(launched.pid),
      (pid) => pid !== undefined,
    );
    const started = (): string | undefined => /"event":"started".*"url":"([^"]+)"/.exec(launched.log())?.[1];
    await until(() => started() !== undefined);
    const send = sendKeyed(started()!, 'half-started');
    await until(() => vendor.count.sends === 1);
    launched.signal('SIGTERM');
    await until(() => launched.log().includes('"event":"draining"'));
    openGate();
    expect((await send).kind).toBe('SENT');
    process.kill(second!, 'SIGCONT');
    expect(await launched.ended).toBe(0);
    expect(launched.log()).toMatch(/"event":"stopped".*"isComplete":true/);
  } finally {
    program.killAll();
    // a stopped process does not see that its parent has ended
    if (second !== undefined && (await isStopped(second))) process.kill(second, 'SIGKILL');
    await vendor.close();
    await rm(dataDir, { recursive: true, force: true });
  }
});
