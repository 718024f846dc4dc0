import type { LoggedEvent, NewReport } from '../../graph/delivery-event/delivery-event.source.js';
import { WRITING_BYTES } from './embedded-files.js';
import type { EmbeddedRecords, LogMeta } from './embedded-records.js';
import { type Position, positionsAfter, startOf } from './position.js';
import { changesOf, knownOrNull, type SubjectState } from './subject-state.js';

export interface WriterOptions {
  readonly records: EmbeddedRecords;
  readonly max: number;
  readonly lifeMs: number;
  readonly now: () => number;
  /** What is free on the disk. */
  readonly freeBytes: () => number;
  /** Called after every write of the database. */
  readonly onWritten: () => void;
}

interface Waiting {
  readonly reports: readonly NewReport[];
  readonly resolve: (events: readonly LoggedEvent[]) => void;
  readonly reject: (error: unknown) => void;
}

/** What a write is for: the state of the log is written where something is recorded, removed or probed. */
type Purpose = 'RECORD' | 'TRIM' | 'PROBE';

/** What one write of the database takes at most. */
const MAX_GROUP = 500;
const MAX_REMOVED = 10_000;
/** Writes of other processes come between one attempt and the next. */
const MAX_ATTEMPTS = 1000;

/**
 * Writes of one tenant: all that wait are written together, which takes one flush of the disk. LMDB writes in a thread of
 * its own; here only the changes are computed.
 */
export class EmbeddedWriter {
  readonly #waiting: Waiting[] = [];
  #isWriting = false;
  readonly #options: WriterOptions;

  constructor(options: WriterOptions) {
    this.#options = options;
  }

  record(reports: readonly NewReport[]): Promise<readonly LoggedEvent[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ reports, resolve, reject });
      if (!this.#isWriting) void this.#writeAll();
    });
  }

  /** Writes the state of the log where there is none, and removes what is too old or too much. */
  async trim(): Promise<void> {
    while (await this.#write([], 'TRIM')) continue;
  }

  /** Rejects while nothing can be written. */
  async probe(): Promise<void> {
    await this.#write([], 'PROBE');
  }

  async #writeAll(): Promise<void> {
    this.#isWriting = true;
    for (let group = this.#waiting.splice(0, MAX_GROUP); group.length > 0; group = this.#waiting.splice(0, MAX_GROUP)) {
      await this.#writeGroup(group);
    }
    this.#isWriting = false;
  }

  async #writeGroup(group: readonly Waiting[]): Promise<void> {
    try {
      await this.#write(group, 'RECORD');
    } catch (error) {
      // a damaged record of one of them is no reason to refuse the others
      if (group.length === 1) return group[0]!.reject(error);
      for (const one of group) await this.#writeGroup([one]);
    }
  }

  /** @returns whether there is more to be removed */
  async #write(group: readonly Waiting[], purpose: Purpose): Promise<boolean> {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const plan = this.#plan(group, purpose);
      if (!plan.isEmpty && this.#options.freeBytes() < WRITING_BYTES)
        throw new Error(`less than ${WRITING_BYTES / 1024 / 1024} MB are free on the disk`);
      if (plan.isEmpty || (await plan.write())) {
        if (!plan.isEmpty) this.#options.onWritten();
        group.forEach(({ resolve }, index) => resolve(plan.logged[index]!));
        return plan.hasMore;
      }
    }
    throw new Error('other processes write all the time');
  }

  /** All of it in one turn of the event loop, so that it reads one state of the database. */
  #plan(group: readonly Waiting[], purpose: Purpose) {
    const { records, max, lifeMs, now } = this.#options;
    records.refresh();
    const at = now();
    const { meta, version } = records.meta(at);
    const stored = new Map<string, SubjectState | null>();
    const states = new Map<string, SubjectState>();
    const logged: LoggedEvent[][] = [];
    let end = meta.end;

    const known = (key: string): SubjectState | null => {
      if (!stored.has(key)) stored.set(key, records.subject(key));
      return states.get(key) ?? knownOrNull(stored.get(key) ?? null, at);
    };
    for (const { reports } of group) {
      const changes = changesOf(reports, known, at);
      for (const [key, state] of changes.states) states.set(key, state);
      const positions = positionsAfter(end, at, changes.events.length);
      end = positions.at(-1) ?? end;
      logged.push(
        changes.events.map((event, index) => ({
          ...event,
          position: positions[index]!,
          batch: positions[0]!,
          receivedAt: at,
        })),
      );
    }

    const isEmpty = states.size === 0 && purpose === 'RECORD';
    const added = logged.reduce((sum, events) => sum + events.length, 0);
    const removed = isEmpty ? [] : this.#removed(meta, meta.count + added - max, startOf(at - lifeMs));
    const forgotten = isEmpty ? [] : records.forgotten(at, MAX_REMOVED);
    const next: LogMeta = {
      trimmed: removed.at(-1) ?? meta.trimmed,
      end,
      count: meta.count + added - removed.length,
    };
    return {
      isEmpty: isEmpty || (purpose === 'TRIM' && version !== null && removed.length + forgotten.length === 0),
      hasMore: removed.length >= MAX_REMOVED || forgotten.length >= MAX_REMOVED,
      logged,
      write: () =>
        records.write(
          version,
          next,
          [...states.keys()].filter((key) => !stored.get(key)),
          () => {
            for (const position of removed) records.removeEvent(position);
            for (const key of forgotten) records.removeForgotten(key);
            for (const [key, state] of states) records.putSubject(key, state, stored.get(key) ?? null);
            for (const events of logged) for (const event of events) records.addEvent(event);
          },
        ),
    };
  }

  /** The oldest events, where there are too many or they are too old. */
  #removed({ count }: LogMeta, excess: number, oldest: Position): Position[] {
    const { records } = this.#options;
    if (count === 0) return [];
    if (excess <= 0 && records.lastBefore(oldest) === null) return [];
    return records.oldest(MAX_REMOVED).filter((position, index) => index < excess || position < oldest);
  }
}
