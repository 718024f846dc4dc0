import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Service } from '../../src/app/service.js';
import { compileProgram, type Program, startedWorkers } from '../support/program.js';
import { describeWithRedis, startRedisServer, type RedisServer } from '../support/redis-server.js';
import { until } from '../support/wait.js';
import { startDurableService } from './durable-service.js';
import { formOf, SEND_FORMS, sendKeyed } from './keyed-sends.js';
import type { SendAccount } from './send-account.js';
import { startSendStage, type SendStage } from './send-stage.js';

const KEPT: SendAccount['broken'] = {
  acceptedTwice: 0,
  sentAfterDoubt: 0,
  successWithoutAcceptance: 0,
  acceptedButDenied: 0,
  doubtNotReported: 0,
  doubtTakenBack: 0,
  internalErrors: 0,
};

const KEYS = 200;
const keysOf = (count: number): string[] => Array.from({ length: count }, (_, index) => `key-${index}`);

let stage: SendStage;
let dataDir: string;
beforeEach(async () => {
  stage = await startSendStage({ seed: 5, faults: 0.12, sendTimeoutMs: 250 });
  dataDir = await mkdtemp(join(tmpdir(), 'keyed-sends-'));
});
afterEach(async () => {
  await stage.close();
  await rm(dataDir, { recursive: true, force: true });
});

/** That keys of every form were sent. How many sends the vendor accepts depends on the speed of the machine. */
function requireTrial(account: SendAccount): void {
  expect(new Set(keysOf(KEYS).map(formOf))).toEqual(new Set(SEND_FORMS));
  expect(account.keys).toBe(KEYS);
}

describe('sends of every kind through a network that fails in every way', () => {
  it('are never doubled by a server that is stopped and started in flight', async () => {
    const settings = { ...stage.settings, DATA_DIR: dataDir };
    let service = await startDurableService(settings);
    let restarting = Promise.resolve();
    const account = await stage.prove({
      keys: keysOf(KEYS),
      atOnce: 32,
      send: (key) => sendKeyed(service.url, key, { form: formOf(key) }),
      onDone: (done) => {
        if (done % 80 !== 0) return;
        restarting = restarting.then(async () => {
          await service.stop();
          service = await startDurableService(settings);
        });
      },
      restarted: () => restarting,
    });
    await service.stop();
    requireTrial(account);
    expect(account.broken).toEqual(KEPT);
  });

  describe('in a process', () => {
    let program: Program;
    beforeAll(async () => {
      program = await compileProgram();
    });
    afterAll(() => program.killAll());

    it('are never doubled by one that is killed in flight', async () => {
      const settings = { ...stage.settings, DATA_DIR: dataDir, LOG_LEVEL: 'silent' };
      let running = program.start(settings);
      let kills = 0;
      const account = await stage.prove({
        keys: keysOf(KEYS),
        atOnce: 32,
        send: async (key) => sendKeyed((await running).url, key, { form: formOf(key) }),
        onDone: (done) => {
          if (done !== KEYS / 2) return;
          running = running
            .then((old) => old.kill())
            .then(() => {
              kills++;
              return program.start(settings);
            });
        },
        restarted: () => running,
      });
      await (await running).kill();
      requireTrial(account);
      expect(kills).toBe(1);
      expect(account.broken).toEqual(KEPT);
    });

    it('are never doubled by workers of which one after another is killed in flight', () =>
      proveWorkers(program, { DATA_DIR: dataDir }));

    describeWithRedis('with a redis', () => {
      let redis: RedisServer;
      beforeAll(async () => {
        redis = await startRedisServer();
      });
      afterAll(() => redis.stop());

      it('are never doubled by workers of which one after another is killed in flight', () =>
        proveWorkers(program, { REDIS_URL: redis.url }));
    });
  });

  /** Two workers on one port; at a quarter and at half of the keys the one that was started first is killed. */
  async function proveWorkers(program: Program, store: Readonly<Record<string, string>>): Promise<void> {
    const running = await program.start({ ...stage.settings, ...store, WORKERS: '2' });
    const workers = (): readonly number[] => startedWorkers(running);
    await until(() => workers().length === 2);
    let kills = 0;
    const account = await stage.prove({
      keys: keysOf(KEYS),
      atOnce: 32,
      send: (key) => sendKeyed(running.url, key, { form: formOf(key) }),
      onDone: (done) => {
        if (done === KEYS / 4 || done === KEYS / 2) process.kill(workers()[kills++]!, 'SIGKILL');
      },
      restarted: () => until(() => workers().length === 4),
    });
    await running.kill();
    requireTrial(account);
    expect(kills).toBe(2);
    expect(account.broken).toEqual(KEPT);
  }

  describeWithRedis('with a redis between two servers', () => {
    let redis: RedisServer;
    beforeAll(async () => {
      redis = await startRedisServer();
    });
    afterAll(() => redis.stop());

    it('are never doubled, whichever is asked and though one of them is restarted', async () => {
      const settings = { ...stage.settings, REDIS_URL: redis.url };
      const services: [Service, Service] = [await startDurableService(settings), await startDurableService(settings)];
      let turn = 0;
      let restarting = Promise.resolve();
      const account = await stage.prove({
        keys: keysOf(KEYS),
        atOnce: 32,
        send: (key) => sendKeyed(services[turn++ % 2]!.url, key, { form: formOf(key) }),
        onDone: (done) => {
          if (done !== KEYS / 2) return;
          restarting = services[0].stop().then(async () => void (services[0] = await startDurableService(settings)));
        },
        restarted: () => restarting,
      });
      await Promise.all(services.map((service) => service.stop()));
      requireTrial(account);
      expect(account.broken).toEqual(KEPT);
    });
  });
});
