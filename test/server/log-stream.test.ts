import { setImmediate } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import type { LogOutput } from '../../src/server/observability/log-output.js';
import { createLogStream } from '../../src/server/observability/log-stream.js';

/** An output that holds each batch until the test takes or fails it. */
function createOutput() {
  const pending: { readonly batch: Buffer; readonly done: (error: Error | null) => void }[] = [];
  const taken: string[] = [];
  const output: LogOutput = (batch, done) => void pending.push({ batch, done });
  return {
    output,
    pending: () => pending.length,
    async take() {
      const { batch, done } = pending.shift()!;
      taken.push(batch.toString());
      done(null);
      await setImmediate();
    },
    async fail() {
      pending.shift()!.done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
      await setImmediate();
    },
    taken: () => taken.join(''),
  };
}

const countDropped = (text: string): number | undefined => {
  const line = text.split('\n').find((one) => one.includes('log-lines-dropped'));
  return line === undefined ? undefined : (JSON.parse(line) as { count: number }).count;
};

describe('an output that takes nothing', () => {
  test('gets one batch, and then no more than the bound waits: later lines are dropped and counted', async () => {
    const { output, pending, take, taken } = createOutput();
    const stream = createLogStream(output, { maxWaiting: 100 });
    stream.write('first\n');
    stream.flush();
    for (let n = 0; n < 998; n++) stream.write('123456789\n');
    stream.write('12345678\n1\n'); // two lines at once
    expect(pending()).toBe(1);
    await take(); // it takes lines again
    stream.flush();
    await take();
    expect(taken().match(/123456789\n/g)).toHaveLength(10);
    expect(countDropped(taken())).toBe(990);
    stream.write('last\n');
    stream.flush();
    await take();
    expect(taken().match(/log-lines-dropped/g)).toHaveLength(1);
    expect(taken().endsWith('last\n')).toBe(true);
  });

  test('does not hold up the end: the last flush has a limit', async () => {
    const { output, pending } = createOutput();
    const stream = createLogStream(output);
    stream.write('a\n');
    await stream.finish(1);
    expect(pending()).toBe(1);
  });
});

describe('an output that fails', () => {
  test('ends nothing: its lines are counted, and reported when a later write succeeds', async () => {
    const { output, take, fail, taken } = createOutput();
    const stream = createLogStream(output);
    stream.write('a\n');
    stream.write('b\n');
    stream.flush();
    await fail();
    stream.write('c\n');
    stream.flush();
    await take();
    stream.flush();
    await take();
    expect(taken()).toMatch(/^c\n\{"level":"warn","time":"[^"]+","event":"log-lines-dropped","count":2\}\n$/);
  });

  test('may throw out of write as well', async () => {
    const output: LogOutput = () => {
      throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
    };
    const stream = createLogStream(output);
    stream.write('a\n');
    stream.flush();
    await stream.finish(60_000);
  });
});

test('a batch holds its lines until it is written, whatever comes meanwhile, in UTF-8', async () => {
  const { output, take, taken } = createOutput();
  const stream = createLogStream(output);
  const long = '…'.repeat(100_000); // more than a batch
  for (const text of ['first …\n', `${long}\n`, 'last\n']) stream.write(text); // the second fills a batch
  await take();
  stream.flush();
  await take();
  expect(taken()).toBe(`first …\n${long}\nlast\n`);
});

test('finish resolves when every line is written, also those that came meanwhile', async () => {
  const { output, take, taken } = createOutput();
  const stream = createLogStream(output);
  stream.write('a\n');
  stream.flush();
  stream.write('b\n');
  let isFinished = false;
  const finished = stream.finish(60_000).then(() => (isFinished = true));
  await take();
  expect(isFinished).toBe(false);
  await take();
  await finished;
  expect(taken()).toBe('a\nb\n');
});
