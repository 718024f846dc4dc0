import { syncDirectory } from '../durable-file.js';
import type { Line } from './journal-line.js';
import type { Change } from './ledger-changes.js';
import { LaterRelease } from './later-release.js';
import { segmentPaths, type OpenFile, Segment } from './segment.js';

/** Where a line is. */
export interface LinePosition {
  readonly segment: number;
  readonly offset: number;
  readonly length: number;
}

export interface JournalReaderOptions {
  readonly directory: string;
  /** Called with every change in the one order, also of those that are there when it opens. */
  readonly apply: (change: Change, sequence: number, place: LinePosition) => void;
  /** @returns the sequence number of the bind of a send that is known */
  readonly sequenceOf: (tenant: string, id: string) => number | null;
  readonly open?: OpenFile | undefined;
}

/** Segments up to `upTo` may be gone. */
export interface Dropped {
  readonly op: 'dropped';
  readonly upTo: number;
}
/** The segment before has so many lines, its seal included. */
export interface Follows {
  readonly op: 'follows';
  readonly lines: number;
}
type Written = Change | Dropped | Follows;

/** Every kind of line that this release writes. */
const OPS: Readonly<Record<Written['op'], true>> = {
  bind: true,
  accept: true,
  free: true,
  lose: true,
  notSent: true,
  cancel: true,
  cancelEnd: true,
  denyCancel: true,
  seen: true,
  extend: true,
  dropped: true,
  follows: true,
};

/** The segment goes no further behind this line, and the next one is there. */
export const SEAL = '{"op":"sealed"}';
/** A sequence number is segment * 2^32 + offset: larger for later lines, the same for every reader. */
const SEGMENT_UNIT = 2 ** 32;
export const sequenceAt = (segment: number, offset: number): number => segment * SEGMENT_UNIT + offset;

/** Applies the lines of all segments in their order. */
export class JournalReader {
  readonly segments = new Map<number, Segment>();
  /** Until when each segment is needed. */
  readonly #needed = new Map<number, number>();
  /** Lines are read from it and appended to it. */
  current!: Segment;
  droppedUpTo = 0;
  /** Of the segment before the current one, until it is written down. */
  follows: Follows | null = null;
  /** What the lines of a segment that were counted before do not agree with. */
  mismatch: string | null = null;
  /** Once a line was not understood, for good: whatever follows it may depend on it. */
  #refusal: LaterRelease | null = null;
  readonly #options: JournalReaderOptions;

  constructor(options: JournalReaderOptions) {
    this.#options = options;
  }

  /** The sequence number that the next line will have at the lowest. */
  get end(): number {
    return sequenceAt(this.current.number, this.current.position);
  }

  /** @throws LaterRelease where a line was not understood */
  requireUnderstood(): void {
    if (this.#refusal) throw this.#refusal;
  }

  /** @returns whether the segment goes on behind the line. @throws LaterRelease for a line that is not understood */
  applyLine({ text, offset, length }: Line, segment: Segment): boolean {
    segment.lines++;
    if (text === SEAL) return false;
    const change = JSON.parse(text) as Written;
    if (!Object.hasOwn(OPS, change.op)) {
      this.#refusal = new LaterRelease(`a change ${JSON.stringify(String(change.op).slice(0, 40))}`);
      throw this.#refusal;
    }
    if (change.op === 'dropped') {
      this.#drop(change.upTo);
      return true;
    }
    const { number } = segment;
    if (change.op === 'follows') {
      const before = this.segments.get(number - 1);
      if (before && before.lines !== change.lines)
        this.mismatch ??= `${segmentPaths(this.#options.directory, number - 1)[0]} and its copy hold ${before.lines} of ${change.lines} lines`;
      return true;
    }
    if (change.op === 'bind' || change.op === 'cancel') {
      segment.boundAt ??= change.at;
      this.#need(number, change.until);
    }
    if (change.op === 'extend') for (const each of this.#needed.keys()) this.#need(each, change.until);
    this.#options.apply(change, sequenceAt(number, offset), { segment: number, offset, length });
    if (change.op === 'accept' && change.keyUntil !== undefined) {
      // Only where its bind and its receipt are: what every accept kept would never be deleted.
      const bound = this.#options.sequenceOf(change.tenant, change.id);
      if (bound !== null)
        for (const each of [Math.floor(bound / SEGMENT_UNIT), number]) this.#need(each, change.keyUntil);
    }
    return true;
  }

  /** @returns the last of the oldest segments that are needed until `time` at most; null where the oldest is needed longer */
  lastOver(time: number): number | null {
    let last: number | null = null;
    for (const number of [...this.segments.keys()].sort((a, b) => a - b)) {
      if (number >= this.current.number || (this.#needed.get(number) ?? 0) > time) break;
      last = number;
    }
    return last;
  }

  #need(segment: number, until: number): void {
    this.#needed.set(segment, Math.max(this.#needed.get(segment) ?? 0, until));
  }

  #drop(upTo: number): void {
    this.droppedUpTo = Math.max(this.droppedUpTo, upTo);
    for (const [number, segment] of this.segments) {
      if (number > upTo) continue;
      this.segments.delete(number);
      this.#needed.delete(number);
      segment.close().catch(() => undefined); // waits for reads that are under way
    }
  }

  /** Opens a segment once. @param create whether its files are made when they are not there */
  async openSegment(number: number, create: boolean): Promise<Segment> {
    const known = this.segments.get(number);
    if (known) return known;
    const { directory, open } = this.#options;
    const segment = await Segment.open(directory, number, create, open);
    try {
      if (create) await syncDirectory(directory);
    } catch (error) {
      await segment.close();
      throw error;
    }
    this.segments.set(number, segment);
    return segment;
  }

  /**
   * Applies lines in order and goes on to the next segment behind a seal. Nothing is applied when that cannot be opened.
   * @param bytes of the current segment from its position on
   * @param end lines that begin before it are counted
   * @returns where the seal is, else Infinity; and how many lines of the segment begin before `end`
   */
  async applyNew(bytes: Buffer, end = 0): Promise<{ sealedAt: number; lines: number }> {
    const { current } = this;
    const { lines, consumed } = await current.readLines(bytes);
    const seal = lines.findIndex(({ text }) => text === SEAL);
    const next = seal < 0 ? current : await this.openSegment(current.number + 1, false);
    // What is written behind the seal counts only if the seal is on the disk too.
    if (seal >= 0) await current.sync();
    current.readTo = current.position + bytes.length;
    current.position += consumed;
    const counting = seal < 0 ? lines : lines.slice(0, seal + 1);
    const counted = current.lines + counting.filter(({ offset }) => offset < end).length;
    for (const line of counting) this.applyLine(line, current);
    if (seal >= 0) this.goOn(next);
    return { sealedAt: seal < 0 ? Number.POSITIVE_INFINITY : lines[seal]!.offset, lines: counted };
  }

  /** Whether everything that is in the files is applied. */
  isCurrent(): boolean {
    return this.#refusal === null && !this.current.hasMore();
  }

  /** Begins with a segment of whose predecessor nothing is known. */
  begin(segment: Segment): void {
    this.follows = null;
    this.current = segment;
  }

  /** Goes on to the segment behind the current one, which is sealed and synced. */
  goOn(next: Segment): void {
    this.follows = { op: 'follows', lines: this.current.lines };
    this.current = next;
  }

  /** Applies what other processes have written. */
  async catchUp(): Promise<void> {
    this.requireUnderstood();
    for (let before = -1; before !== this.current.number;) {
      before = this.current.number;
      await this.applyNew(await this.current.readNew());
    }
  }
}
