import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { inBatches } from '../src/batch.js';

test('work of one turn of the event loop is done after it, in the order it came', async () => {
  const done: number[] = [];
  const add = inBatches((item: number) => void done.push(item));
  add(1);
  add(2);
  await Promise.resolve();
  expect(done).toEqual([]);
  await turn();
  expect(done).toEqual([1, 2]);
});

test('promises that it settles are followed together', async () => {
  const steps: string[] = [];
  const add = inBatches((item: string) => {
    steps.push(`${item} first`);
    void Promise.resolve().then(() => steps.push(`${item} second`));
  });
  add('a');
  add('b');
  await turn();
  expect(steps).toEqual(['a first', 'b first', 'a second', 'b second']);
});

test('many items are processed 32 at a time, so that not all are held at once', async () => {
  const done: number[] = [];
  const add = inBatches((item: number) => void done.push(item));
  for (let item = 0; item < 80; item++) add(item);
  await turn();
  expect(done).toHaveLength(32);
  add(80);
  await turn();
  await turn();
  expect(done).toEqual(Array.from({ length: 81 }, (_, item) => item));
});

test('what comes while a batch is worked off waits for the next turn', async () => {
  const done: string[] = [];
  const add = inBatches((item: string) => {
    done.push(item);
    if (item === 'first') add('second');
  });
  add('first');
  await turn();
  expect(done).toEqual(['first']);
  await turn();
  expect(done).toEqual(['first', 'second']);
});
