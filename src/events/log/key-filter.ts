/** Bits of a filter for each key that it has room for, so that it says yes in error to less than 1 % of the others. */
const BITS_PER_KEY = 12;
/** How many bits stand for a key. */
const BITS_OF_A_KEY = 4;
/** 2 MB. */
const MOST_BITS = 2 ** 24;

/** Which keys were never added: a Bloom filter, whose yes may be wrong and whose no is certain. */
export class KeyFilter {
  /** How many keys it has room for. */
  readonly capacity: number;
  readonly #bits: Uint32Array;
  readonly #mask: number;
  #count = 0;

  /** @param capacity how many keys are expected; at most 1 398 101 are given room */
  constructor(capacity: number) {
    const bits = Math.min(MOST_BITS, 2 ** Math.ceil(Math.log2(Math.max(capacity * BITS_PER_KEY, 32))));
    this.capacity = Math.floor(bits / BITS_PER_KEY);
    this.#bits = new Uint32Array(bits / 32);
    this.#mask = bits - 1;
  }

  /** How often something was added. */
  get count(): number {
    return this.#count;
  }

  add(key: string): void {
    const first = hashOf(key);
    const step = stepOf(first);
    for (let index = 0; index < BITS_OF_A_KEY; index++) {
      const bit = (first + Math.imul(index, step)) & this.#mask;
      this.#bits[bit >>> 5]! |= 1 << (bit & 31);
    }
    this.#count++;
  }

  /** False only for a key that was not added. */
  mayHave(key: string): boolean {
    const first = hashOf(key);
    const step = stepOf(first);
    for (let index = 0; index < BITS_OF_A_KEY; index++) {
      const bit = (first + Math.imul(index, step)) & this.#mask;
      if ((this.#bits[bit >>> 5]! & (1 << (bit & 31))) === 0) return false;
    }
    return true;
  }
}

/** FNV-1a, then the last steps of MurmurHash3, which spread it over all 32 bits. */
function hashOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < key.length; index++) hash = Math.imul(hash ^ key.charCodeAt(index), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/** From one bit of a key to its next, by the half of the hash that `first` uses least; odd, so that all are reached. */
const stepOf = (hash: number): number => Math.imul((hash >>> 16) | (hash << 16), 0x9e3779b1) | 1;
