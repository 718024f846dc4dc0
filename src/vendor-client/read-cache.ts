import { LRUCache } from 'lru-cache';
import type { Clock } from '../clock.js';

/** A value and when it expires, on the client's clock; 0 for a value that is not cached. */
export interface CachedValue {
  readonly value: unknown;
  readonly expiresAt: number;
  /** The id of what it describes; absent where it is forgotten by its age alone. */
  readonly about?: string | undefined;
}

/** Memory of an entry besides its texts, bytes, roughly. */
const ENTRY_BYTES = 512;

/** Values of one tenant at one vendor, bounded by bytes. Errors are never here. */
export class ReadCache {
  readonly #entries: LRUCache<string, CachedValue> | null;
  /** The keys of the values about an id, so that an event costs no search of all of them. */
  readonly #keysAbout = new Map<string, Set<string>>();
  readonly #clock: Pick<Clock, 'now'>;

  /** @param maxBytes 0 for no cache */
  constructor(maxBytes: number, clock: Pick<Clock, 'now'>) {
    // Expiry is compared here rather than by the library, so that no timer runs and tests bring their own clock.
    this.#entries =
      maxBytes > 0 ? new LRUCache({ maxSize: maxBytes, dispose: (cached, key) => this.#dropped(cached, key) }) : null;
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
    if (cached.expiresAt <= this.#clock.now()) return void this.#entries.delete(key);
    this.#entries.set(key, cached, { size: 2 * (bodyBytes + key.length) + ENTRY_BYTES });
    const { about } = cached;
    if (about === undefined || !this.#entries.has(key)) return; // too large to be kept
    const keys = this.#keysAbout.get(about);
    if (keys) keys.add(key);
    else this.#keysAbout.set(about, new Set([key]));
  }

  /** Drops every value about this id. */
  forget(about: string): void {
    for (const key of [...(this.#keysAbout.get(about) ?? [])]) this.#entries?.delete(key);
  }

  /** Called by the cache for every value that leaves it, also by another one under its key. */
  #dropped({ about }: CachedValue, key: string): void {
    if (about === undefined) return;
    const keys = this.#keysAbout.get(about);
    if (keys?.delete(key) && keys.size === 0) this.#keysAbout.delete(about);
  }

  get bytes(): number {
    return this.#entries?.calculatedSize ?? 0;
  }
}
