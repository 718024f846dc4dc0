import type { ServerResponse } from 'node:http';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { startRunningService, type RunningService, type Settings } from '../support/running-service.js';
import { eventually, until } from '../support/wait.js';
import { type Answering, type Collector, startCollector } from './collector.js';

/** No vendor is needed. */
const QUERY = '{ __typename }';
const METRICS_KEY = 'metrics-key';

let service: RunningService;
let collector: Collector | null = null;
afterEach(async () => {
  await service.stop();
  await collector?.close();
  collector = null;
});

/** One span an export, as soon as it ends. @param url of what is in the place of a collector */
async function start(url: string, settings: Settings = {}): Promise<void> {
  service = await startRunningService({
    SANDBOX: 'on',
    METRICS_KEY,
    OTEL_EXPORTER_OTLP_ENDPOINT: url,
    OTEL_BSP_SCHEDULE_DELAY: '1',
    OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '1',
    // shorter than the exporter's wait before it repeats an export, so that none is repeated
    OTEL_EXPORTER_OTLP_TIMEOUT: '300',
    ...settings,
  });
}

async function startWith(answer: Answering, settings: Settings = {}): Promise<Collector> {
  collector = await startCollector(answer);
  await start(collector.url, settings);
  return collector;
}

const statusOfQuery = async (): Promise<number> => (await service.query(QUERY)).status;

const linesOfTraces = () =>
  service
    .log()
    .split('\n')
    .filter((line) => line.includes('"event":"traces"'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/** The counts of spans, by the metrics page. */
async function counts() {
  const response = await fetch(`${service.url}/metrics`, { headers: { authorization: `Bearer ${METRICS_KEY}` } });
  const text = await response.text();
  const read = (name: string): number => Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
  return {
    exported: read('messaging_graph_spans_exported_total'),
    failed: read('messaging_graph_spans_dropped_total\\{reason="EXPORT_FAILED"\\}'),
    full: read('messaging_graph_spans_dropped_total\\{reason="QUEUE_FULL"\\}'),
  };
}

describe('a collector that does not take spans', () => {
  test.each([
    [400, 'HTTP 400'],
    [401, 'HTTP 401'],
    [500, 'HTTP 500'],
    [429, 'HTTP 429, 502, 503 or 504'],
    [503, 'HTTP 429, 502, 503 or 504'],
  ])('and answers %d costs no answer, and is logged once as %s', async (status, cause) => {
    await startWith((response) => void response.writeHead(status, { 'retry-after': '60' }).end('+306912345678'));
    for (let count = 0; count < 3; count++) expect(await statusOfQuery()).toBe(200);
    expect(await eventually(counts, ({ failed }) => failed === 3)).toEqual({ exported: 0, failed: 3, full: 0 });
    expect(linesOfTraces()).toMatchObject([{ level: 'warn', state: 'dropping', cause }]);
    expect(service.log()).not.toContain('306912345678');
  });

  test('since nothing listens there', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => closed.once('listening', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    await start(`http://127.0.0.1:${port}`);
    expect(await statusOfQuery()).toBe(200);
    await eventually(counts, ({ failed }) => failed === 1);
    expect(linesOfTraces()).toMatchObject([{ state: 'dropping', cause: 'ECONNREFUSED' }]);
  });

  test('and answers with what is no HTTP', async () => {
    const garbage = createServer((socket) =>
      socket
        .on('error', () => undefined)
        .resume()
        .end('no HTTP\n'),
    );
    garbage.listen(0, '127.0.0.1');
    await new Promise((resolve) => garbage.once('listening', resolve));
    await start(`http://127.0.0.1:${(garbage.address() as AddressInfo).port}`);
    expect(await statusOfQuery()).toBe(200);
    await eventually(counts, ({ failed }) => failed === 1);
    expect(linesOfTraces()).toMatchObject([{ state: 'dropping', cause: expect.stringMatching(/^[A-Z_]+$/) }]);
    await new Promise((resolve) => garbage.close(resolve));
  });

  test('and never answers is given up after the time of an export', async () => {
    await startWith(() => undefined, { OTEL_BSP_EXPORT_TIMEOUT: '50', OTEL_EXPORTER_OTLP_TIMEOUT: '200' });
    expect(await statusOfQuery()).toBe(200);
    await eventually(counts, ({ failed }) => failed === 1);
    expect(linesOfTraces()).toMatchObject([{ state: 'dropping', cause: 'TIMEOUT' }]);
  });
});

describe('spans that wait', () => {
  test('are bounded while a collector hangs; those beyond are dropped and counted, and logged once', async () => {
    const hanging: ServerResponse[] = [];
    const take = (response: ServerResponse) => void response.writeHead(200).end('{}');
    let answer = (response: ServerResponse) => void hanging.push(response);
    const { exports } = await startWith((response) => answer(response), {
      OTEL_BSP_MAX_QUEUE_SIZE: '4',
      OTEL_EXPORTER_OTLP_TIMEOUT: '600000',
    });
    expect(await statusOfQuery()).toBe(200);
    await until(() => exports.length === 1); // hangs
    for (let count = 0; count < 10; count++) expect(await statusOfQuery()).toBe(200);
    expect(await counts()).toEqual({ exported: 0, failed: 0, full: 6 });
    expect(linesOfTraces()).toMatchObject([{ level: 'warn', state: 'dropping', cause: 'QUEUE_FULL' }]);
    answer = take;
    hanging.forEach(take);
    expect(await eventually(counts, ({ exported }) => exported === 5)).toEqual({ exported: 5, failed: 0, full: 6 });
  });

  test('are exported once the collector is well again, which is logged with the number that was dropped', async () => {
    let isWell = false;
    await startWith((response) => void response.writeHead(isWell ? 200 : 400).end('{}'));
    for (let count = 0; count < 3; count++) await statusOfQuery();
    await eventually(counts, ({ failed }) => failed === 3);
    isWell = true;
    await statusOfQuery();
    expect(await eventually(counts, ({ exported }) => exported === 1)).toEqual({ exported: 1, failed: 3, full: 0 });
    expect(linesOfTraces()).toMatchObject([
      { state: 'dropping', cause: 'HTTP 400' },
      { level: 'info', state: 'up', dropped: 3 },
    ]);
  });
});

describe('the stop', () => {
  test('exports what waits', async () => {
    const { spans } = await startWith((response) => void response.writeHead(200).end('{}'), {
      OTEL_BSP_SCHEDULE_DELAY: '600000',
      OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '2',
    });
    await statusOfQuery();
    await service.stop();
    expect(spans()).toHaveLength(1);
  });

  test('ends although the collector hangs; what it did not take is dropped, which is logged', async () => {
    await startWith(() => undefined, {
      OTEL_BSP_SCHEDULE_DELAY: '600000',
      OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '2',
      OTEL_EXPORTER_OTLP_TIMEOUT: '3000', // more than the stop waits for an export
    });
    await statusOfQuery();
    await service.stop();
    expect(service.log()).toContain('"event":"stopped"');
    expect(linesOfTraces()).toMatchObject([{ level: 'warn', state: 'dropping', cause: 'STOPPED' }]);
  });
});
