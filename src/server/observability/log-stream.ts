import { type DestinationStream, pino } from 'pino';

const ENOUGH_LENGTH = 64 * 1024;
const LONGEST_WAIT_MS = 250;

/**
 * Lines to the standard output, many at a time: pino's own destination measures all that it has gathered anew for
 * every line that comes, which under load costs more than writing the line. `flush` writes all at once, for the end of
 * the process.
 */
export function createLogStream(): DestinationStream & { flush(): void } {
  const output = pino.destination({ sync: false });
  let lines: string[] = [];
  let length = 0;
  let timer: NodeJS.Timeout | undefined;

  function hand(): void {
    clearTimeout(timer);
    timer = undefined;
    if (length === 0) return;
    output.write(lines.join(''));
    lines = [];
    length = 0;
  }

  return {
    write(line) {
      lines.push(line);
      length += line.length;
      if (length >= ENOUGH_LENGTH) hand();
      else timer ??= setTimeout(hand, LONGEST_WAIT_MS).unref();
    },
    flush() {
      hand();
      output.flushSync();
    },
  };
}
