import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually, startRunningService, type RunningService } from '../support/running-service.js';
import { ask, median, messageQuery, reportQuery, type Told } from './asking.js';
import { startFaultyVendor, type FaultyVendor } from './faulty-vendor.js';

let vendor: FaultyVendor;
let service: RunningService;
let asked = 0;

const start = async (settings: Readonly<Record<string, string>> = {}): Promise<void> => {
  service = await startRunningService({ ...vendor.settings, UPSTREAM_TIMEOUT_MS: '1000', ...settings });
};
/** A message that nobody has asked for yet. */
const askMessage = (): Promise<Told> => ask(service.url, messageQuery(`message-${++asked}`));
const askReport = (): Promise<Told> => ask(service.url, reportQuery(`report-${++asked}`));
const many = (count: number, one: () => Promise<Told>): Promise<Told[]> =>
  Promise.all(Array.from({ length: count }, one));

/** Five failures on different resources close the way; with two retries each while the budget lasts. */
async function openCircuit(): Promise<void> {
  for (let i = 0; i < 5; i++) expect((await askMessage()).codes).toEqual(['UPSTREAM_UNAVAILABLE']);
}

beforeEach(async () => {
  vendor = await startFaultyVendor();
});
afterEach(async () => {
  await service.stop();
  await vendor.close();
});

describe('a vendor that is down', () => {
  it('is not asked more than 1.1 times as often as when it is well', async () => {
    await start();
    vendor.conduct.routee = 'DOWN';
    const endsAt = performance.now() + 3000;
    let operations = 0;
    while (performance.now() < endsAt) {
      await many(10, askMessage);
      operations += 10;
    }
    expect(operations).toBeGreaterThan(300);
    expect(vendor.requests.routee.length).toBeLessThanOrEqual(1.1 * operations);
  }, 15_000);

  it('is asked again for a tenth of the calls at most when it fails now and then', async () => {
    await start();
    let operations = 0;
    for (let round = 0; round < 50; round++) {
      vendor.conduct.routee = round % 3 === 0 ? 'DOWN' : 'WELL';
      const told = await many(4, askMessage);
      operations += told.length;
    }
    const retries = vendor.requests.routee.length - operations;
    expect(retries).toBeGreaterThan(0);
    expect(retries).toBeLessThanOrEqual(Math.max(10, operations / 10));
  }, 15_000);

  it('is left alone after five failures, with an answer at once, probed by one call and asked again when it is well', async () => {
    await start();
    vendor.conduct.routee = 'DOWN';
    await openCircuit();

    const before = vendor.requests.routee.length;
    const refused: Told[] = [];
    for (let i = 0; i < 20; i++) refused.push(await askMessage());
    expect(vendor.requests.routee).toHaveLength(before);
    expect(median(refused.map(({ milliseconds }) => milliseconds))).toBeLessThan(10);
    for (const { errors } of refused) {
      expect(errors[0]!.extensions).toMatchObject({
        code: 'UPSTREAM_UNAVAILABLE',
        retryable: true,
        retryAfterSeconds: 1,
      });
    }

    // it hangs on the probe, so that all who come meanwhile find one under way
    vendor.conduct.routee = 'HANGING';
    await eventually(
      async () => {
        await many(20, askMessage);
        return vendor.requests.routee.length - before;
      },
      (probes) => probes > 0,
    );
    expect(vendor.requests.routee).toHaveLength(before + 1);

    vendor.conduct.routee = 'WELL';
    const healed = await eventually(askMessage, ({ codes }) => codes.length === 0);
    expect(healed.data).toMatchObject({ viberMessage: { status: { state: 'SENT' } } });
    expect(vendor.requests.routee).toHaveLength(before + 2);
    expect((await many(20, askMessage)).flatMap(({ codes }) => codes)).toEqual([]);
  }, 15_000);
});

describe('one vendor', () => {
  it('answers while the other is down', async () => {
    await start();
    vendor.conduct.gms = 'DOWN';
    for (let i = 0; i < 10; i++) expect((await askReport()).codes).toEqual(['UPSTREAM_UNAVAILABLE']);
    const both = await ask(
      service.url,
      `{ ok: viberMessage(trackingId: "a") { to } no: deliveryReport(by: { extraId: "b" }) { id } }`,
    );
    expect(both.codes).toEqual(['UPSTREAM_UNAVAILABLE']);
    expect(both.data).toEqual({ ok: { to: '+306912345678' }, no: null });
  });

  it('answers while every place of the other is taken by calls that hang', async () => {
    await start({ UPSTREAM_CONCURRENCY: '4' });
    vendor.conduct.gms = 'HANGING';
    const hanging = many(60, askReport);
    while (vendor.requests.gms.length < 4) await setImmediate();
    const told = await many(20, askMessage);
    expect(told.flatMap(({ codes }) => codes)).toEqual([]);
    expect(vendor.requests.gms).toHaveLength(4);
    expect(new Set((await hanging).flatMap(({ codes }) => codes))).toEqual(new Set(['UPSTREAM_TIMEOUT']));
  });
});

describe('the token', () => {
  it('is asked for once under a thousand operations at once', async () => {
    await start({ MAX_CONCURRENT_OPERATIONS: '2000', UPSTREAM_TIMEOUT_MS: '8000' });
    const told = await many(1000, askMessage);
    expect(told.flatMap(({ codes }) => codes)).toEqual([]);
    expect(vendor.requests.token).toHaveLength(1);
    expect(vendor.requests.routee).toHaveLength(1000);
  }, 20_000);

  it('is asked for at most once a second where its endpoint is dead', async () => {
    await start();
    vendor.conduct.token = 'DOWN';
    const startedAt = performance.now();
    while (performance.now() - startedAt < 3200) {
      for (const { codes } of await many(10, askMessage)) expect(codes).toEqual(['UPSTREAM_UNAVAILABLE']);
    }
    expect(vendor.requests.routee).toHaveLength(0);
    const times = vendor.requests.token;
    expect(times.length).toBeGreaterThan(1);
    expect(times.length).toBeLessThanOrEqual(4);
    for (const [i, time] of times.slice(1).entries()) expect(time - times[i]!).toBeGreaterThan(950);
  }, 15_000);
});
