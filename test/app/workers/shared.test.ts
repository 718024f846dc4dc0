import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { createChannel, type Channel } from '../../../src/app/workers/channel.js';
import type { Message } from '../../../src/app/workers/messages.js';
import { createMetricsSum, type MetricJson } from '../../../src/app/workers/metrics-sum.js';
import { createMetricsReader } from '../../../src/app/workers/read-metrics.js';
import { createRestarts } from '../../../src/app/workers/restarts.js';
import { shareConfig } from '../../../src/app/workers/share-config.js';
import { createTokenBroker } from '../../../src/app/workers/token-broker.js';
import { read, routee } from '../../config/reading.js';
import { fakeClock } from '../../support/fake-clock.js';

describe('the replacement of a worker', () => {
  test('waits twice as long each time that one ends at once, up to 10 s, and 100 ms again after one that lived a minute', () => {
    let now = 0;
    const restarts = createRestarts(() => now);
    const delays = Array.from({ length: 9 }, (_, index) => {
      if (index % 2 === 0) restarts.listening(); // else it ends before it listens
      now += 59_999;
      return restarts.delayMs();
    });
    expect(delays).toEqual([100, 200, 400, 800, 1600, 3200, 6400, 10_000, 10_000]);
    restarts.listening();
    now += 60_000;
    expect(restarts.delayMs()).toBe(100);
    expect(restarts.delayMs()).toBe(200);
  });
});

describe('the calls to a vendor', () => {
  test.each([
    [64, 2, [32, 32]],
    [7, 3, [3, 2, 2]],
    [3, 3, [1, 1, 1]],
  ])('%i are shared by %i workers as %j', (concurrency, count, shares) => {
    const config = read({ ...routee, WORKERS: String(count), UPSTREAM_CONCURRENCY: String(concurrency) });
    const shared = shares.map((_, index) => shareConfig(config, { index, count, ports: null }));
    expect(shared.map(({ upstream }) => upstream.concurrency)).toEqual(shares);
    expect({ ...shared[0], upstream: null }).toEqual({ ...config, upstream: null });
  });
});

describe('the settings of a start', () => {
  test('reach a worker as they are', () => {
    const tenants = JSON.stringify([
      {
        id: 'shop',
        routee: { applicationId: 'id', applicationSecret: { env: 'SECRET' } },
        keys: [{ sha256: 'a'.repeat(64), scopes: ['read'], name: 'key' }],
      },
    ]);
    for (const given of [
      {
        ...routee,
        WORKERS: '2',
        REDIS_URL: 'redis://host',
        METRICS_PORT: '9',
        OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c',
      },
      { TENANTS_FILE: 'tenants.json', SECRET: 's', JWT_JWKS_URL: 'http://j', JWT_ISSUER: 'i', JWT_AUDIENCE: 'a' },
    ]) {
      const config = read(given, { 'tenants.json': tenants });
      expect(JSON.parse(JSON.stringify(config))).toStrictEqual(config);
    }
  });
});

describe('a port that the system chose', () => {
  const place = { index: 1, count: 2, ports: { port: 20_000, metricsPort: 20_001 } };

  test('is named to a worker that starts when no other listens on it', () => {
    const config = read({ ...routee, WORKERS: '2', PORT: '0', METRICS_PORT: '0' });
    const { listen, metrics } = shareConfig(config, place);
    expect([listen.port, metrics?.port]).toEqual([20_000, 20_001]);
  });

  test('is not given to metrics that are shown on PORT, or nowhere', () => {
    expect(
      shareConfig(read({ ...routee, METRICS_KEY: 'k' }), { ...place, ports: { port: 1, metricsPort: null } }).metrics,
    ).toEqual({ port: null, key: 'k' });
    expect(shareConfig(read(routee), place).metrics).toBeNull();
  });
});

describe('a token', () => {
  const token = { value: 'a', expiresInSeconds: 3600 };

  test('is fetched by one worker at a time, and given to all that wait', async () => {
    const broker = createTokenBroker();
    expect(await broker.request(1, 'shop', 0, 1000)).toEqual({ number: 1, token: null });
    const waiting = [broker.request(2, 'shop', 0, 1000), broker.request(3, 'shop', 0, 1000)];
    expect(await broker.request(2, 'other', 0, 1000)).toEqual({ number: 1, token: null });
    broker.fetched('shop', 1, token);
    broker.fetched('other', 1, null);
    for (const grant of await Promise.all(waiting))
      expect(grant).toEqual({ number: 1, token: { value: 'a', expiresInSeconds: expect.any(Number) } });
  });

  test('is renewed by the first worker that wants a newer one, though the vendor gives the same again', async () => {
    const broker = createTokenBroker(() => 0);
    await broker.request(1, 'shop', 0, 1000);
    broker.fetched('shop', 1, token);
    expect((await broker.request(2, 'shop', 0, 1000)).token).not.toBeNull();
    expect(await broker.request(1, 'shop', 1, 1000)).toEqual({ number: 2, token: null });
    broker.fetched('shop', 2, token);
    expect(await broker.request(2, 'shop', 1, 1000)).toEqual({ number: 2, token });
  });

  test('is given with the seconds that are left, and fetched anew in its last one', async () => {
    let now = 0;
    const broker = createTokenBroker(() => now);
    await broker.request(1, 'shop', 0, 1000);
    broker.fetched('shop', 1, token);
    now = 3_599_000;
    expect((await broker.request(2, 'shop', 0, 1000)).token).toEqual({ value: 'a', expiresInSeconds: 1 });
    now++;
    expect(await broker.request(3, 'shop', 0, 1000)).toEqual({ number: 2, token: null });
  });

  test('may be fetched by the next that waits when the worker that fetches it fails or ends', async () => {
    const broker = createTokenBroker();
    await broker.request(1, 'shop', 0, 1000);
    const waiting = [2, 3, 4].map((worker) => broker.request(worker, 'shop', 0, 1000));
    broker.fetched('shop', 1, null);
    expect(await waiting[0]).toEqual({ number: 2, token: null });
    broker.ended(3);
    broker.ended(2);
    expect(await waiting[2]).toEqual({ number: 3, token: null });
    broker.fetched('shop', 2, token); // too late, and still of use
    broker.fetched('shop', 3, null);
    expect((await broker.request(5, 'shop', 0, 1000)).token?.value).toBe('a');
  });

  test('may be fetched by the next that waits when the time for a fetch is over', async () => {
    const broker = createTokenBroker();
    await broker.request(1, 'shop', 0, -1000); // over at once
    expect(await broker.request(2, 'shop', 0, 1000)).toEqual({ number: 2, token: null });
  });
});

describe('a request to the other process', () => {
  function connected(answer: (about: string) => Promise<unknown>): readonly [Channel, Channel] {
    const ends: Channel[] = [];
    const end = (other: number): Channel =>
      createChannel({
        send(message) {
          ends[other]!.receive(JSON.parse(JSON.stringify(message)) as Message);
          return true;
        },
        answer: ({ about }) => answer(about),
        onNotice: () => undefined,
      });
    ends.push(end(1), end(0));
    return [ends[0]!, ends[1]!];
  }

  test('is answered, both ways at once', async () => {
    const [a, b] = connected((about) => Promise.resolve(`the ${about}`));
    expect(await Promise.all([a.request({ about: 'place' }), b.request({ about: 'metrics' })])).toEqual([
      'the place',
      'the metrics',
    ]);
  });

  test('is rejected where the answer fails, and when the other process has ended', async () => {
    const [failing] = connected(() => Promise.reject(new Error('x')));
    await expect(failing.request({ about: 'place' })).rejects.toThrow('the other process cannot answer');
    const [silent] = connected(() => new Promise(() => undefined));
    const asked = silent.request({ about: 'place' });
    silent.close();
    await expect(asked).rejects.toThrow('the other process has ended');
    await expect(silent.request({ about: 'place' })).rejects.toThrow('the other process has ended');
  });
});

describe('the metrics of all workers', () => {
  const counter = (value: number): MetricJson[] => [
    {
      name: 'sends_total',
      help: 'h',
      type: 'counter',
      aggregator: 'sum',
      values: [{ value, labels: {} }],
    } as MetricJson,
    { name: 'running', help: 'h', type: 'gauge', aggregator: 'sum', values: [{ value: 1, labels: {} }] } as MetricJson,
  ];

  test('are summed, and keep what a worker that ended had counted', async () => {
    const sum = createMetricsSum(() => ({ running: 2, wanted: 3 }));
    sum.read(1, counter(5));
    sum.read(2, counter(7));
    sum.read(1, counter(6));
    expect(await sum.page()).toMatch(/^sends_total 13$/m);
    sum.ended(1);
    sum.ended(2);
    sum.ended(3); // nothing was read of it
    sum.replaced();
    const page = await sum.page();
    expect(page).toMatch(/^sends_total 13$/m);
    expect(page).not.toMatch(/^running /m);
    expect(page).toMatch(/^messaging_graph_workers\{state="running"\} 2$/m);
    expect(page).toMatch(/^messaging_graph_workers\{state="wanted"\} 3$/m);
    expect(page).toMatch(/^messaging_graph_workers_replaced_total 1$/m);
    sum.read(4, counter(1));
    expect(await sum.page()).toMatch(/^sends_total 14$/m);
  });

  test('are shown without a worker that does not answer, whose counts stay, and which is asked again once it has', async () => {
    const sum = createMetricsSum(() => ({ running: 2, wanted: 2 }));
    let asked = 0;
    let answerLate = (_metrics: unknown): void => undefined;
    let isStopped = false;
    const silent = {
      id: 1,
      request: () => (
        ++asked,
        isStopped ? new Promise((resolve) => (answerLate = resolve)) : Promise.resolve(counter(5))
      ),
    };
    const answering = { id: 2, request: () => Promise.resolve(counter(7)) };
    const clock = fakeClock();
    const readPage = createMetricsReader(sum, () => [silent, answering], clock);
    expect(await readPage()).toMatch(/^running 2$/m);
    isStopped = true;
    for (let n = 0; n < 2; n++) {
      const reading = readPage();
      await setImmediate(); // the other one answers first
      clock.advance(2000);
      const page = await reading;
      expect(page).toMatch(/^sends_total 12$/m);
      expect(page).toMatch(/^running 1$/m);
      expect(page).toMatch(/^messaging_graph_workers\{state="unresponsive"\} 1$/m);
    }
    expect([asked, clock.timers()]).toEqual([2, 0]);
    isStopped = false;
    answerLate(counter(6));
    await readPage();
    const page = await readPage();
    expect(asked).toBe(3);
    expect(page).toMatch(/^running 2$/m);
    expect(page).toMatch(/^messaging_graph_workers\{state="unresponsive"\} 0$/m);
  });

  test('have the memory and the start of the primary process, and no lateness of its event loop', async () => {
    const page = await createMetricsSum(() => ({ running: 2, wanted: 2 })).page();
    expect(Number(/^process_resident_memory_bytes (\d+)$/m.exec(page)?.[1])).toBeGreaterThan(0);
    expect(page).toMatch(/^process_cpu_seconds_total /m);
    expect(page).toMatch(/^process_start_time_seconds \d+$/m);
    expect(page).not.toContain('nodejs_eventloop_lag');
  });
});
