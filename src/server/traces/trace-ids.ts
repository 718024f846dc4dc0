import type { IdGenerator } from '@opentelemetry/sdk-trace';
import { partsOf, pooledRandomBytes } from '../../random-bytes.js';

const BYTES_AT_ONCE = 256;

/** Random ids. */
export class TraceIds implements IdGenerator {
  /** What the next trace gets; null for a new one. */
  next: string | null = null;
  readonly #nextDigits = partsOf(() => pooledRandomBytes(BYTES_AT_ONCE).toString('hex'));

  generateTraceId(): string {
    const traceId = this.next ?? this.newTraceId();
    this.next = null;
    return traceId;
  }

  newTraceId(): string {
    return this.#newId(32);
  }

  generateSpanId(): string {
    return this.#newId(16);
  }

  #newId(digits: number): string {
    const id = this.#nextDigits(digits);
    return ZEROS.startsWith(id) ? this.#newId(digits) : id; // all zeros is no valid id
  }
}

const ZEROS = '0'.repeat(32);
