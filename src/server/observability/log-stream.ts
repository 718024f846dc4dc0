import type { DestinationStream } from 'pino';
import { systemClock } from '../../clock.js';
import { isoNow } from '../../iso-now.js';
import { endsWithin } from '../../wait-at-most.js';
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
  /** Bytes that may wait for the output; lines beyond are dropped and counted. */
  readonly maxWaiting?: number;
}

/** Bytes that are written at once. pino's own destination measures its whole buffer for every line. */
const BATCH_BYTES = 64 * 1024;
const LONGEST_WAIT_MS = 250;
const MAX_WAITING = 1024 * 1024;
/** Of one character in UTF-8. */
const MOST_BYTES = 3;

const countLines = (text: string): number => text.split('\n').length - 1;

/**
 * Writes lines in batches, one batch at a time. An output that takes nothing (a pipe that nobody reads) or fails (EPIPE,
 * ENOSPC) costs `maxWaiting` bytes of memory and lines of the log, never the process; the number of lost lines is
 * logged as soon as the output takes lines again.
 *
 * A line is encoded when it comes: later the pieces that it was put together of have left the processor's caches.
 */
export function createLogStream(output: LogOutput, { maxWaiting = MAX_WAITING }: LogStreamOptions = {}): LogStream {
  let waiting = Buffer.allocUnsafeSlow(2 * BATCH_BYTES);
  /** Is being written, or is to be filled next. */
  let other = Buffer.allocUnsafeSlow(2 * BATCH_BYTES);
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
    const batch = waiting.subarray(0, length);
    [waiting, other] = [other, waiting];
    length = 0;
    isWriting = true;
    try {
      output(batch, (error) => written(error, batch));
    } catch (error) {
      written(error, batch);
    }
  }

  function written(error: unknown, batch: Buffer): void {
    isWriting = false;
    if (error) {
      dropped += countLines(batch.toString());
    } else if (dropped > 0) {
      append(`{"level":"warn","time":"${isoNow()}","event":"log-lines-dropped","count":${dropped}}\n`);
      dropped = 0;
    }
    if (length >= BATCH_BYTES || waiters.length > 0) writeBatch();
    else if (length > 0) schedule();
  }

  function append(text: string): void {
    const most = length + MOST_BYTES * text.length;
    if (most > waiting.length) {
      const larger = Buffer.allocUnsafeSlow(2 * most);
      waiting.copy(larger, 0, 0, length);
      waiting = larger;
    }
    length += waiting.write(text, length);
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
      append(text);
      if (isWriting) return; // the end of that write goes on
      if (length >= BATCH_BYTES) writeBatch();
      else schedule();
    },
    flush: writeBatch,
    async finish(limitMs) {
      const written = new Promise<void>((resolve) => waiters.push(resolve));
      writeBatch();
      await endsWithin(systemClock, written, limitMs);
    },
  };
}
