import { describe, expect, test } from '@jest/globals';
import { TraceFlags } from '@opentelemetry/api';
import { type ExportResult, ExportResultCode } from '@opentelemetry/core';
import type { ReadableSpan } from '@opentelemetry/sdk-trace';
import { SpanQueue } from '../../src/server/traces/span-queue.js';

const SPAN = { spanContext: () => ({ traceFlags: TraceFlags.SAMPLED }) } as ReadableSpan;

/** A queue with batches of two, whose exports end when the test says so. */
function createQueue() {
  const ends: ((result: ExportResult) => void)[] = [];
  const counted: (string | number)[][] = [];
  const queue = new SpanQueue({
    exporter: { export: (_spans, end) => void ends.push(end) },
    delayMs: 600_000,
    queueSize: 10,
    batchSize: 2,
    exportTimeoutMs: 600_000,
    abort: () => undefined,
    onExported: (count) => void counted.push(['EXPORTED', count]),
    onDropped: (count, reason) => void counted.push([reason, count]),
  });
  return { queue, ends, counted };
}

describe('spans that are dropped at the stop', () => {
  test.each([
    [2, 'of an export under way'],
    [3, 'of an export under way, and one that waits'],
  ])('are all counted, once: %d, %s', async (count) => {
    const { queue, ends, counted } = createQueue();
    for (let index = 0; index < count; index++) queue.onEnd(SPAN);
    expect(ends).toHaveLength(1);
    const closed = queue.shutdown();
    queue.drop();
    await closed;
    expect(counted).toEqual([['STOPPED', count]]);
    ends[0]!({ code: ExportResultCode.FAILED, error: new Error('its connection was closed') });
    queue.drop();
    expect(counted).toEqual([['STOPPED', count]]);
    expect(ends).toHaveLength(1);
  });

  test('are none where the export has ended', async () => {
    const { queue, ends, counted } = createQueue();
    queue.onEnd(SPAN);
    const closed = queue.shutdown();
    ends[0]!({ code: ExportResultCode.SUCCESS });
    await closed;
    queue.drop();
    expect(counted).toEqual([['EXPORTED', 1]]);
  });
});
