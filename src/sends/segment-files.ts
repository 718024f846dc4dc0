import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

export const segmentPaths = (directory: string, number: number): [first: string, second: string] => {
  const name = String(number).padStart(6, '0');
  return [join(directory, `${name}.a`), join(directory, `${name}.b`)];
};

/** @throws an Error that names a file whose other half, or neighbour, is there */
export async function findSegments(directory: string): Promise<number[]> {
  const names = new Set((await readdir(directory)).filter((name) => /^\d{6}\.[ab]$/.test(name)));
  const numbers = [...new Set([...names].map((name) => Number.parseInt(name, 10)))].sort((a, b) => a - b);
  for (const [index, number] of numbers.entries()) {
    for (const path of await missingHalves(directory, number, names)) throw new Error(`${path} is missing`);
    if (index > 0 && number !== numbers[index - 1]! + 1)
      throw new Error(`${segmentPaths(directory, number - 1)[0]} is missing`);
  }
  return numbers;
}

/** One file without the other is no loss as long as it is empty: a process ended while it made them. */
async function missingHalves(directory: string, number: number, names: ReadonlySet<string>): Promise<string[]> {
  const paths = segmentPaths(directory, number);
  const isThere = (path: string): boolean => names.has(path.slice(directory.length + 1));
  const there = paths.filter(isThere);
  if (there.length === 2 || (await stat(there[0]!)).size === 0) return [];
  return paths.filter((path) => !isThere(path));
}
