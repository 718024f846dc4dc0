import { randomFillSync } from 'node:crypto';

const pool = Buffer.alloc(8192);
let used = pool.length;

/**
 * Random bytes of a pool that is filled for hundreds of ids at once: filling it for one takes longer than all else.
 * @returns bytes that hold until the next call
 */
export function pooledRandomBytes(count: number): Buffer {
  if (used + count > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  return pool.subarray(used, (used += count));
}

/**
 * Parts of a text, one after the other; a new text is drawn where the last has no part of the length left.
 * @param draw texts for a few parts: V8 keeps a whole text for as long as a subscription keeps a part of it
 */
export function partsOf(draw: () => string): (length: number) => string {
  let text = '';
  let next = 0;
  return (length) => {
    if (next + length > text.length) {
      text = draw();
      next = 0;
    }
    return text.slice(next, (next += length));
  };
}
