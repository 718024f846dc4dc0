import { setImmediate } from 'node:timers/promises';
import { expect, jest, test } from '@jest/globals';
import { createStopRequests, launcherOf, watchLauncher } from '../../src/app/stop-signals.js';

function createStage() {
  let clock = 0;
  let finish = (): void => undefined;
  let fail = (_error: Error): void => undefined;
  const stopped = new Promise<void>((resolve, reject) => {
    finish = resolve;
    fail = reject;
  });
  const codes: number[] = [];
  const errors: unknown[] = [];
  let stops = 0;
  const {
    signal,
    fail: raise,
    parentEnded,
  } = createStopRequests({
    stop: () => {
      stops++;
      return stopped;
    },
    exit: (code) => void codes.push(code),
    onError: (error) => void errors.push(error),
    now: () => clock,
  });
  const pass = (milliseconds: number): void => void (clock += milliseconds);
  return {
    signal,
    raise,
    parentEnded,
    pass,
    finish: () => finish(),
    fail: (error: Error) => fail(error),
    codes,
    errors,
    stops: () => stops,
  };
}

test('the first signal stops gracefully and ends with code 0', async () => {
  const { signal, finish, codes, stops } = createStage();
  signal();
  await setImmediate();
  expect(codes).toEqual([]);
  finish();
  await setImmediate();
  expect([stops(), codes]).toEqual([1, [0]]);
});

test('signals within a second count as one', async () => {
  const { signal, pass, finish, codes, stops } = createStage();
  signal();
  signal();
  pass(999);
  signal();
  expect(codes).toEqual([]);
  finish();
  await setImmediate();
  expect([stops(), codes]).toEqual([1, [0]]);
});

test('a signal a second later ends the process at once with code 1, and nothing ends it again', async () => {
  const { signal, pass, finish, codes } = createStage();
  signal();
  pass(1000);
  signal();
  signal();
  finish();
  await setImmediate();
  expect(codes).toEqual([1]);
});

test('a stop that fails is logged and ends with code 1', async () => {
  const { signal, fail, codes, errors } = createStage();
  signal();
  fail(new Error('no'));
  await setImmediate();
  expect(codes).toEqual([1]);
  expect(errors).toHaveLength(1);
});

test('an exception that nothing caught stops gracefully and ends with code 1, however many follow', async () => {
  const { signal, raise, pass, finish, codes, stops } = createStage();
  raise();
  pass(5000);
  raise();
  signal();
  await setImmediate();
  expect(codes).toEqual([]);
  finish();
  await setImmediate();
  expect([stops(), codes]).toEqual([1, [1]]);
});

test('the end of the program that started this one stops gracefully, and never cuts a stop short', async () => {
  const { signal, parentEnded, pass, finish, codes, stops } = createStage();
  signal();
  pass(5000);
  parentEnded();
  expect([stops(), codes]).toEqual([1, []]);
  finish();
  await setImmediate();
  expect(codes).toEqual([0]);
  const orphan = createStage();
  orphan.parentEnded();
  expect(orphan.stops()).toBe(1);
});

test('another parent is reported once', () => {
  jest.useFakeTimers();
  let parent = 7;
  let reports = 0;
  watchLauncher(
    [7],
    () => reports++,
    () => parent,
  );
  jest.advanceTimersByTime(10_000);
  expect(reports).toBe(0);
  parent = 1;
  jest.advanceTimersByTime(10_000);
  expect(reports).toBe(1);
  jest.useRealTimers();
});

test('a launcher that ended before it was watched is reported', () => {
  jest.useFakeTimers();
  let reports = 0;
  watchLauncher(
    [7],
    () => reports++,
    () => 1,
  );
  jest.advanceTimersByTime(10_000);
  expect(reports).toBe(1);
  jest.useRealTimers();
});

test('the end of npm is reported, though the shell between goes on', () => {
  jest.useFakeTimers();
  let npm = 6;
  let reports = 0;
  watchLauncher(
    [7, 6],
    () => reports++,
    () => 7,
    (pid) => (pid === 7 ? { name: 'sh', parent: npm } : null),
  );
  jest.advanceTimersByTime(10_000);
  expect(reports).toBe(0);
  npm = 1;
  jest.advanceTimersByTime(10_000);
  expect(reports).toBe(1);
  jest.useRealTimers();
});

test.each([
  ['npm', { npm_lifecycle_event: 'start' }, 'npm start', [7]],
  ['npm where nothing is known about it', { npm_lifecycle_event: 'start' }, null, [7]],
  ['npx', { npm_lifecycle_event: 'npx' }, 'npm exec messag', [7]],
  ['a shell of npx, and npx', { npm_lifecycle_event: 'npx' }, 'sh', [7, 6]],
  ['what added options of Node', { npm_lifecycle_event: 'start', MESSAGING_GRAPH_LAUNCHER: '8' }, 'node', [8]],
  ['what started that', { npm_lifecycle_event: 'npx', MESSAGING_GRAPH_LAUNCHER: '8 9' }, 'node', [8, 9]],
  ['none', { npm_lifecycle_event: 'build' }, 'sh', null],
])('the launcher is %s', (_name, environment, parentName, launcher) => {
  const facts = parentName === null ? null : { name: parentName, parent: 6 };
  expect(launcherOf(environment, 7, (pid) => (pid === 7 ? facts : null))).toEqual(launcher);
});
