const SMALLEST = 16 * 1024;
/** No honest body comes in so many pieces; each costs memory and time however small it is. */
const MAX_CHUNKS = 50_000;

/**
 * Gathers a body of at most `maxBytes`. One chunk, the usual case, is kept as it is; more are copied together, since
 * a million chunks of one byte would cost a hundred times their size.
 */
export class BodyBuffer {
  readonly #maxBytes: number;
  #bytes: Buffer | null = null;
  #length = 0;
  #ours = false;
  #chunks = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** @returns false when the body has become too large or too shredded; the chunk is not kept then */
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

  /** What has come; its memory is shared with what comes later. */
  bytes(): Buffer {
    if (this.#bytes === null) return Buffer.alloc(0);
    return this.#bytes.length === this.#length ? this.#bytes : this.#bytes.subarray(0, this.#length);
  }

  #append(bytes: Buffer, chunk: Buffer, length: number): void {
    if (!this.#ours || bytes.length < length) {
      const grown = Buffer.allocUnsafeSlow(Math.min(Math.max(2 * length, SMALLEST), this.#maxBytes));
      bytes.copy(grown, 0, 0, this.#length);
      this.#bytes = grown;
      this.#ours = true;
    }
    chunk.copy(this.#bytes!, this.#length);
  }
}
