/** No documented answer is half as deep. */
const MAX_DEPTH = 64;
/** Documented answers have one name or value in ten bytes at most, and are far from as long as they may be. */
const BYTES_PER_VALUE = 20;
/** What fits in here costs little whatever it holds, and most answers do: they are not looked through. */
export const HARMLESS_BYTES = 32 * 1024;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

export type ShapeFault = 'TOO_DEEP' | 'TOO_MANY_VALUES';

/**
 * Tells JSON that would cost many times its size once it is parsed, by its nesting or by the number of its names and
 * values. It looks at bytes as they come, each once, so that no more of such a body is kept than shows what it is.
 * What is no JSON is left to the parser.
 */
export class BodyShape {
  readonly #maxValues: number;
  #at = 0;
  #isText = false;
  #depth = 0;
  #values = 0;

  /** @param maxBytes the largest body where this one comes from: as many values as that may have, it may have */
  constructor(maxBytes: number) {
    this.#maxValues = Math.ceil(Math.max(maxBytes, HARMLESS_BYTES) / BYTES_PER_VALUE);
  }

  /** @param json the body from its beginning, as far as it has come */
  faultOf(json: Uint8Array): ShapeFault | null {
    const { length } = json;
    if (length <= HARMLESS_BYTES) return null;
    let depth = this.#depth;
    let values = this.#values;
    let i = this.#isText ? endOfText(json, this.#at) + 1 : this.#at;
    for (; i < length; i++) {
      switch (json[i]!) {
        case QUOTE:
          i = endOfText(json, i + 1);
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
    this.#isText = i > length;
    this.#at = this.#isText ? i - 1 : i;
    this.#depth = depth;
    this.#values = values;
    return values > this.#maxValues ? 'TOO_MANY_VALUES' : null;
  }
}

/** @returns where the text that goes on at `from` is closed; where it goes on, at the end or beyond, when it is not */
function endOfText(json: Uint8Array, from: number): number {
  let end = from;
  while (end < json.length && json[end] !== QUOTE) end += json[end] === BACKSLASH ? 2 : 1;
  return end;
}
