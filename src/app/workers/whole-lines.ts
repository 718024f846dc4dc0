import type { Readable } from 'node:stream';

/** Takes whole lines, with their ends. A last line that was cut off by the end of a process is dropped. */
export function readWholeLines(output: Readable, take: (line: string) => void): void {
  let rest = '';
  output.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop()!;
    for (const line of lines) take(`${line}\n`);
  });
}
