import { expect, test } from '@jest/globals';
import { TraceIds } from '../../src/server/traces/trace-ids.js';

test('ids of traces and spans are 32 and 16 hexadecimal digits, all different, and never all zeros', () => {
  const ids = new TraceIds();
  // 240 000 digits: several times those that are made at once
  const traces = Array.from({ length: 5000 }, () => ids.generateTraceId());
  const spans = Array.from({ length: 5000 }, () => ids.generateSpanId());
  expect(traces.filter((id) => !/^[\da-f]{32}$/.test(id) || /^0+$/.test(id))).toEqual([]);
  expect(spans.filter((id) => !/^[\da-f]{16}$/.test(id) || /^0+$/.test(id))).toEqual([]);
  expect(new Set([...traces, ...spans]).size).toBe(10_000);
});

test('the id that is given is that of the next trace alone', () => {
  const ids = new TraceIds();
  ids.next = 'a'.repeat(32);
  expect(ids.generateTraceId()).toBe('a'.repeat(32));
  expect(ids.generateTraceId()).not.toBe('a'.repeat(32));
});
