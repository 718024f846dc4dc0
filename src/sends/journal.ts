import type { ChangeLog } from './change-writer.js';
import { encodeLine } from './journal-line.js';
import { type Dropped, JournalReader, type LinePosition, SEAL, sequenceAt } from './journal-reader.js';
import { recoverJournal } from './journal-recovery.js';
import type { Change } from './ledger-changes.js';
import { removeSegment, type OpenFile, type Segment } from './segment.js';
import { SyncedFile } from './synced-file.js';

export type { LinePosition } from './journal-reader.js';

export interface JournalOptions {
  readonly directory: string;
  /** Called with every change in the one order, also of those that are there when it opens. */
  readonly apply: (change: Change, sequence: number, place: LinePosition) => void;
  /** @returns the sequence number of the bind of a send that is known */
  readonly sequenceOf: (tenant: string, id: string) => number | null;
  /** Called, once changes are durable, with the sequence number behind them. */
  readonly onWritten?: (end: number) => void;
  /** Segments whose sends ended a minute before this time are deleted. */
  readonly now: () => number;
  /** Whether there has to be a segment. */
  readonly isBegun: boolean;
  /** A segment is closed when it is larger, bytes. */
  readonly segmentBytes?: number | undefined;
  /** A segment is closed this long after the first send in it, so that it is deleted in time; milliseconds. */
  readonly segmentAgeMs: number;
  readonly open?: OpenFile | undefined;
}

export interface Journal extends ChangeLog<LinePosition> {
  /** Lines that were damaged in one file and whole in the other when it was opened. */
  readonly damaged: number;
  /** The sequence number behind what it held when it was opened. */
  readonly openedAt: number;
}

const SEGMENT_BYTES = 64 * 1024 * 1024;
/** Clocks of processes may differ so much, milliseconds: one that is behind still reads what has ended for another. */
const DROP_AFTER_MS = 60_000;

interface Group {
  readonly text: string;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Changes as checksummed lines in files that any number of processes append to. A group of changes that arrive while
 * another is written shares one write and one wait for the disk.
 * @throws an Error that names the file when something is missing
 */
export async function openJournal(options: JournalOptions): Promise<Journal> {
  const { directory, now, segmentBytes = SEGMENT_BYTES, segmentAgeMs } = options;
  const reader = new JournalReader(options);
  const synced = new SyncedFile(directory, options.open);
  let waiting: Group[] = [];
  let running: Promise<void> = Promise.resolve();
  let isRunning = false;

  async function writeGroup(text: string): Promise<void> {
    await requireInPlace();
    reader.requireUnderstood();
    for (let isWritten = false; !isWritten;) isWritten = await tryWriteGroup(text);
    await dropOld().catch(() => undefined); // the next write tries again
  }

  /** A restart would not find what is written to files that are not at their path. @throws an Error that names one */
  async function requireInPlace(): Promise<void> {
    if (reader.current.displaced() === null) return;
    await reader.catchUp(); // another process may have gone on to the next segment, and deleted this one
    const displaced = reader.current.displaced();
    if (displaced) throw new Error(`${displaced} was moved, deleted or replaced while the server runs`);
  }

  const isOld = ({ boundAt }: Segment): boolean => boundAt !== null && now() - boundAt > segmentAgeMs;

  /** @returns false when it stands behind the seal of another process, where nothing counts */
  async function tryWriteGroup(text: string): Promise<boolean> {
    const segment = reader.current;
    const isLast = segment.position > segmentBytes || isOld(segment);
    if (isLast) await reader.openSegment(segment.number + 1, true); // it has to be there before the seal names it
    // A line end first: a process that ended may have left half a line.
    const { follows } = reader;
    const before = follows ? encodeLine(JSON.stringify(follows)) : '';
    const bytes = Buffer.from(`\n${before}${text}${isLast ? encodeLine(SEAL) : ''}`);
    let appended: Buffer = Buffer.alloc(0);
    let applied = { sealedAt: Number.POSITIVE_INFINITY, lines: 0 };
    let offset = -1;
    let end = 0;
    try {
      await segment.append(bytes);
      appended = await segment.readNew();
      offset = appended.indexOf(bytes);
      if (offset < 0) throw new Error('what was written to the journal cannot be read back');
      offset += segment.position;
      end = offset + bytes.length;
      await segment.copyAndSync(bytes, offset);
    } finally {
      // Also after a failure: other processes apply the lines that are there.
      applied = await reader.applyNew(appended, end);
    }
    if (applied.sealedAt < offset) return false;
    await synced.write({ segment: segment.number, end, lines: applied.lines });
    options.onWritten?.(sequenceAt(segment.number, end));
    if (reader.follows === follows) reader.follows = null;
    return true;
  }

  /** Deletes the oldest segments whose sends have all ended. */
  async function dropOld(): Promise<void> {
    const upTo = reader.lastOver(now() - DROP_AFTER_MS);
    if (upTo === null) return;
    const over = [...reader.segments.keys()].filter((number) => number <= upTo);
    await writeGroup(encodeLine(JSON.stringify({ op: 'dropped', upTo } satisfies Dropped)));
    for (const number of over) await removeSegment(directory, number);
  }

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      const groups = waiting;
      waiting = [];
      const text = groups.map((group) => group.text).join('');
      try {
        await (text === '' ? reader.catchUp() : writeGroup(text));
        for (const { resolve } of groups) resolve();
      } catch (error) {
        // Nor is written what waited behind it: its writers try again when the disk answers.
        const behind = waiting.filter((group) => group.text !== '');
        waiting = waiting.filter((group) => group.text === '');
        for (const { reject } of [...groups, ...behind]) reject(error);
      }
    }
    isRunning = false;
  }

  function enqueue(text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      waiting.push({ text, resolve, reject });
      if (isRunning) return;
      isRunning = true;
      running = run();
    });
  }

  const damaged = await recoverJournal(reader, options).catch(async (error: unknown) => {
    await closeSegments();
    throw error;
  });
  const openedAt = reader.end;

  async function closeSegments(): Promise<void> {
    await Promise.all([...reader.segments.values()].map((segment) => segment.close()));
  }

  return {
    damaged,
    openedAt,
    append: (changes) => enqueue(changes.map((change) => encodeLine(JSON.stringify(change))).join('')),
    isCurrent: () => reader.isCurrent(),
    refresh: () => enqueue(''),
    async readText({ segment, offset, length }) {
      const text = await reader.segments.get(segment)?.readLine(offset, length);
      const change = text === undefined ? null : (JSON.parse(text) as Change);
      if (change?.op === 'accept') return change.receipt;
      if (change?.op === 'bind') return change.draft ?? '';
      throw new Error('the journal has neither a draft nor a receipt there');
    },
    async close() {
      while (isRunning) await running;
      await closeSegments();
      await synced.close();
    },
  };
}
