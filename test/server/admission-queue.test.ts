import { describe, expect, test } from '@jest/globals';
import { AdmissionQueue } from '../../src/server/graphql/admission-queue.js';

/** A queue of ten calls, its event loop saturated or not, and the names of what has started. */
function queueOf({ isSaturated = true, tenants = 1 } = {}) {
  const queue = new AdmissionQueue({ fewestCalls: 10, tenants });
  queue.adapt(isSaturated);
  const started: string[] = [];
  const enqueue = (name: string, calls: number, tenant = 'a tenant'): void => {
    const turn = queue.enqueue(tenant, calls);
    if (turn) void turn.then(() => started.push(name));
    else started.push(name);
  };
  const finish = (calls: number, tenant = 'a tenant'): void => queue.finish(tenant, calls);
  const microtasks = () => new Promise((resolve) => setImmediate(resolve));
  return { queue, started, enqueue, finish, microtasks };
}

describe('the admission queue', () => {
  test('starts every operation at once while the event loop has time', () => {
    const { queue, started, enqueue } = queueOf({ isSaturated: false });
    for (let n = 0; n < 100; n++) enqueue(`${n}`, 20);
    expect(started).toHaveLength(100);
    expect(queue.waiting).toBe(0);
  });

  test('starts no more operations than may make its calls while the event loop is saturated', async () => {
    const { started, enqueue, finish, microtasks } = queueOf();
    for (const name of ['a', 'b', 'c']) enqueue(name, 5);
    expect(started).toEqual(['a', 'b']);
    finish(5);
    await microtasks();
    expect(started).toEqual(['a', 'b', 'c']);
  });

  test('starts an operation that may make more calls than it has when no other runs', async () => {
    const { started, enqueue, finish, microtasks } = queueOf();
    enqueue('small', 1);
    enqueue('huge', 500);
    expect(started).toEqual(['small']);
    finish(1);
    await microtasks();
    expect(started).toEqual(['small', 'huge']);
  });

  test('starts small operations before large ones, and each kind in the order it came', async () => {
    const { started, enqueue, finish, microtasks } = queueOf();
    enqueue('first', 10);
    enqueue('large 1', 9);
    enqueue('large 2', 9);
    enqueue('small 1', 5);
    enqueue('small 2', 5);
    finish(10);
    await microtasks();
    expect(started).toEqual(['first', 'small 1', 'small 2']);
    finish(5);
    finish(5);
    await microtasks();
    expect(started).toEqual(['first', 'small 1', 'small 2', 'large 1']);
  });

  test('allows twice as many calls each time the event loop has time again', async () => {
    const { queue, started, enqueue, microtasks } = queueOf();
    for (const name of ['a', 'b', 'c', 'd', 'e']) enqueue(name, 10);
    const next = async (isSaturated: boolean) => {
      queue.adapt(isSaturated);
      await microtasks();
      return started.join('');
    };
    expect(await next(false)).toBe('ab');
    expect(await next(true)).toBe('ab');
    expect(await next(false)).toBe('ab');
    expect(await next(false)).toBe('abcd');
    expect(await next(false)).toBe('abcde');
  });

  test('starts every operation at once again after a while without load', () => {
    const { queue, started, enqueue } = queueOf();
    for (let sample = 0; sample < 20; sample++) queue.adapt(false);
    for (let n = 0; n < 1000; n++) enqueue(`${n}`, 500);
    expect(started).toHaveLength(1000);
  });

  test('starts the tenant with the fewest calls under way first, whoever came first', async () => {
    const { started, enqueue, finish, microtasks } = queueOf({ tenants: 2 });
    enqueue('a1', 10, 'a');
    for (const name of ['a2', 'a3', 'a4']) enqueue(name, 5, 'a');
    enqueue('b1', 5, 'b');
    enqueue('b2', 5, 'b');
    // b had nothing under way, and 5 calls are its share of 10
    expect(started).toEqual(['a1', 'b1']);
    finish(10, 'a');
    await microtasks();
    expect(started).toEqual(['a1', 'b1', 'a2']);
    finish(5, 'b');
    await microtasks();
    expect(started).toEqual(['a1', 'b1', 'a2', 'b2']);
  });

  test('starts a large operation of a tenant that has none under way, however many another tenant has', async () => {
    const { started, enqueue, microtasks } = queueOf({ tenants: 2 });
    for (let n = 0; n < 10; n++) enqueue(`a${n}`, 5, 'a');
    enqueue('b', 500, 'b');
    await microtasks();
    expect(started).toEqual(['a0', 'a1', 'b']);
  });

  test('takes no number of calls that cannot be counted', () => {
    const { queue, enqueue, started } = queueOf();
    for (const calls of [Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => queue.enqueue('a', calls)).toThrow(RangeError);
    enqueue('next', 10);
    expect(started).toEqual(['next']);
  });
});
