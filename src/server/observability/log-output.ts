import { fstatSync, write } from 'node:fs';

/** Takes one batch at a time. `done` is called once, with an error when it was not written whole; then the bytes are reused. */
export type LogOutput = (batch: Buffer, done: (error: Error | null) => void) => void;

const STDOUT = 1;

/**
 * The standard output. A pipe or socket is written by its stream, which does not block: a blocked write would keep a
 * thread, and with it the process, for as long as nobody reads. A file is written by descriptor: a stream stays broken
 * after its first error, and a full disk is not full for ever.
 */
export function openLogOutput(): LogOutput {
  const kind = fstatSync(STDOUT);
  return kind.isFIFO() || kind.isSocket() ? writeToStream(process.stdout) : writeToDescriptor(STDOUT);
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
