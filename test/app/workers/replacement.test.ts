import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { type Ending, sendKeyed } from '../../reliability/keyed-sends.js';
import { compileProgram, type Program, type RunningProgram, startedWorkers } from '../../support/program.js';
import { describeWithRedis, type RedisServer, startRedisServer } from '../../support/redis-server.js';
import { type StandInRoutee, standInSettings, startStandInRoutee } from '../../support/stand-in-routee.js';
import { until } from '../../support/wait.js';

const KEYS = Array.from({ length: 20 }, (_, index) => `replaced-${index}`);

let program: Program;
let vendor: StandInRoutee;
let directory: string;
beforeAll(async () => {
  program = await compileProgram();
});
beforeEach(async () => {
  vendor = await startStandInRoutee();
  directory = await mkdtemp(join(tmpdir(), 'replacement-'));
});
afterEach(async () => {
  program.killAll();
  await vendor.close();
  await rm(directory, { recursive: true, force: true });
});

const settings = (): Record<string, string> => ({ ...standInSettings(vendor.url), AUTH: 'none', WORKERS: '2' });

/** Every key at once, so that each worker has connections; a connection of a worker that ended answers nothing. */
const sendAll = ({ url }: RunningProgram): Promise<Ending[]> =>
  Promise.all(
    KEYS.map(async (key) => {
      for (;;) {
        const ending = await sendKeyed(url, key);
        if (ending.kind !== 'NO_ANSWER') return ending;
      }
    }),
  );
const kinds = async (running: RunningProgram): Promise<readonly string[]> => [
  ...new Set(
    (await sendAll(running)).map((ending) =>
      ending.kind === 'SENT' ? (ending.replayed ? 'REPLAYED' : 'SENT') : ending.kind === 'REFUSED' ? ending.code : '?',
    ),
  ),
];
const bothStarted = (running: RunningProgram): Promise<boolean> => until(() => startedWorkers(running).length === 2);
async function replaceFirst(running: RunningProgram): Promise<void> {
  const count = startedWorkers(running).length;
  process.kill(startedWorkers(running)[0]!, 'SIGKILL');
  await until(() => startedWorkers(running).length === count + 1);
}
const rolledBack = (running: RunningProgram): number => running.log().split('"state":"rolled back"').length - 1;

test('a replacement keeps the settings of its start when .env names another store meanwhile', async () => {
  const write = (name: string) => writeFile(join(directory, '.env'), `DATA_DIR=${name}\nWORKERS=2\n`);
  await write('first');
  const running = await program.start({ ...settings(), LOG_LEVEL: 'info' }, directory);
  await bothStarted(running);
  expect(await kinds(running)).toEqual(['SENT']);
  await write('second');
  await replaceFirst(running);
  expect(await kinds(running)).toEqual(['REPLAYED']);
  expect(vendor.count.sends).toBe(KEYS.length);
});

test('a replacement sends nothing when DATA_DIR was begun anew, and neither does the other worker', async () => {
  const running = await program.start({ ...settings(), DATA_DIR: join(directory, 'data') });
  await bothStarted(running);
  expect(await kinds(running)).toEqual(['SENT']);
  await rm(join(directory, 'data'), { recursive: true });
  await replaceFirst(running);
  await until(() => rolledBack(running) === 2);
  expect(await kinds(running)).not.toContain('SENT'); // the other worker replays what it knows
  expect(vendor.count.sends).toBe(KEYS.length);
});

describeWithRedis('a Redis that lost its keys', () => {
  let redis: RedisServer;
  let running: RunningProgram;
  beforeEach(async () => {
    redis = await startRedisServer();
    running = await program.start({ ...settings(), REDIS_URL: redis.url, PUBLIC_URL: 'https://graph.example' });
    await bothStarted(running);
    expect(await kinds(running)).toEqual(['SENT']);
  });
  afterEach(() => redis.stop());

  test('lets a replacement send nothing, as the workers before it, until the instance is restarted', async () => {
    await redis.kill();
    await redis.restart();
    await until(() => rolledBack(running) === 2);
    await replaceFirst(running);
    await until(() => rolledBack(running) === 3);
    expect(await kinds(running)).toEqual(['LEDGER_UNAVAILABLE']);
    process.kill(startedWorkers(running)[1]!, 'SIGKILL'); // the last one that had noticed it by itself
    await until(() => rolledBack(running) === 4 && startedWorkers(running).length === 4);
    expect(await kinds(running)).toEqual(['LEDGER_UNAVAILABLE']);
    expect(vendor.count.sends).toBe(KEYS.length);
  });

  test('lets replacements send nothing where no worker is left that had seen it before, and take callbacks', async () => {
    const [, address] = /https:..graph.example(.callbacks[^"]+)"/.exec(vendor.bodies[0]!)!;
    await redis.kill();
    for (const pid of startedWorkers(running)) process.kill(pid, 'SIGKILL');
    await redis.restart();
    await until(() => startedWorkers(running).length === 4);
    expect(await kinds(running)).toEqual(['LEDGER_UNAVAILABLE']);
    expect(vendor.count.sends).toBe(KEYS.length);
    const called = await fetch(running.url + address, { method: 'POST', body: 'no callback of a vendor' });
    expect(called.status).not.toBe(404); // as an address of this graph
  });
});
