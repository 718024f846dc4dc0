import { randomFillSync } from 'node:crypto';
import type { IdGenerator } from '@opentelemetry/sdk-trace';

/** Random ids. */
export class TraceIds implements IdGenerator {
  /** What the next trace gets; null for a new one. */
  next: string | null = null;
  /**
   * Random bytes for hundreds of ids: each request needs one, and random bytes for one alone take longer. Ids are not parts
   * of one long text, all of which V8 would keep for as long as a subscription keeps its id.
   */
  readonly #bytes = Buffer.alloc(8192);
  #used = this.#bytes.length;

  generateTraceId(): string {
    const traceId = this.next ?? this.newTraceId();
    this.next = null;
    return traceId;
  }

  newTraceId(): string {
    return this.#newId(16);
  }

  generateSpanId(): string {
    return this.#newId(8);
  }

  #newId(bytes: number): string {
    if (this.#used + bytes > this.#bytes.length) {
      randomFillSync(this.#bytes);
      this.#used = 0;
    }
    const id = this.#bytes.toString('hex', this.#used, this.#used + bytes);
    this.#used += bytes;
    return ZEROS.startsWith(id) ? this.#newId(bytes) : id; // all zeros is no valid id
  }
}

const ZEROS = '0'.repeat(32);
