import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

export const segmentPaths = (directory: string, number: number): [first: string, second: string] => {
  const name = String(number).padStart(6, '0');
  return [join(directory, `${name}.a`), join(directory, `${name}.b`)];
};

export interface FoundSegments {
  /** Every number of which one file is there. */
  readonly all: readonly number[];
  /** From `first` to `last` both files of every number are there; `first` is above `last` when there are none. */
  readonly first: number;
  readonly last: number;
}

/** @throws an Error that names the file that is missing beside the last one */
export async function findSegments(directory: string): Promise<FoundSegments> {
  const names = new Set((await readdir(directory)).filter((name) => /^\d{6}\.[ab]$/.test(name)));
  const all = [...new Set([...names].map((name) => Number.parseInt(name, 10)))].sort((a, b) => a - b);
  const isWhole = (number: number): boolean =>
    segmentPaths(directory, number).every((path) => names.has(path.slice(directory.length + 1)));
  let last = all.at(-1) ?? 0;
  if (last > 0 && !isWhole(last)) {
    // A process that ended while it made the files leaves an empty one alone.
    if (await hasBytes(directory, last)) throw await missingSegment(directory, last);
    last--;
  }
  let first = last + 1;
  while (first > 1 && isWhole(first - 1)) first--;
  return { all, first, last };
}

/** Whether one of the files of a segment is there and not empty. */
export async function hasBytes(directory: string, number: number): Promise<boolean> {
  const sizes = await Promise.all(segmentPaths(directory, number).map(sizeOf));
  return sizes.some((size) => size !== null && size > 0);
}

/** @returns what to throw where a file of a segment is not there */
export async function missingSegment(directory: string, number: number): Promise<Error> {
  const [first, second] = segmentPaths(directory, number);
  return new Error(`${(await sizeOf(first)) === null ? first : second} is missing`);
}

export async function removeSegment(directory: string, number: number): Promise<void> {
  for (const path of segmentPaths(directory, number)) await rm(path, { force: true });
}

async function sizeOf(path: string): Promise<number | null> {
  return stat(path).then(
    ({ size }) => size,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    },
  );
}
