import { fstatSync, write } from 'node:fs';

/** Takes one batch at a time. `done` is called once, with an error when it was not written whole; then the bytes are reused. */
export type LogOutput = (batch: Buffer, done: (error: Error | null) => void) => void;

const STDOUT = 1;

/**
 * The most bytes that the system writes to a pipe in one piece while other processes write to it too: POSIX's PIPE_BUF,
 * as Linux has it.
 */
export const PIECE_BYTES = 4096;
const LINE_END = 0x0a;

/**
 * The standard output. A pipe or socket is written by its stream, which does not block: a blocked write would keep a
 * thread, and with it the process, for as long as nobody reads. A file is written by descriptor: a stream stays broken
 * after its first error, and a full disk is not full for ever.
 * @param isShared other processes write to it too, as those of WORKERS do. A file, which they have open together, takes
 * each batch whole; a pipe or socket gets pieces of whole lines that it takes whole.
 */
export function openLogOutput(isShared: boolean): LogOutput {
  const kind = fstatSync(STDOUT);
  if (!kind.isFIFO() && !kind.isSocket()) return writeToDescriptor(STDOUT);
  const output = writeToStream(process.stdout);
  return isShared ? inPieces(output) : output;
}

/** Writes a batch in pieces of whole lines, one after the other. A longer line is a piece of its own. */
export function inPieces(output: LogOutput): LogOutput {
  return function writeRest(rest, done) {
    const length = pieceLength(rest);
    if (length === rest.length) return output(rest, done);
    output(rest.subarray(0, length), (error) => {
      if (error) done(error);
      else writeRest(rest.subarray(length), done);
    });
  };
}

function pieceLength(lines: Buffer): number {
  if (lines.length <= PIECE_BYTES) return lines.length;
  const fitting = lines.lastIndexOf(LINE_END, PIECE_BYTES - 1) + 1;
  return fitting > 0 ? fitting : lines.indexOf(LINE_END) + 1;
}

const writeToStream = (stream: NodeJS.WriteStream): LogOutput => {
  stream.on('error', () => undefined); // the callback of the write reports it
  return (batch, done) => {
    if (stream.errored || stream.destroyed) done(stream.errored ?? new Error('the standard output is closed'));
    else stream.write(batch, (error) => done(error ?? null));
  };
};

function writeToDescriptor(descriptor: number): LogOutput {
  return function writeRest(rest, done) {
    write(descriptor, rest, (error, written) => {
      if (error || written === rest.length) done(error);
      else writeRest(rest.subarray(written), done);
    });
  };
}
