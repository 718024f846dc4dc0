const SMALLEST = 16 * 1024;
/** Each chunk costs memory and time however small it is. */
const MAX_CHUNKS = 50_000;

/**
 * Collects a body of at most `maxBytes`. A single chunk, the usual case, is kept without a copy; more are copied into
 * one buffer, since a million buffers of one byte take a hundred times their size.
 */
export class AnswerBody {
  readonly #maxBytes: number;
  #bytes: Buffer | null = null;
  #length = 0;
  #isCopied = false;
  #chunks = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** @returns false when the body has too many bytes or chunks; the chunk is not kept then */
  push(chunk: Buffer): boolean {
    const length = this.#length + chunk.length;
    if (length > this.#maxBytes || ++this.#chunks > MAX_CHUNKS) return false;
    if (this.#bytes === null) this.#bytes = chunk;
    else this.#append(this.#bytes, chunk, length);
    this.#length = length;
    return true;
  }

  get length(): number {
    return this.#length;
  }

  /** The bytes so far; the memory is shared with later chunks. */
  bytes(): Buffer {
    if (this.#bytes === null) return Buffer.alloc(0);
    return this.#bytes.length === this.#length ? this.#bytes : this.#bytes.subarray(0, this.#length);
  }

  #append(bytes: Buffer, chunk: Buffer, length: number): void {
    if (!this.#isCopied || bytes.length < length) {
      const grown = Buffer.allocUnsafeSlow(Math.min(Math.max(2 * length, SMALLEST), this.#maxBytes));
      bytes.copy(grown, 0, 0, this.#length);
      this.#bytes = grown;
      this.#isCopied = true;
    }
    chunk.copy(this.#bytes!, this.#length);
  }
}

/** Documented answers nest less than half as deep. */
const MAX_DEPTH = 64;
/** Documented answers have at most one name or value in ten bytes, and are much smaller than `maxBytes`. */
const BYTES_PER_VALUE = 20;
/** Most answers are smaller: the cost of parsing them needs no check. */
export const UNCHECKED_BYTES = 32 * 1024;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

export type JsonFault = 'TOO_DEEP' | 'TOO_MANY_VALUES';

/**
 * Finds JSON that takes many times its size once it is parsed, by its depth or by the number of its names and values.
 * Every byte is scanned once, as it arrives, so that no more of such a body is read than needed. Text that is not JSON
 * is left to the parser.
 */
export class JsonLimits {
  readonly #maxValues: number;
  #scanned = 0;
  #isInString = false;
  #depth = 0;
  #values = 0;

  /** @param maxBytes the largest body that this read may have: the number of values follows from it */
  constructor(maxBytes: number) {
    this.#maxValues = Math.ceil(Math.max(maxBytes, UNCHECKED_BYTES) / BYTES_PER_VALUE);
  }

  /** @param json the body from its first byte to the last that has arrived */
  faultOf(json: Uint8Array): JsonFault | null {
    const { length } = json;
    if (length <= UNCHECKED_BYTES) return null;
    let depth = this.#depth;
    let values = this.#values;
    let i = this.#isInString ? endOfString(json, this.#scanned) + 1 : this.#scanned;
    for (; i < length; i++) {
      switch (json[i]!) {
        case QUOTE:
          i = endOfString(json, i + 1);
          break;
        case 0x5b: // [
        case 0x7b: // {
          if (++depth > MAX_DEPTH) return 'TOO_DEEP';
          values++;
          break;
        case 0x2c: // ,
        case 0x3a: // :
          values++;
          break;
        case 0x5d: // ]
        case 0x7d: // }
          depth--;
      }
    }
    this.#isInString = i > length;
    this.#scanned = this.#isInString ? i - 1 : i;
    this.#depth = depth;
    this.#values = values;
    return values > this.#maxValues ? 'TOO_MANY_VALUES' : null;
  }
}

/** @returns the index of the closing quote; of a string that has not ended, the index to continue at */
function endOfString(json: Uint8Array, from: number): number {
  let end = from;
  while (end < json.length && json[end] !== QUOTE) end += json[end] === BACKSLASH ? 2 : 1;
  return end;
}
