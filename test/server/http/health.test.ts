import 'reflect-metadata';
import { afterEach, describe, expect, test } from '@jest/globals';
import { createReadiness, type VendorHealth } from '../../../src/server/http/readiness.js';
import { startRunningService, startSandboxedService, type RunningService } from '../../support/running-service.js';
import { eventually } from '../../support/wait.js';
import { deadUrl } from '../../vendor-client/support/peer.js';

const services: RunningService[] = [];
afterEach(async () => {
  for (const service of services.splice(0)) await service.stop();
});
const statusOf = async (service: RunningService, path: string): Promise<number> =>
  (await fetch(`${service.url}${path}`)).status;
/** Answers 503 while its first question to a vendor takes longer than it waits for one. */
const isReady = (service: RunningService): Promise<number> =>
  eventually(
    () => statusOf(service, '/readyz'),
    (status) => status === 200,
  );

describe('/livez and /readyz', () => {
  test('a server over vendors that answer is alive and ready, before anybody asked anything', async () => {
    const service = await startSandboxedService();
    services.push(service);
    expect(await statusOf(service, '/livez')).toBe(200);
    await isReady(service);
    const asked = service.sandbox.calls().length;
    for (let n = 0; n < 20; n++) expect(await statusOf(service, '/readyz')).toBe(200);
    expect(service.sandbox.calls()).toHaveLength(asked);
  });

  test('a server whose vendors cannot be reached is alive and not ready', async () => {
    const nowhere = await deadUrl();
    const service = await startRunningService({
      ROUTEE_API_URL: nowhere,
      ROUTEE_AUTH_URL: nowhere,
      ROUTEE_APPLICATION_ID: 'a',
      ROUTEE_APPLICATION_SECRET: 'b',
      GMS_REPORT_URL: nowhere,
      GMS_CLIENT_ID: '1',
      GMS_LOGIN: 'a',
      GMS_PASSWORD: 'b',
    });
    services.push(service);
    expect(await statusOf(service, '/livez')).toBe(200);
    expect(await statusOf(service, '/readyz')).toBe(503);
  });

  test('one vendor is enough', async () => {
    const nowhere = await deadUrl();
    const service = await startSandboxedService({ ROUTEE_API_URL: nowhere, ROUTEE_AUTH_URL: nowhere });
    services.push(service);
    await isReady(service);
  });

  test('open circuits of every vendor end readiness; a server without traffic finds out by itself that one is back', async () => {
    const service = await startSandboxedService();
    services.push(service);
    const routee = Array.from({ length: 8 }, (_, n) => `m${n}: viberMessage(trackingId: "magic-reset~${n}") { to }`);
    const gms = Array.from(
      { length: 8 },
      (_, n) => `r${n}: deliveryReport(by: { extraId: "magic-reset~${n}" }) { id }`,
    );
    await service.query(`{ ${[...routee, ...gms].join(' ')} }`);
    expect(await statusOf(service, '/readyz')).toBe(503);
    await isReady(service);
  });
});

/** A clock that a test turns, and what waits for it. */
function createTime() {
  let now = 0;
  let waiting: { readonly at: number; readonly done: () => void }[] = [];
  return {
    now: () => now,
    wait: (milliseconds: number) =>
      new Promise<void>((done) => {
        waiting.push({ at: now + milliseconds, done });
      }),
    /** Whoever waits until then goes on, in the order of time, each with what follows from it. */
    async advance(milliseconds: number): Promise<void> {
      const end = now + milliseconds;
      for (;;) {
        for (let turn = 0; turn < 20; turn++) await Promise.resolve();
        const next = waiting.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        waiting = waiting.filter((one) => one !== next);
        now = next.at;
        next.done();
      }
      now = end;
    },
  };
}

describe('readiness', () => {
  const healthOf = (isWell: boolean, probe: () => Promise<boolean>): VendorHealth => ({ isWell: () => isWell, probe });
  const isDraining = () => false;

  test('asks no vendor while one is well', async () => {
    const never = () => Promise.reject(new Error('asked'));
    const vendors = [healthOf(false, never), healthOf(true, never)];
    expect(await createReadiness({ isDraining, vendors, probed: vendors })()).toBe(true);
  });

  test('asks once, however many want to know at once', async () => {
    let asked = 0;
    const vendors = [healthOf(false, () => Promise.resolve(++asked > 1))];
    const isReady = createReadiness({ isDraining, vendors, probed: vendors });
    expect(await Promise.all([isReady(), isReady(), isReady()])).toEqual([false, false, false]);
    expect(asked).toBe(1);
  });

  test('ends with draining', async () => {
    const vendors = [healthOf(true, () => Promise.resolve(true))];
    expect(await createReadiness({ isDraining: () => true, vendors, probed: vendors })()).toBe(false);
  });

  /** A vendor that takes so long for every answer; null for one that never gives one and is given up after 5 s. */
  function slowVendor(time: ReturnType<typeof createTime>, answersIn: { ms: number | null }) {
    let lastResponseAt = Number.NEGATIVE_INFINITY;
    const probes: number[] = [];
    const vendor: VendorHealth = {
      isWell: (withinMs) => time.now() - lastResponseAt < withinMs,
      async probe() {
        probes.push(time.now());
        const { ms } = answersIn;
        await time.wait(ms ?? 5000);
        if (ms === null) return false;
        lastResponseAt = time.now();
        return true;
      },
    };
    return { vendor, probes };
  }

  /** The answers to a request every second, from the start on. */
  async function poll(isReady: () => Promise<boolean>, time: ReturnType<typeof createTime>, times: number) {
    const answers: boolean[] = [];
    for (let n = 0; n < times; n++) {
      void isReady().then((ready) => answers.push(ready));
      await time.advance(1000);
    }
    return answers;
  }

  test('stays while a vendor takes 1.2 s for each answer, once the first has come', async () => {
    const time = createTime();
    const { vendor, probes } = slowVendor(time, { ms: 1200 });
    const isReady = createReadiness({ isDraining, vendors: [vendor], probed: [vendor], ...time });
    const answers = await poll(isReady, time, 300);
    expect(answers).toEqual([false, ...Array.from({ length: 299 }, () => true)]);
    expect(probes.length).toBeLessThanOrEqual(10);
  });

  test('is reported within 0.8 s, however long a vendor takes', async () => {
    const time = createTime();
    const { vendor } = slowVendor(time, { ms: 4000 });
    const isReady = createReadiness({ isDraining, vendors: [vendor], probed: [vendor], ...time });
    let answeredAt = Number.NaN;
    void isReady().then(() => (answeredAt = time.now()));
    await time.advance(5000);
    expect(answeredAt).toBe(800);
  });

  test('ends when a vendor that was well answers no more, and comes back with it', async () => {
    const time = createTime();
    const answersIn: { ms: number | null } = { ms: 100 };
    const { vendor } = slowVendor(time, answersIn);
    const isReady = createReadiness({ isDraining, vendors: [vendor], probed: [vendor], ...time });
    expect((await poll(isReady, time, 10)).every(Boolean)).toBe(true);
    answersIn.ms = null;
    const answers = await poll(isReady, time, 60);
    expect(answers.at(-1)).toBe(false);
    expect(answers.lastIndexOf(true)).toBe(answers.indexOf(false) - 1);
    answersIn.ms = 1200;
    expect((await poll(isReady, time, 20)).at(-1)).toBe(true);
  });
});
