import { setImmediate } from 'node:timers/promises';
import type { EmbeddedRecords } from './embedded-records.js';
import { KeyFilter } from './key-filter.js';

const FEWEST_KEYS = 10_000;
/** How many subjects are read in one turn of the event loop, some 3 ms. */
const READ_AT_ONCE = 500;

/**
 * Which subjects a tenant's records certainly do not have, so that the rows of a page, most of which nobody watches, are
 * not looked up one by one. It is built in the background, and follows the writes of all processes by the version of the
 * records; where it does not know, the records are to be asked.
 */
export class SubjectFilter {
  readonly #records: EmbeddedRecords;
  #filter: KeyFilter | null = null;
  /** Of the records, up to which #filter has every subject. */
  #version = 0;
  /** With more, it is built again. */
  #mostKeys = FEWEST_KEYS;
  #isBuilding = false;
  #isClosed = false;

  constructor(records: EmbeddedRecords) {
    this.#records = records;
  }

  /** To be called after a refresh of the records, before the questions of one turn of the event loop. */
  follow(): void {
    const version = this.#records.version();
    if (this.#filter && version !== this.#version && !this.#addNew(this.#filter, version)) this.#filter = null;
    if (!this.#filter || this.#filter.count > this.#mostKeys) this.#build();
  }

  /** False only for a subject that the records do not have. */
  mayHave(key: string): boolean {
    return this.#filter === null || this.#filter.mayHave(key);
  }

  close(): void {
    this.#isClosed = true;
  }

  /** @returns false where the records no longer have all that was added since */
  #addNew(filter: KeyFilter, version: number): boolean {
    if (version < this.#version) return false;
    for (let next = this.#version + 1; next <= version; next++) {
      const added = this.#records.added(next);
      if (added === null) return false;
      for (const key of added) filter.add(key);
    }
    this.#version = version;
    return true;
  }

  /** After a failure, such as a damaged record, it stays unbuilt: the records are asked, and say so. */
  #build(): void {
    if (this.#isBuilding) return;
    this.#isBuilding = true;
    const expected = Math.max(FEWEST_KEYS, 2 * (this.#filter?.count ?? 0));
    this.#readAll(expected).then(
      () => (this.#isBuilding = false),
      () => (this.#filter = null),
    );
  }

  async #readAll(expected: number): Promise<void> {
    const filter = new KeyFilter(expected);
    const version = this.#records.version();
    let keys: readonly string[] = [];
    let last: string | null = null;
    do {
      await setImmediate();
      if (this.#isClosed) return;
      this.#records.refresh();
      ({ keys, last } = this.#records.subjectsAfter(last, READ_AT_ONCE));
      for (const key of keys) filter.add(key);
    } while (keys.length === READ_AT_ONCE);
    if (filter.count > filter.capacity && expected < 2 * filter.count) return this.#readAll(2 * filter.count);
    this.#filter = filter;
    this.#version = version;
    this.#mostKeys = Math.max(filter.capacity, 2 * filter.count);
  }
}
