import { createHash } from 'node:crypto';

/** A line of a journal: 16 hexadecimal digits of the SHA-256 of its text, a space, the text (JSON, so without line ends). */
export interface Line {
  /** In its file, bytes. */
  readonly offset: number;
  /** Without its line end, bytes. */
  readonly length: number;
  readonly text: string;
}

const CHECKSUM_LENGTH = 16;
const LINE_END = 10;

const checksum = (text: string | Buffer): string =>
  createHash('sha256').update(text).digest('hex').slice(0, CHECKSUM_LENGTH);

export const encodeLine = (text: string): string => `${checksum(text)} ${text}\n`;

/** @returns null for bytes that are no whole line */
function decodeLine(bytes: Buffer): string | null {
  if (bytes.length <= CHECKSUM_LENGTH || bytes[CHECKSUM_LENGTH] !== 32) return null;
  const text = bytes.subarray(CHECKSUM_LENGTH + 1);
  return bytes.toString('latin1', 0, CHECKSUM_LENGTH) === checksum(text) ? text.toString('utf8') : null;
}

export interface Lines {
  readonly whole: readonly Line[];
  /** Where lines are that cannot be trusted: torn by a process that ended, or damaged. */
  readonly broken: readonly number[];
  /** Up to the last line end, bytes; what follows may still be being written. */
  readonly consumed: number;
}

/** @param at where the bytes begin in their file */
export function readLines(bytes: Buffer, at: number): Lines {
  const whole: Line[] = [];
  const broken: number[] = [];
  let start = 0;
  for (let end = bytes.indexOf(LINE_END); end >= 0; end = bytes.indexOf(LINE_END, start)) {
    if (end > start) {
      const text = decodeLine(bytes.subarray(start, end));
      if (text === null) broken.push(at + start);
      else whole.push({ offset: at + start, length: end - start, text });
    }
    start = end + 1;
  }
  return { whole, broken, consumed: start };
}
