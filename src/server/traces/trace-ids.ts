import { randomFillSync } from 'node:crypto';
import type { IdGenerator } from '@opentelemetry/sdk-trace';

/** Random ids. */
export class TraceIds implements IdGenerator {
  /** What the next trace gets; null for a new one. */
  next: string | null = null;
  /** Random digits; ids are parts of it, since each request needs one, and making one by itself takes longer. */
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
      this.#digits = randomFillSync(BYTES).toString('hex');
      this.#used = 0;
    }
    const id = this.#digits.slice(this.#used, this.#used + digits);
    this.#used += digits;
    return ZEROS.startsWith(id) ? this.#newId(digits) : id; // all zeros is no valid id
  }
}

const BYTES = Buffer.alloc(8192);

const ZEROS = '0'.repeat(32);
