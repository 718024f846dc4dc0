import { expect, test } from '@jest/globals';
import { SamplingDecision } from '@opentelemetry/sdk-trace';
import { RatioSampler } from '../../src/server/traces/ratio-sampler.js';

const keeps = (ratio: number, traceId: string): boolean =>
  new RatioSampler(ratio).shouldSample(null, traceId).decision === SamplingDecision.RECORD_AND_SAMPLED;

const HEAD = '4bf92f3577b34da6a3';

test.each([
  [0.5, '80000000000000', true],
  [0.5, '7fffffffffffff', false],
  [0.25, 'c0000000000000', true],
  [0.25, 'bfffffffffffff', false],
  [0.1, 'ffffffffffffff', true],
  [0.1, 'e6000000000000', false],
  [0.999999, '00001000000000', false],
  [0.999999, '00010000000000', true],
])('of %d of all traces, the one whose last 56 bits are %s is kept: %s', (ratio, tail, isKept) => {
  expect(keeps(ratio, HEAD + tail)).toBe(isKept);
});
