import { describe, expect, test } from '@jest/globals';
import { OperationQueue } from '../../src/server/operation-queue.js';

/** A queue of ten calls with an event loop that is as busy as a test says, and who has begun. */
function queueOf({ isSaturated = true } = {}) {
  const loop = { isSaturated };
  const queue = new OperationQueue(10, () => loop.isSaturated);
  const begun: string[] = [];
  const enter = (name: string, calls: number): void => {
    const turn = queue.enter(calls);
    if (turn) void turn.then(() => begun.push(name));
    else begun.push(name);
  };
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return { loop, queue, begun, enter, settled };
}

describe('the queue of operations', () => {
  test('lets everybody in at once while the event loop has time', () => {
    const { queue, begun, enter } = queueOf({ isSaturated: false });
    for (let n = 0; n < 100; n++) enter(`${n}`, 20);
    expect(begun).toHaveLength(100);
    expect(queue.waiting).toBe(0);
  });

  test('lets in no more than may make its calls while the event loop is saturated', async () => {
    const { queue, begun, enter, settled } = queueOf();
    for (const name of ['a', 'b', 'c']) enter(name, 5);
    expect(begun).toEqual(['a', 'b']);
    queue.leave(5);
    await settled();
    expect(begun).toEqual(['a', 'b', 'c']);
  });

  test('lets one in that may make more calls than it has, when nobody else runs', async () => {
    const { queue, begun, enter, settled } = queueOf();
    enter('small', 1);
    enter('huge', 500);
    expect(begun).toEqual(['small']);
    queue.leave(1);
    await settled();
    expect(begun).toEqual(['small', 'huge']);
  });

  test('lets small ones go before large ones, and each kind in the order it came', async () => {
    const { queue, begun, enter, settled } = queueOf();
    enter('first', 10);
    enter('large 1', 9);
    enter('large 2', 9);
    enter('small 1', 5);
    enter('small 2', 5);
    queue.leave(10);
    await settled();
    expect(begun).toEqual(['first', 'small 1', 'small 2']);
    queue.leave(5);
    queue.leave(5);
    await settled();
    expect(begun).toEqual(['first', 'small 1', 'small 2', 'large 1']);
  });

  test('lets all in who wait when it looks and the event loop has time again', async () => {
    const { loop, queue, begun, enter, settled } = queueOf();
    for (const name of ['a', 'b', 'c', 'd']) enter(name, 10);
    loop.isSaturated = false;
    queue.look();
    await settled();
    expect(begun).toEqual(['a', 'b', 'c', 'd']);
  });
});
