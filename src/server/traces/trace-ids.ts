import type { IdGenerator } from '@opentelemetry/sdk-trace';
import { pooledRandomBytes } from '../../random-bytes.js';

/** Few ids: V8 keeps the whole text for as long as a subscription keeps the id of its trace. */
const BYTES_AT_ONCE = 256;

/** Random ids. */
export class TraceIds implements IdGenerator {
  /** What the next trace gets; null for a new one. */
  next: string | null = null;
  #digits = '';
  #used = 0;

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
    if (this.#used + digits > this.#digits.length) {
      this.#digits = pooledRandomBytes(BYTES_AT_ONCE).toString('hex');
      this.#used = 0;
    }
    const id = this.#digits.slice(this.#used, (this.#used += digits));
    return ZEROS.startsWith(id) ? this.#newId(digits) : id; // all zeros is no valid id
  }
}

const ZEROS = '0'.repeat(32);
