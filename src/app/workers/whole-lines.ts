import type { Readable } from 'node:stream';

/**
 * Takes whole lines with their ends, as many at once as there are: parting them would cost the primary process more than
 * all else that a request costs it. A last line that was cut off by the end of a process is dropped.
 */
export function readWholeLines(output: Readable, take: (lines: string) => void): void {
  let rest = '';
  output.setEncoding('utf8').on('data', (chunk: string) => {
    const end = chunk.lastIndexOf('\n') + 1;
    if (end > 0) take(rest + chunk.slice(0, end));
    rest = end > 0 ? chunk.slice(end) : rest + chunk;
  });
}
