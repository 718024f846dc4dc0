import { describe, expect, test } from '@jest/globals';
import { OperationQueue } from '../../src/server/graphql/operation-queue.js';

/** A queue of ten calls whose event loop is as busy as a test says, and who has begun. */
function queueOf({ isSaturated = true } = {}) {
  const queue = new OperationQueue(10);
  queue.adapt(isSaturated);
  const begun: string[] = [];
  const enter = (name: string, calls: number): void => {
    const turn = queue.enter(calls);
    if (turn) void turn.then(() => begun.push(name));
    else begun.push(name);
  };
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return { queue, begun, enter, settled };
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

  test('lets in twice as many each time it hears that the event loop has time again', async () => {
    const { queue, begun, enter, settled } = queueOf();
    for (const name of ['a', 'b', 'c', 'd', 'e']) enter(name, 10);
    const next = async (isSaturated: boolean) => {
      queue.adapt(isSaturated);
      await settled();
      return begun.join('');
    };
    expect(await next(false)).toBe('ab');
    expect(await next(true)).toBe('ab');
    expect(await next(false)).toBe('ab');
    expect(await next(false)).toBe('abcd');
    expect(await next(false)).toBe('abcde');
  });

  test('is open again for everybody after a while without load', () => {
    const { queue, begun, enter } = queueOf();
    for (let sample = 0; sample < 20; sample++) queue.adapt(false);
    for (let n = 0; n < 1000; n++) enter(`${n}`, 500);
    expect(begun).toHaveLength(1000);
  });
});
