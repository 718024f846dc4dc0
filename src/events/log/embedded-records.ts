import type { RootDatabase } from 'lmdb';
import type { LoggedEvent } from '../../graph/delivery-event/delivery-event.source.js';
import { decodeRecord, encodeRecord, isDamage } from './checked-record.js';
import { DAY_MS, keyDigest, SUBJECT_LIFE_MS } from './event-log.js';
import { type Position, startOf } from './position.js';
import { subjectKey, type SubjectState } from './subject-state.js';

/** What every write of a tenant reads and writes: its version makes writes of several processes exclude each other. */
export interface LogMeta {
  /** The last position that is no longer kept. */
  readonly trimmed: Position;
  readonly end: Position;
  readonly count: number;
}

export interface VersionedMeta {
  readonly meta: LogMeta;
  /** Null where the tenant has no record yet. */
  readonly version: number | null;
}

/** Behind every character of a key. */
const BEYOND = '~';
/** Of how many writes it is kept which subjects were new. */
const ADDED_KEPT = 2000;

const dayOf = (milliseconds: number): string => String(Math.floor(milliseconds / DAY_MS)).padStart(6, '0');

type CommitError = Error & { readonly commitError?: Promise<unknown> };

/** lmdb's errors of a failed write have a rejected promise, which would end the process if nobody looked at it. */
function ignoreCause(error: CommitError): void {
  error.commitError?.catch(() => undefined);
}

/** Why a write failed; it is known in the same turn of the event loop, if at all. */
async function causeOf({ commitError }: CommitError): Promise<unknown> {
  const turn = new Promise((resolve) => setImmediate(resolve, null));
  return Promise.race([commitError, turn]).catch((cause: unknown) => cause);
}

/**
 * One tenant's records:
 *   <tenant>/m              LogMeta
 *   <tenant>/e/<position>   an event
 *   <tenant>/s/<subject>    SubjectState
 *   <tenant>/d/<day>/<subject>  the subjects by the day of their last report, to forget them
 *   <tenant>/n/<version>    the keys of the subjects that the write of this version was the first to have
 * Reads see one state of the database within a turn of the event loop; writes belong into `write`.
 */
export class EmbeddedRecords {
  readonly #db: RootDatabase<Buffer, string>;
  readonly #tenant: string;

  constructor(db: RootDatabase<Buffer, string>, tenantId: string) {
    this.#db = db;
    this.#tenant = keyDigest(tenantId);
  }

  /** From here on reads see what other processes have written. */
  refresh(): void {
    this.#db.resetReadTxn();
  }

  /** @param now epoch milliseconds, where a log begins */
  meta(now: number): VersionedMeta {
    const entry = this.#db.getEntry(this.#key('m'));
    if (!entry) return { meta: { trimmed: startOf(now), end: startOf(now), count: 0 }, version: null };
    return { meta: decodeRecord(entry.value, 'the state of the log') as LogMeta, version: entry.version ?? 0 };
  }

  /** Grows by one with each write; 0 where the tenant has no record yet. */
  version(): number {
    return this.#db.getEntry(this.#key('m'))?.version ?? 0;
  }

  /** The keys of the subjects that a write was the first to have; null where that is not kept. */
  added(version: number): readonly string[] | null {
    const record = this.#db.get(this.#addedKey(version));
    return record ? (decodeRecord(record, 'a list of new subjects') as readonly string[]) : null;
  }

  /** Keys of subjects in the order in which they are stored. @param last where the call before ended; null to begin */
  subjectsAfter(
    last: string | null,
    limit: number,
  ): { readonly keys: readonly string[]; readonly last: string | null } {
    const range = { start: last === null ? this.#key('s/') : `${last}!`, end: this.#key(`s/${BEYOND}`), limit };
    const keys: string[] = [];
    for (const { key, value } of this.#db.getRange(range)) {
      keys.push(subjectKey(decodeRecord(value, 'a subject') as SubjectState));
      last = key;
    }
    return { keys, last };
  }

  /** As it is stored, which may be too old to be known. */
  subject(key: string): SubjectState | null {
    const record = this.#db.get(this.#subjectKey(key));
    return record ? (decodeRecord(record, 'a subject') as SubjectState) : null;
  }

  /** Reads what every start needs. @throws what LMDB says of a damaged database, DamagedRecord */
  check(): void {
    this.refresh();
    this.meta(0);
    this.isEmpty();
  }

  isEmpty(): boolean {
    for (const _key of this.#db.getKeys({ start: this.#key('s/'), end: this.#key(`s/${BEYOND}`), limit: 1 }))
      return false;
    return true;
  }

  events(after: Position, limit: number): LoggedEvent[] {
    const range = { start: `${this.#eventKey(after)}!`, end: this.#eventKey(BEYOND), limit };
    const events: LoggedEvent[] = [];
    for (const { value } of this.#db.getRange(range)) events.push(decodeRecord(value, 'an event') as LoggedEvent);
    return events;
  }

  /** The positions of the oldest events. */
  oldest(limit: number): Position[] {
    const range = { start: this.#eventKey(''), end: this.#eventKey(BEYOND), limit };
    return [...this.#db.getKeys(range)].map((key) => key.slice(-20));
  }

  /** The last position before this one; null for none. */
  lastBefore(position: Position): Position | null {
    const range = { start: this.#eventKey(position), end: this.#eventKey(''), reverse: true, limit: 1 };
    const [key] = this.#db.getKeys(range);
    return key === undefined ? null : key.slice(-20);
  }

  /**
   * One write, which happens as a whole or, where another process has written meanwhile, not at all.
   * @param added the keys of the subjects that it is the first to have
   */
  write(version: number | null, meta: LogMeta, added: readonly string[], writes: () => void): Promise<boolean> {
    const key = this.#key('m');
    const next = (version ?? 0) + 1;
    const all = (): void => {
      this.#put(key, encodeRecord(meta), next);
      this.#put(this.#addedKey(next), encodeRecord(added), 1);
      if (next > ADDED_KEPT) this.#remove(this.#addedKey(next - ADDED_KEPT));
      writes();
    };
    const written = version === null ? this.#db.ifNoExists(key, all) : this.#db.ifVersion(key, version, all);
    return written.catch(async (error: CommitError) => {
      ignoreCause(error);
      const cause = await causeOf(error);
      if (isDamage(cause)) throw cause;
      throw new Error('writing the database failed: is the disk full?', { cause: error });
    });
  }

  /** Its failure is that of the whole write. */
  #put(key: string, value: Buffer, version: number): void {
    this.#db.put(key, value, version).catch(ignoreCause);
  }

  #remove(key: string): void {
    this.#db.remove(key).catch(ignoreCause);
  }

  addEvent(event: LoggedEvent): void {
    this.#put(this.#eventKey(event.position), encodeRecord(event), 1);
  }

  removeEvent(position: Position): void {
    this.#remove(this.#eventKey(position));
  }

  /** @param before as the store has it */
  putSubject(key: string, state: SubjectState, before: SubjectState | null): void {
    const day = dayOf(state.reportedAt);
    if (before && dayOf(before.reportedAt) !== day) this.#remove(this.#dayKey(dayOf(before.reportedAt), key));
    if (!before || dayOf(before.reportedAt) !== day) this.#put(this.#dayKey(day, key), Buffer.from(keyDigest(key)), 1);
    this.#put(this.#subjectKey(key), encodeRecord(state), 1);
  }

  /** Keys of subjects that are no longer known, to be removed by `removeForgotten`. */
  forgotten(now: number, limit: number): string[] {
    const range = { start: this.#key('d/'), end: this.#key(`d/${dayOf(now - SUBJECT_LIFE_MS)}`), limit };
    return [...this.#db.getKeys(range)];
  }

  removeForgotten(dayKey: string): void {
    this.#remove(dayKey);
    this.#remove(this.#key(`s/${dayKey.slice(-22)}`));
  }

  #key(name: string): string {
    return `${this.#tenant}/${name}`;
  }

  #eventKey(position: string): string {
    return this.#key(`e/${position}`);
  }

  #subjectKey(key: string): string {
    return this.#key(`s/${keyDigest(key)}`);
  }

  #addedKey(version: number): string {
    return this.#key(`n/${String(version).padStart(16, '0')}`);
  }

  #dayKey(day: string, key: string): string {
    return this.#key(`d/${day}/${keyDigest(key)}`);
  }
}
