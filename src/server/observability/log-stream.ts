import type { DestinationStream } from 'pino';
import { isoNow } from '../../iso-now.js';
import type { LogOutput } from './log-output.js';

export interface LogStream extends DestinationStream {
  /** @param text one whole line or several */
  write(text: string): void;
  /** Hands everything that waits to the output at once, without waiting for it. */
  flush(): void;
  /** Resolves when all lines are written, or when the time is over; milliseconds. */
  finish(limitMs: number): Promise<void>;
}

export interface LogStreamOptions {
  /** Characters that may wait for the output; lines beyond are dropped and counted. */
  readonly maxWaiting?: number;
}

/** Characters that are written at once. pino's own destination measures its whole buffer for every line. */
const BATCH_LENGTH = 64 * 1024;
const LONGEST_WAIT_MS = 250;
const MAX_WAITING = 1024 * 1024;

const countLines = (text: string): number => text.split('\n').length - 1;

/**
 * Writes lines in batches, one batch at a time. An output that takes nothing (a pipe that nobody reads) or fails (EPIPE,
 * ENOSPC) costs `maxWaiting` characters of memory and lines of the log, never the process; the number of lost lines is
 * logged as soon as the output takes lines again.
 */
export function createLogStream(output: LogOutput, { maxWaiting = MAX_WAITING }: LogStreamOptions = {}): LogStream {
  let lines: string[] = [];
  let length = 0;
  let dropped = 0;
  let isWriting = false;
  let timer: NodeJS.Timeout | undefined;
  let waiters: (() => void)[] = [];

  function writeBatch(): void {
    clearTimeout(timer);
    timer = undefined;
    if (isWriting) return;
    if (length === 0) {
      for (const resolve of waiters) resolve();
      waiters = [];
      return;
    }
    const batch = lines.join('');
    lines = [];
    length = 0;
    isWriting = true;
    try {
      output(batch, (error) => written(error, batch));
    } catch (error) {
      written(error, batch);
    }
  }

  function written(error: unknown, batch: string): void {
    isWriting = false;
    if (error) {
      dropped += countLines(batch);
    } else if (dropped > 0) {
      const line = `{"level":"warn","time":"${isoNow()}","event":"log-lines-dropped","count":${dropped}}\n`;
      dropped = 0;
      lines.unshift(line);
      length += line.length;
    }
    if (length >= BATCH_LENGTH || waiters.length > 0) writeBatch();
    else if (length > 0) schedule();
  }

  function schedule(): void {
    timer ??= setTimeout(writeBatch, LONGEST_WAIT_MS).unref();
  }

  return {
    write(text) {
      if (length + text.length > maxWaiting) {
        dropped += countLines(text);
        return;
      }
      lines.push(text);
      length += text.length;
      if (isWriting) return; // the end of that write goes on
      if (length >= BATCH_LENGTH) writeBatch();
      else schedule();
    },
    flush: writeBatch,
    finish(limitMs) {
      return new Promise((resolve) => {
        const limit = setTimeout(resolve, limitMs);
        waiters.push(() => {
          clearTimeout(limit);
          resolve();
        });
        writeBatch();
      });
    },
  };
}
