import { availableParallelism } from 'node:os';
import { describe, expect, test } from '@jest/globals';
import { Mistakes } from '../../src/config/mistakes.js';
import { readSettings } from '../../src/config/settings.js';
import { chooseWorkers } from '../../src/config/workers.js';
import { mistakesOf, read, routee } from './reading.js';

describe('WORKERS', () => {
  test('is 1 where it is not set', () => {
    expect(read(routee).workers).toBe(1);
  });

  test('is any whole number up to 64, or auto for the number of cores', () => {
    expect(read({ ...routee, WORKERS: '2' }).workers).toBe(2);
    expect(read({ ...routee, WORKERS: '64' }).workers).toBe(64);
    expect(read({ ...routee, WORKERS: 'auto' }).workers).toBe(Math.min(availableParallelism(), 64));
  });

  test.each(['0', '-1', '1.5', 'many', '65', '2 ', '1e1'])('is refused as %j in one message', (WORKERS) => {
    expect(mistakesOf({ ...routee, WORKERS })).toEqual(['WORKERS: must be auto, or a whole number from 1 to 64']);
  });

  test('leaves each worker at least one call to a vendor', () => {
    expect(mistakesOf({ ...routee, WORKERS: '5', UPSTREAM_CONCURRENCY: '4' })).toEqual([
      'WORKERS: must be at most UPSTREAM_CONCURRENCY, which is 4: each worker needs one of these calls to a vendor',
    ]);
    expect(read({ ...routee, WORKERS: '4', UPSTREAM_CONCURRENCY: '4' }).workers).toBe(4);
  });

  test.each([
    ['the cores', '64', 6, 6],
    ['UPSTREAM_CONCURRENCY', '3', 6, 3],
    ['64', '1000', 96, 64],
  ])('as auto is at most %s', (_bound, UPSTREAM_CONCURRENCY, cores, expected) => {
    const mistakes = new Mistakes();
    const settings = readSettings({ WORKERS: 'auto', UPSTREAM_CONCURRENCY }, mistakes);
    expect(chooseWorkers(settings, false, mistakes, cores)).toBe(expected);
    expect(() => mistakes.throwIfAny()).not.toThrow();
  });

  test('is 1 as auto in the sandbox, which refuses more', () => {
    expect(read({ WORKERS: 'auto' }).workers).toBe(1);
    expect(mistakesOf({ WORKERS: '2' })).toEqual([
      'WORKERS: must be 1 or auto in the sandbox, which keeps everything in the memory of one process',
    ]);
  });
});
