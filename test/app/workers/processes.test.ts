import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sendKeyed } from '../../reliability/keyed-sends.js';
import { childrenOf, type RunningProgram, startedWorkers } from '../../support/program.js';
import type { Settings } from '../../support/running-service.js';
import { eventually, until } from '../../support/wait.js';
import { openWorkerPairs, type WorkerPairs } from './worker-pairs.js';

/** What a slow machine may take to start several processes. */
const SLOW_MACHINE_MS = 240_000;

let pairs: WorkerPairs;
/** Sends of keys that begin with `gated` are answered when it has resolved. */
let gate: Promise<void>;
let openGate: () => void;
beforeAll(async () => {
  pairs = await openWorkerPairs((key) => (key.startsWith('gated') ? gate : undefined));
}, SLOW_MACHINE_MS);
beforeEach(() => {
  gate = new Promise((resolve) => (openGate = resolve));
});
afterAll(() => pairs.close());

const linesOf = (running: RunningProgram, event: string): readonly Readonly<Record<string, unknown>>[] =>
  running
    .log()
    .split('\n')
    .filter((line) => line.includes(`"event":"${event}"`))
    .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
/** On a connection of its own, which its answer ends. */
async function get(url: string, path: string, headers: Readonly<Record<string, string>> = {}): Promise<string> {
  const { hostname, port, host } = new URL(url);
  const socket = connect(Number(port), hostname).setEncoding('utf8');
  const all = { host, connection: 'close', 'apollo-require-preflight': '1', ...headers };
  const head = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`GET ${path} HTTP/1.1\r\n${head.join('')}\r\n`);
  let received = '';
  for await (const chunk of socket as AsyncIterable<string>) received += chunk;
  return received;
}
const TYPE = '/graphql?query={__typename}';
const pageOf = (running: RunningProgram): Promise<string> =>
  get(running.url, '/metrics', { 'x-api-key': 'metrics-key' });
/** A page to which every worker has contributed: one that takes too long is left out. */
const wholePageOf = (running: RunningProgram): Promise<string> =>
  eventually(
    () => pageOf(running),
    (page) => page.includes('\nmessaging_graph_workers{state="unresponsive"} 0\n'),
  );
const operationsOf = async (running: RunningProgram): Promise<number> =>
  Number(
    /^messaging_graph_operations_total\{type="query",code="OK"\} (\d+)$/m.exec(await wholePageOf(running))?.[1] ?? 0,
  );
/** Those that listen and have not ended, in the order of their starts. */
const workersOf = (running: RunningProgram): readonly number[] => {
  const ended = new Set(linesOf(running, 'worker-ended').map(({ pid }) => pid));
  return startedWorkers(running).filter((pid) => !ended.has(pid));
};
const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

/** Settings of the two tests that need others than the rest; they share one pair. */
const LIMITED: Settings = { RATE_OPERATIONS_PER_MINUTE: '5', DRAIN_SECONDS: '600' };

describe('WORKERS=2', () => {
  test(
    'answers on one port by two processes, with one page of metrics and one token',
    () =>
      pairs.useNew(async (running) => {
        const [first, second] = workersOf(running);
        expect(new Set([first, second, running.pid]).size).toBe(3);
        const before = pairs.vendor.count.tokens;

        process.kill(first!, 'SIGSTOP');
        const answered: string[] = [];
        const asked = [0, 1].map((index) => get(running.url, TYPE).then((answer) => (answered[index] = answer)));
        await until(() => answered.some(Boolean));
        for (let n = 0; n < 5; n++) expect(await get(running.url, TYPE)).toMatch(/^HTTP\/1\.1 200/);
        expect(answered.filter(Boolean)).toHaveLength(1); // the other connection is with the process that does nothing
        process.kill(first!, 'SIGCONT');
        for (const answer of await Promise.all(asked)) expect(answer).toMatch(/^HTTP\/1\.1 200/);

        const query = encodeURIComponent(
          '{ viberMessage(trackingId: "6f0c9b8a-1111-4e2f-a111-c0ffee000001") { price } }',
        );
        const reads = Array.from({ length: 8 }, () => get(running.url, `/graphql?query=${query}`));
        expect((await Promise.all(reads)).filter((answer) => answer.includes('"price":'))).toHaveLength(8);
        expect(pairs.vendor.count.tokens - before).toBe(1);

        const page = await wholePageOf(running);
        expect(page).toMatch(/^messaging_graph_operations_total\{type="query",code="OK"\} 15$/m);
        expect(page).toMatch(/^messaging_graph_workers\{state="running"\} 2$/m);
        expect(page).toMatch(/^messaging_graph_events_up 1$/m);
        await until(() => linesOf(running, 'operation').length === 15);
        expect(linesOf(running, 'started').map(({ worker, url }) => [worker, url])).toEqual([
          [1, running.url],
          [2, running.url],
        ]);
      }),
    SLOW_MACHINE_MS,
  );

  test(
    'answers by the other worker what was handed to one that is killed before it took it',
    () =>
      pairs.use(async (running) => {
        const [first] = workersOf(running);
        process.kill(first!, 'SIGSTOP');
        const answered: string[] = [];
        const asked = [0, 1].map((index) => get(running.url, TYPE).then((answer) => (answered[index] = answer)));
        await until(() => answered.some(Boolean)); // the other one was handed to the process that does nothing
        process.kill(first!, 'SIGKILL');
        for (const answer of await Promise.all(asked)) expect(answer).toMatch(/^HTTP\/1\.1 200/);
        await until(() => !workersOf(running).includes(first!) && workersOf(running).length === 2);
      }),
    SLOW_MACHINE_MS,
  );

  test(
    'replaces a worker that is killed, and keeps what it had counted',
    () =>
      pairs.use(async (running) => {
        const before = await operationsOf(running);
        const replaced = Number(/^messaging_graph_workers_replaced_total (\d+)$/m.exec(await pageOf(running))![1]);
        const ended = linesOf(running, 'worker-ended').length;
        for (let n = 0; n < 4; n++) await get(running.url, TYPE);
        expect(await operationsOf(running)).toBe(before + 4);
        const killed = workersOf(running);
        for (const pid of killed) process.kill(pid, 'SIGKILL');
        await until(() => workersOf(running).filter((pid) => !killed.includes(pid)).length === 2);
        expect(
          linesOf(running, 'worker-ended')
            .slice(ended)
            .map(({ worker, signal }) => [worker, signal])
            .sort(),
        ).toEqual([1, 2].map((worker) => [worker, 'SIGKILL']));
        expect(await operationsOf(running)).toBe(before + 4); // on the port that the system chose at the start
        const page = await pageOf(running);
        expect(page).toContain(`\nmessaging_graph_workers_replaced_total ${replaced + 2}\n`);
        expect(page).toMatch(/^messaging_graph_workers\{state="running"\} 2$/m);
      }),
    SLOW_MACHINE_MS,
  );

  test(
    'shows metrics without a worker that is stopped, and ends it by force where it does not stop in time',
    () =>
      pairs.useUp(
        async (running) => {
          const [first] = workersOf(running);
          for (let n = 0; n < 4; n++) await get(running.url, TYPE);
          expect(await operationsOf(running)).toBe(4);
          process.kill(first!, 'SIGSTOP');
          const pages = [0, 1].map(() => pageOf(running)); // one of the two may be with the process that does nothing
          const page = await Promise.any(
            pages.map(async (asked) => {
              const text = await asked;
              if (text === '') throw new Error('cut off');
              return text;
            }),
          );
          expect(page).toMatch(/^messaging_graph_workers\{state="unresponsive"\} 1$/m);
          expect(page).toMatch(/^messaging_graph_operations_total\{type="query",code="OK"\} 4$/m);
          await Promise.all([running.ended, process.kill(running.pid, 'SIGTERM')]);
          expect(linesOf(running, 'worker-killed').map(({ pid }) => pid)).toEqual([first]);
          expect(isAlive(first!)).toBe(false);
          await Promise.allSettled(pages);
        },
        { SEND_TIMEOUT_MS: '1' },
      ),
    SLOW_MACHINE_MS,
  );

  test(
    'keeps what a worker had counted that was asked to stop, and does not count it as one that failed',
    () =>
      pairs.useNew(async (running) => {
        for (let n = 0; n < 4; n++) await get(running.url, TYPE);
        const stopped = workersOf(running);
        for (const pid of stopped) process.kill(pid, 'SIGTERM');
        await until(() => workersOf(running).filter((pid) => !stopped.includes(pid)).length === 2);
        expect(await operationsOf(running)).toBe(4);
        const page = await pageOf(running);
        expect(page).toMatch(/^process_start_time_seconds \d+/m);
        expect(page).toMatch(/^messaging_graph_workers_replaced_total 0$/m);
        expect(linesOf(running, 'worker-ended').map(({ level, code }) => [level, code])).toEqual([
          ['info', 0],
          ['info', 0],
        ]);
      }),
    SLOW_MACHINE_MS,
  );

  test(
    'replaces a worker that ends at its start again and again ever later, and goes on answering; /readyz shows it',
    () =>
      pairs.useNew(async (running) => {
        await pairs.whileNoneCanStart(async () => {
          process.kill(startedWorkers(running)[1]!, 'SIGKILL');
          await until(() => linesOf(running, 'worker-ended').length >= 4);
          const ends = linesOf(running, 'worker-ended').slice(0, 4);
          expect(ends.map(({ worker, code, restartMs }) => [worker, code, restartMs])).toEqual([
            [2, null, 100],
            [2, 1, 200],
            [2, 1, 400],
            [2, 1, 800],
          ]);
          expect(await get(running.url, TYPE)).toMatch(/^HTTP\/1\.1 200/);
          // 503 while its first question to a vendor takes longer than it waits for one
          const ready = /^HTTP\/1\.1 200[\s\S]*ready\nworkers: "1 of 2"\n$/;
          await until(async () => ready.test(await get(running.url, '/readyz')));
        });
        await until(() => startedWorkers(running).length === 3);
        await until(async () => (await get(running.url, '/readyz')).endsWith('\r\n\r\nready\n'));
      }),
    SLOW_MACHINE_MS,
  );

  test(
    'shares the sends of another one on its DATA_DIR',
    () =>
      pairs.use((first) =>
        pairs.use(async (second) => {
          const before = pairs.vendor.count.sends;
          const urls = [first, second].flatMap(({ url }) => [url, url]);
          const sends = await Promise.all(urls.map((url) => sendKeyed(url, 'shared')));
          expect(sends.map(({ kind }) => kind)).toEqual(['SENT', 'SENT', 'SENT', 'SENT']);
          expect(pairs.vendor.count.sends - before).toBe(1);
        }),
      ),
    SLOW_MACHINE_MS,
  );

  test.each([
    ['SIGTERM to the primary process', 'primary', ({ pid }: RunningProgram) => process.kill(pid, 'SIGTERM')],
    [
      'SIGTERM to all processes, as systemd sends it',
      'all',
      (running: RunningProgram) => [running.pid, ...workersOf(running)].forEach((pid) => process.kill(pid, 'SIGTERM')),
    ],
  ])(
    'ends on %s after the sends under way in every process',
    (_name, keys, signal) =>
      pairs.useUp(async (running) => {
        const workers = workersOf(running);
        const before = pairs.vendor.count.sends;
        process.kill(workers[0]!, 'SIGSTOP'); // so that one of two connections is with each
        const sends = ['a', 'b'].map((key) => sendKeyed(running.url, `gated-${keys}-${key}`));
        await until(() => pairs.vendor.count.sends - before === 1);
        process.kill(workers[0]!, 'SIGCONT');
        await until(() => pairs.vendor.count.sends - before === 2);
        signal(running);
        await until(() => linesOf(running, 'draining').length === 2);
        openGate();
        expect((await Promise.all(sends)).map(({ kind }) => kind)).toEqual(['SENT', 'SENT']);
        expect(await running.ended).toBe(0);
        expect(linesOf(running, 'stopped').map(({ worker, isComplete }) => [worker, isComplete])).toEqual(
          expect.arrayContaining([1, 2].map((worker) => [worker, true])),
        );
        expect(workers.filter(isAlive)).toEqual([]);
      }),
    SLOW_MACHINE_MS,
  );

  test(
    'lets a worker that is asked to end alone go without a drain, and drains where all processes are asked to',
    () =>
      pairs.useUp(
        async (running) => {
          const [first] = workersOf(running);
          process.kill(first!, 'SIGTERM');
          await until(() => startedWorkers(running).length === 3); // long before the drain would be over
          await until(async () => (await get(running.url, '/readyz')).startsWith('HTTP/1.1 200'));
          for (const pid of [...workersOf(running), running.pid]) process.kill(pid, 'SIGTERM');
          await until(() => linesOf(running, 'draining').length === 3);
          await setTimeout(2000); // so long after it a worker knows whether it stops alone
          for (let n = 0; n < 4; n++) expect(await get(running.url, '/readyz')).toMatch(/^HTTP\/1\.1 503/);
          running.signal('SIGTERM'); // the second one ends every process at once
          expect(await running.ended).toBe(1);
        },
        { DRAIN_SECONDS: '600' },
      ),
    SLOW_MACHINE_MS,
  );

  test(
    'ends the workers after the sends under way when the primary process is killed',
    () =>
      pairs.useUp(async (running) => {
        const workers = workersOf(running);
        const before = pairs.vendor.count.sends;
        const send = sendKeyed(running.url, 'gated-killed');
        await until(() => pairs.vendor.count.sends - before === 1);
        process.kill(running.pid, 'SIGKILL');
        openGate();
        expect((await send).kind).toBe('SENT');
        await until(() => !workers.some(isAlive));
      }),
    SLOW_MACHINE_MS,
  );

  test(
    'counts the rate of a caller over all processes, and gives each its share of the calls to a vendor',
    () =>
      pairs.useNew(async (running) => {
        const answers = await Promise.all(Array.from({ length: 12 }, () => get(running.url, TYPE)));
        const count = (status: number): number =>
          answers.filter((answer) => answer.startsWith(`HTTP/1.1 ${status}`)).length;
        expect([count(200), count(429)]).toEqual([5, 7]);
      }, LIMITED),
    SLOW_MACHINE_MS,
  );

  test(
    'ends every process at once on a second signal',
    () =>
      pairs.useUp(async (running) => {
        running.signal('SIGTERM');
        await until(() => linesOf(running, 'draining').length === 2);
        await setTimeout(1000); // signals within a second are one request
        running.signal('SIGTERM');
        expect(await running.ended).toBe(1);
        await until(() => !startedWorkers(running).some(isAlive));
      }, LIMITED),
    SLOW_MACHINE_MS,
  );
});

describe('a start with WORKERS=2', () => {
  test(
    'that cannot succeed says so once',
    async () => {
      const message = (settings: Settings): Promise<string> =>
        pairs.start(settings).then(
          () => 'it started',
          (error: unknown) => (error as Error).message,
        );
      expect(
        (await message({ DATA_DIR: '/proc/nope' })).match(/The start failed: DATA_DIR: .* must be a directory/g),
      ).toHaveLength(1);
      expect(await message({ PORT: String(pairs.vendor.port) })).toBe(
        'the program ended at its start: The start failed: PORT is in use by another program; 0 takes a free one (EADDRINUSE)\n',
      );
    },
    SLOW_MACHINE_MS,
  );

  test(
    'ends a worker too that was just started when the signal came',
    () =>
      pairs.useUp(async (running) => {
        const workers = workersOf(running);
        process.kill(workers[0]!, 'SIGKILL');
        const isNew = (pid: number): boolean => !workers.includes(pid);
        await until(async () => (await childrenOf(running.pid)).some(isNew));
        running.signal('SIGTERM');
        expect(await running.ended).toBe(0);
      }),
    SLOW_MACHINE_MS,
  );
});
