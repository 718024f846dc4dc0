import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fakeClock, type FakeClock } from '../support/fake-clock.js';
import { until } from '../support/wait.js';
import { startRunningService, type RunningService } from '../support/running-service.js';
import { ask, messageQuery, reportQuery, type OperationAnswer } from './asking.js';
import { startFaultyVendor, type FaultyVendor } from './faulty-vendor.js';

const DEADLINE_MS = 10_000;

let vendor: FaultyVendor;
let service: RunningService;
/** It stands still until a test advances it. */
let clock: FakeClock;
let asked = 0;

const start = async (settings: Readonly<Record<string, string>> = {}): Promise<void> => {
  clock = fakeClock();
  service = await startRunningService(
    { ...vendor.settings, UPSTREAM_TIMEOUT_MS: String(DEADLINE_MS), ...settings },
    { clock, random: () => 0 },
  );
};
/** A message that nobody has asked for yet. */
const askMessage = (): Promise<OperationAnswer> => ask(service.url, messageQuery(`message-${++asked}`));
const askReport = (): Promise<OperationAnswer> => ask(service.url, reportQuery(`report-${++asked}`));
const many = (count: number, one: () => Promise<OperationAnswer>): Promise<OperationAnswer[]> =>
  Promise.all(Array.from({ length: count }, one));

/** Five failures on different resources, with two retries each while the budget lasts. */
async function openCircuit(): Promise<void> {
  for (let i = 0; i < 5; i++) expect((await askMessage()).codes).toEqual(['UPSTREAM_UNAVAILABLE']);
}

beforeEach(async () => {
  asked = 0;
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
    for (let second = 0; second < 10; second++) {
      for (let round = 0; round < 4; round++) await many(10, askMessage);
      clock.advance(1000);
    }
    // 400 operations in ten seconds: what is repeated comes out of the budget, and the circuit leaves one probe a second.
    expect(vendor.requests.routee.length).toBeLessThanOrEqual(1.1 * asked);
  });

  it('is asked again for a tenth of the calls at most when it fails now and then', async () => {
    await start();
    for (let round = 0; round < 50; round++) {
      vendor.conduct.routee = round % 3 === 0 ? 'DOWN' : 'WELL';
      await many(4, askMessage);
    }
    // All within ten seconds, since no time passes: the budget is spent to its last retry.
    expect(vendor.requests.routee.length - asked).toBe(20);
  });

  it('is left alone after five failures, with an answer at once, probed by one call and asked again when it is well', async () => {
    await start();
    vendor.conduct.routee = 'DOWN';
    await openCircuit();

    const before = vendor.requests.routee.length;
    const refused: OperationAnswer[] = [];
    for (let i = 0; i < 20; i++) refused.push(await askMessage());
    expect(vendor.requests.routee).toHaveLength(before);
    for (const { errors } of refused) {
      expect(errors[0]!.extensions).toMatchObject({
        code: 'UPSTREAM_UNAVAILABLE',
        retryable: true,
        retryAfterSeconds: 1,
      });
    }

    clock.advance(999);
    expect((await askMessage()).codes).toEqual(['UPSTREAM_UNAVAILABLE']);
    expect(vendor.requests.routee).toHaveLength(before);

    // it hangs on the probe, so that all who come meanwhile find one under way
    vendor.conduct.routee = 'HANGING';
    clock.advance(1);
    const probe = askMessage();
    await until(() => vendor.requests.routee.length > before);
    for (const { codes } of await many(20, askMessage)) expect(codes).toEqual(['UPSTREAM_UNAVAILABLE']);
    expect(vendor.requests.routee).toHaveLength(before + 1);
    clock.advance(DEADLINE_MS);
    expect((await probe).codes).toEqual(['UPSTREAM_TIMEOUT']);

    vendor.conduct.routee = 'WELL';
    clock.advance(1000);
    const healed = await askMessage();
    expect(healed.data).toMatchObject({ viberMessage: { status: { state: 'SENT' } } });
    expect(vendor.requests.routee).toHaveLength(before + 2);
    expect((await many(20, askMessage)).flatMap(({ codes }) => codes)).toEqual([]);
  });
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
    await until(() => vendor.requests.gms.length === 4);
    const reported = await many(20, askMessage);
    expect(reported.flatMap(({ codes }) => codes)).toEqual([]);
    expect(vendor.requests.gms).toHaveLength(4);
    clock.advance(DEADLINE_MS);
    expect(new Set((await hanging).flatMap(({ codes }) => codes))).toEqual(new Set(['UPSTREAM_TIMEOUT']));
  });
});

describe('the token', () => {
  it('is asked for once under a thousand operations at once', async () => {
    await start({ MAX_CONCURRENT_OPERATIONS: '2000' });
    const reported = await many(1000, askMessage);
    expect(reported.flatMap(({ codes }) => codes)).toEqual([]);
    expect(vendor.requests.token).toHaveLength(1);
    expect(vendor.requests.routee).toHaveLength(1000);
  });

  it('is asked for at most once a second where its endpoint is dead', async () => {
    await start();
    vendor.conduct.token = 'DOWN';
    const fetches: number[] = [];
    for (let second = 0; second < 4; second++) {
      for (let round = 0; round < 3; round++) {
        for (const { codes } of await many(10, askMessage)) expect(codes).toEqual(['UPSTREAM_UNAVAILABLE']);
      }
      fetches.push(vendor.requests.token.length);
      clock.advance(1000);
    }
    expect(vendor.requests.routee).toHaveLength(0);
    expect(fetches).toEqual([1, 2, 3, 4]);
  });
});
