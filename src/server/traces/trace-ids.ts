import type { IdGenerator } from '@opentelemetry/sdk-trace';

/** Random ids. */
export class TraceIds implements IdGenerator {
  /** What the next trace gets; null for a new one. */
  next: string | null = null;

  generateTraceId(): string {
    const traceId = this.next ?? this.newTraceId();
    this.next = null;
    return traceId;
  }

  newTraceId(): string {
    return randomId(32);
  }

  generateSpanId(): string {
    return randomId(16);
  }
}

/** @param digits a multiple of 8 */
function randomId(digits: number): string {
  let id = '';
  for (let length = 0; length < digits; length += 8) {
    const part = (Math.random() * 0x1_0000_0000) >>> 0;
    id += BYTES[part >>> 24]! + BYTES[(part >>> 16) & 255]! + BYTES[(part >>> 8) & 255]! + BYTES[part & 255]!;
  }
  return id === ZEROS || id === ZEROS.slice(0, 16) ? randomId(digits) : id; // all zeros is no valid id
}

const ZEROS = '0'.repeat(32);

const BYTES = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
