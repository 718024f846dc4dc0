import { type Sampler, SamplingDecision, type SamplingResult } from '@opentelemetry/sdk-trace';

/** Digits of a trace id before those that the decision is made by: its last 56 bits. */
const FIRST_DIGIT = 18;

/**
 * Keeps a share of all traces by their ids, so that every service that samples by ids keeps the same: those whose last
 * 56 bits are not below a threshold. It compares text: the SDK's reads all digits as numbers, which takes as long as
 * everything else for an operation that is not recorded.
 * @see https://opentelemetry.io/docs/specs/otel/trace/tracestate-probability-sampling/
 */
export class RatioSampler implements Sampler {
  readonly #threshold: string;

  /** @param ratio more than 0, less than 1 */
  constructor(ratio: number) {
    this.#threshold = Math.round((1 - ratio) * 2 ** 56)
      .toString(16)
      .padStart(14, '0');
  }

  shouldSample(_context: unknown, traceId: string): SamplingResult {
    return traceId.slice(FIRST_DIGIT) >= this.#threshold ? KEPT : DROPPED;
  }

  toString(): string {
    return `RatioSampler{${this.#threshold}}`;
  }
}

const KEPT: SamplingResult = { decision: SamplingDecision.RECORD_AND_SAMPLED };
const DROPPED: SamplingResult = { decision: SamplingDecision.NOT_RECORD };
