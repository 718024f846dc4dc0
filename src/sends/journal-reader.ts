import { syncDirectory } from './directory.js';
import type { Line } from './journal-line.js';
import type { Change } from './ledger-changes.js';
import { type OpenFile, Segment } from './segment.js';

/** Where a line is. */
export interface Place {
  readonly segment: number;
  readonly offset: number;
  readonly length: number;
}

export interface JournalReaderOptions {
  readonly directory: string;
  /** Told of every change in the one order, also of those that are there when it opens. */
  readonly apply: (change: Change, sequence: number, place: Place) => void;
  readonly open?: OpenFile | undefined;
}

/** Segments up to `upTo` may be gone. */
export interface Dropped {
  readonly op: 'dropped';
  readonly upTo: number;
}
type Written = Change | Dropped;

/** The segment goes no further behind this line, and the next one is there. */
export const SEAL = '{"op":"sealed"}';
/** A sequence number is segment * 2^32 + offset: larger for later lines, the same for every reader. */
const SEGMENT_UNIT = 2 ** 32;

/** Applies the lines of all segments in their order. */
export class JournalReader {
  readonly segments = new Map<number, Segment>();
  /** Until when each segment is needed. */
  readonly needed = new Map<number, number>();
  /** Lines are read from it and appended to it. */
  current!: Segment;
  droppedUpTo = 0;
  readonly #options: JournalReaderOptions;

  constructor(options: JournalReaderOptions) {
    this.#options = options;
  }

  /** @returns whether the segment goes on behind the line */
  applyLine({ text, offset, length }: Line, segment: Segment): boolean {
    segment.lines++;
    if (text === SEAL) return false;
    const change = JSON.parse(text) as Written;
    if (change.op === 'dropped') {
      this.#drop(change.upTo);
      return true;
    }
    const { number } = segment;
    if (change.op === 'bind' || change.op === 'cancel') this.#need(number, change.until);
    const until = change.op === 'extend' ? change.until : change.op === 'accept' ? (change.keyUntil ?? 0) : 0;
    if (until > 0) for (const each of this.needed.keys()) this.#need(each, until);
    this.#options.apply(change, number * SEGMENT_UNIT + offset, { segment: number, offset, length });
    return true;
  }

  #need(segment: number, until: number): void {
    this.needed.set(segment, Math.max(this.needed.get(segment) ?? 0, until));
  }

  #drop(upTo: number): void {
    this.droppedUpTo = Math.max(this.droppedUpTo, upTo);
    for (const [number, segment] of this.segments) {
      if (number > upTo) continue;
      this.segments.delete(number);
      this.needed.delete(number);
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
   * @returns where the seal is, else Infinity
   */
  async applyNew(bytes: Buffer): Promise<number> {
    const { current } = this;
    const { lines, consumed } = await current.readLines(bytes);
    const seal = lines.findIndex(({ text }) => text === SEAL);
    const next = seal < 0 ? current : await this.openSegment(current.number + 1, false);
    // What is written behind the seal counts only if the seal is on the disk too.
    if (seal >= 0) await current.sync();
    current.position += consumed;
    for (const line of seal < 0 ? lines : lines.slice(0, seal + 1)) this.applyLine(line, current);
    this.current = next;
    return seal < 0 ? Number.POSITIVE_INFINITY : lines[seal]!.offset;
  }

  /** Applies what other processes have written. */
  async catchUp(): Promise<void> {
    for (let before = -1; before !== this.current.number;) {
      before = this.current.number;
      await this.applyNew(await this.current.readNew());
    }
  }
}
