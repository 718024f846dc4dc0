import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { inPieces, type LogOutput, PIECE_BYTES } from '../../src/server/observability/log-output.js';
import { compiledSources } from '../support/compiled-sources.js';

const line = (length: number): string => `${'a'.repeat(length - 1)}\n`;

function writePieces(
  text: string,
  fails = false,
): { readonly pieces: readonly string[]; readonly error: Error | null } {
  const pieces: string[] = [];
  const output: LogOutput = (piece, done) => {
    pieces.push(piece.toString());
    done(fails ? new Error('write EPIPE') : null);
  };
  let ended: Error | null | undefined;
  inPieces(output)(Buffer.from(text), (error) => (ended = error));
  if (ended === undefined) throw new Error('the batch never ended');
  return { pieces, error: ended };
}

describe('a batch for a pipe that other processes write to', () => {
  test('is written in pieces of whole lines that the system takes whole', () => {
    const { pieces, error } = writePieces(line(1000).repeat(9));
    expect(pieces).toEqual([line(1000).repeat(4), line(1000).repeat(4), line(1000)]);
    expect(error).toBeNull();
  });

  test.each([PIECE_BYTES, 1])('is one piece where it has %i bytes', (length) => {
    expect(writePieces(line(length)).pieces).toEqual([line(length)]);
  });

  test('has a line that is longer as a piece of its own', () => {
    const long = line(PIECE_BYTES + 1);
    expect(writePieces(`b\n${long}c\n`).pieces).toEqual(['b\n', long, 'c\n']);
    expect(writePieces(`${long}c\n`).pieces).toEqual([long, 'c\n']);
  });

  test('ends with the first piece that fails', () => {
    const { pieces, error } = writePieces(line(PIECE_BYTES).repeat(2), true);
    expect(pieces).toHaveLength(1);
    expect(error).toEqual(new Error('write EPIPE'));
  });
});

describe('three processes that log to one standard output', () => {
  const LINES = 5000;
  let directory: string;
  let command: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'shared-output-'));
    const observability = join(await compiledSources(), 'server/observability');
    const program = join(directory, 'writer.mjs');
    await writeFile(
      program,
      `import { openLogOutput } from '${observability}/log-output.js';
      import { createLogStream } from '${observability}/log-stream.js';
      const lines = createLogStream(openLogOutput(true), { maxWaiting: Infinity });
      for (let n = 0; n < ${LINES}; n++) lines.write(\`\${process.argv[2]} \${n} \${'é'.repeat(n % 200)}\\n\`);
      await lines.finish(2 ** 30);
      process.exit();`,
    );
    command = `{ ${['a', 'b', 'c'].map((name) => `'${process.execPath}' '${program}' ${name} &`).join(' ')} wait; }`;
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  const expected = ['a', 'b', 'c'].flatMap((name) =>
    Array.from({ length: LINES }, (_, n) => `${name} ${n} ${'é'.repeat(n % 200)}`),
  );

  test.each([
    ['a socket', (run: string) => run],
    ['a pipe', (run: string) => `${run} | cat`],
    ['a file', (run: string) => `${run} > "$0"`],
  ])('have whole lines in %s', async (_, into) => {
    const file = join(directory, 'log');
    await writeFile(file, '');
    const options = { encoding: 'utf8', maxBuffer: 2 ** 30 } as const;
    const { stdout } = await promisify(execFile)('sh', ['-c', into(command), file], options);
    const lines = (stdout || (await readFile(file, 'utf8'))).split('\n').slice(0, -1);
    expect(lines.length).toBe(expected.length);
    expect(lines.toSorted().join('\n') === expected.toSorted().join('\n')).toBe(true);
  });
});
