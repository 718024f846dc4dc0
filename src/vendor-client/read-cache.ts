import { LRUCache } from 'lru-cache';
import type { Clock } from './clock.js';

/** A value and when it expires, on the client's clock; 0 for a value that is not cached. */
export interface CachedValue {
  readonly value: unknown;
  readonly expiresAt: number;
}

/** Memory of an entry besides its texts, bytes, roughly. */
const ENTRY_BYTES = 512;

/** Values of one tenant at one vendor, bounded by bytes. Errors are never here. */
export class ReadCache {
  readonly #entries: LRUCache<string, CachedValue> | null;
  readonly #clock: Pick<Clock, 'now'>;

  /** @param maxBytes 0 for no cache */
  constructor(maxBytes: number, clock: Pick<Clock, 'now'>) {
    // Expiry is compared here rather than by the library, so that no timer runs and tests bring their own clock.
    this.#entries = maxBytes > 0 ? new LRUCache({ maxSize: maxBytes }) : null;
    this.#clock = clock;
  }

  get(key: string): CachedValue | undefined {
    const cached = this.#entries?.get(key);
    if (cached === undefined || cached.expiresAt > this.#clock.now()) return cached;
    this.#entries?.delete(key);
    return undefined;
  }

  /** @param bodyBytes the length of the answer that the value was read from: its parsed form takes about twice that */
  set(key: string, cached: CachedValue, bodyBytes: number): void {
    if (this.#entries === null) return;
    if (cached.expiresAt > this.#clock.now())
      this.#entries.set(key, cached, { size: 2 * (bodyBytes + key.length) + ENTRY_BYTES });
    else this.#entries.delete(key);
  }

  forget(matches: (key: string) => boolean): void {
    if (this.#entries === null) return;
    for (const key of [...this.#entries.keys()]) if (matches(key)) this.#entries.delete(key);
  }

  get bytes(): number {
    return this.#entries?.calculatedSize ?? 0;
  }
}
