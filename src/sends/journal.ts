import { rm } from 'node:fs/promises';
import { syncDirectory } from './directory.js';
import { encodeLine, type Line } from './journal-line.js';
import type { Change } from './ledger-changes.js';
import type { ChangeLog } from './change-writer.js';
import { findSegments, segmentPaths } from './segment-files.js';
import { type OpenFile, Segment } from './segment.js';

/** Where a line is. */
export interface Place {
  readonly segment: number;
  readonly offset: number;
  readonly length: number;
}

export interface JournalOptions {
  readonly directory: string;
  /** Told of every change in the one order, also of those that are there when it opens. */
  readonly apply: (change: Change, sequence: number, place: Place) => void;
  /** Sends have ended before this time in segments that may be deleted. */
  readonly now: () => number;
  /** Whether there has to be a segment. */
  readonly isBegun: boolean;
  /** A segment is closed when it is larger, bytes. */
  readonly segmentBytes?: number | undefined;
  readonly open?: OpenFile | undefined;
}

export interface Journal extends ChangeLog<Place> {
  /** Lines that were damaged in one file and whole in the other when it was opened. */
  readonly damaged: number;
}

/** `dropped`: segments up to it may be gone. `sealed`: the segment goes no further, and the next one is there. */
type Mark = { readonly op: 'sealed' } | { readonly op: 'dropped'; readonly upTo: number };
type Written = Change | Mark;

const SEGMENT_BYTES = 64 * 1024 * 1024;
/** A sequence number is segment * 2^32 + offset: larger for later lines, the same for every reader. */
const SEGMENT_UNIT = 2 ** 32;

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
  const { directory, apply, now, segmentBytes = SEGMENT_BYTES, open } = options;
  const segments = new Map<number, Segment>();
  /** Until when each segment is needed. */
  const needed = new Map<number, number>();
  let current: Segment;
  let damaged = 0;
  let droppedUpTo = 0;
  let waiting: Group[] = [];
  let running: Promise<void> = Promise.resolve();
  let isRunning = false;
  let refreshedAt = Number.NEGATIVE_INFINITY;

  /** @returns whether the segment goes on behind the line */
  function applyLine({ text, offset, length }: Line, segment: number): boolean {
    const change = JSON.parse(text) as Written;
    if (change.op === 'sealed') return false;
    if (change.op === 'dropped') droppedUpTo = Math.max(droppedUpTo, change.upTo);
    else {
      if (change.op === 'bind' || change.op === 'cancel') need(segment, change.until);
      const until = change.op === 'extend' ? change.until : change.op === 'accept' ? (change.keyUntil ?? 0) : 0;
      if (until > 0) for (const number of needed.keys()) need(number, until);
      apply(change, segment * SEGMENT_UNIT + offset, { segment, offset, length });
    }
    return true;
  }

  const need = (segment: number, until: number): void =>
    void needed.set(segment, Math.max(needed.get(segment) ?? 0, until));

  async function openNext(number: number): Promise<Segment> {
    const segment = await Segment.open(directory, number, open);
    await syncDirectory(directory);
    segments.set(number, segment);
    return segment;
  }

  /** Applies lines in order and goes on to the next segment behind a seal. @returns where the seal is, else Infinity */
  async function applyNew(bytes: Buffer): Promise<number> {
    const { lines, consumed } = await current.readLines(bytes);
    const { number } = current;
    current.position += consumed;
    for (const line of lines) {
      if (applyLine(line, number)) continue;
      current = segments.get(number + 1) ?? (await openNext(number + 1));
      return line.offset;
    }
    return Number.POSITIVE_INFINITY;
  }

  async function catchUp(): Promise<void> {
    for (let before = -1; before !== current.number;) {
      before = current.number;
      await applyNew(await current.readNew());
    }
    refreshedAt = performance.now();
  }

  async function writeGroup(text: string): Promise<void> {
    for (;;) {
      const segment = current;
      const isLast = segment.position > segmentBytes;
      if (isLast) await openNext(segment.number + 1); // it has to be there before the seal names it
      // A line end first: a process that ended may have left half a line.
      const bytes = Buffer.from(`\n${text}${isLast ? encodeLine('{"op":"sealed"}') : ''}`);
      let appended: Buffer = Buffer.alloc(0);
      let sealedAt = Number.POSITIVE_INFINITY;
      let offset = -1;
      try {
        await segment.append(bytes);
        appended = await segment.readNew();
        offset = appended.indexOf(bytes);
        if (offset < 0) throw new Error('what was written to the journal cannot be read back');
        offset += segment.position;
        await segment.copyAndSync(bytes, offset);
      } finally {
        // Also after a failure: other processes apply the lines that are there.
        sealedAt = await applyNew(appended);
      }
      if (sealedAt >= offset) break; // else it stands behind a seal of another process, where nothing counts
    }
    if (current.position === 0) await dropOld().catch(() => undefined); // the next segment tries again
  }

  /** Deletes the oldest segments whose sends have all ended. */
  async function dropOld(): Promise<void> {
    const upTo = [...segments.keys()].sort((a, b) => a - b).filter((number) => number < current.number);
    let last = droppedUpTo;
    for (const number of upTo) {
      if ((needed.get(number) ?? 0) > now()) break;
      last = Math.max(last, number);
    }
    if (last === droppedUpTo) return;
    await writeGroup(encodeLine(JSON.stringify({ op: 'dropped', upTo: last } satisfies Mark)));
    for (const number of upTo.filter((one) => one <= last)) {
      needed.delete(number);
      await segments.get(number)?.close();
      segments.delete(number);
      for (const path of segmentPaths(directory, number)) await rm(path, { force: true });
    }
  }

  async function run(): Promise<void> {
    while (waiting.length > 0) {
      const groups = waiting;
      waiting = [];
      const text = groups.map((group) => group.text).join('');
      await (text === '' ? catchUp() : writeGroup(text)).then(
        () => groups.forEach(({ resolve }) => resolve()),
        (error: unknown) => groups.forEach(({ reject }) => reject(error)),
      );
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

  const numbers = await findSegments(directory);
  if (options.isBegun && numbers.length === 0) throw new Error(`${segmentPaths(directory, 1)[0]} is missing`);
  for (const number of numbers) {
    const recovered = await Segment.recover(directory, number, open);
    segments.set(number, recovered.segment);
    damaged += recovered.damaged;
    current = recovered.segment;
    let isSealed = false;
    for (const line of recovered.lines) {
      isSealed = !applyLine(line, number);
      if (isSealed) break;
    }
    if (isSealed && number === numbers.at(-1)) throw new Error(`${segmentPaths(directory, number + 1)[0]} is missing`);
  }
  if (numbers.length > 0 && numbers[0]! > droppedUpTo + 1)
    throw new Error(`${segmentPaths(directory, numbers[0]! - 1)[0]} is missing`);
  current = segments.get(numbers.at(-1) ?? 0) ?? (await openNext(1));

  return {
    damaged,
    append: (changes) => enqueue(changes.map((change) => encodeLine(JSON.stringify(change))).join('')),
    isFresh: (maxAgeMs) => performance.now() - refreshedAt < maxAgeMs,
    refresh: () => enqueue(''),
    async readText({ segment, offset, length }) {
      const text = await segments.get(segment)?.readLine(offset, length);
      const change = text === undefined ? null : (JSON.parse(text) as Change);
      if (change?.op === 'accept') return change.receipt;
      if (change?.op === 'bind') return change.draft ?? '';
      throw new Error('the journal has neither a draft nor a receipt there');
    },
    async close() {
      while (isRunning) await running;
      await Promise.all([...segments.values()].map((segment) => segment.close()));
    },
  };
}
