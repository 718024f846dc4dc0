import { describe, expect, test } from '@jest/globals';
import type { ExecutionResult } from 'graphql';
import { createCaller } from '../../src/server/auth/caller.js';
import { AdmissionQueue } from '../../src/server/graphql/admission-queue.js';
import type { CheckedOperation } from '../../src/server/graphql/check.js';
import { createOperationRunner, type RunOptions } from '../../src/server/graphql/run-operation.js';
import { SingleFlight } from '../../src/server/graphql/single-flight.js';
import { refuse } from '../../src/server/answer/request-error.js';

const caller = createCaller({
  service: { tenant: { id: 'one', digest: 'd' }, sources: {} as never, updates: {} as never },
  credential: 'one/key',
  scopes: new Set(['read', 'read:recipients', 'send']),
  rates: { operationsPerMinute: null, upstreamCallsPerMinute: 10 },
});
const checked = (type: 'query' | 'mutation'): CheckedOperation => ({
  operation: { type, loggedName: null } as CheckedOperation['operation'],
  variables: {},
  calls: 7,
  isPrivate: type === 'mutation',
});

/** A runner whose operation makes two calls, and what it did in order. */
function runner(more: Partial<RunOptions> = {}) {
  const steps: string[] = [];
  const run = createOperationRunner({
    execute(_checked, { operation }): ExecutionResult {
      operation.spend();
      operation.spend();
      steps.push(operation.remaining() > 0 ? 'run' : 'run without time');
      return { data: { ok: true } };
    },
    queue: new AdmissionQueue({ fewestCalls: 100, tenants: 1 }),
    maxCalls: 100,
    operationTimeoutMs: 1000,
    sendTimeoutMs: 1000,
    mayBeKept: true,
    reserveCalls: (_caller, calls) => void steps.push(`reserve ${calls}`),
    refundCalls: (_caller, reserved, used) => void steps.push(`settle ${reserved} ${used}`),
    onUnexpected: () => undefined,
    onAudit: () => undefined,
    ...more,
  });
  const start = (type: 'query' | 'mutation') =>
    run(checked(type), { caller }, { fresh: false, report: false }, 'application/json');
  return { steps, start };
}

test('a mutation has ended when the requests of its sends have, also those that its answer did not wait for', async () => {
  let end: (error: Error) => void = () => undefined;
  const request = new Promise<void>((_, reject) => (end = reject));
  request.catch(() => undefined);
  const { start } = runner({
    execute(_checked, { operation }): ExecutionResult {
      operation.unfinished.push(request);
      return { data: { ok: true } };
    },
  });
  const { answer, ended } = start('mutation');
  let hasEnded = false;
  const watched = ended.then(() => (hasEnded = true));
  expect((await answer).status).toBe(200);
  await new Promise((resolve) => setImmediate(resolve));
  expect(hasEnded).toBe(false);
  end(new Error('no answer'));
  await watched;
});

describe.each(['query', 'mutation'] as const)('the estimated calls of a %s', (type) => {
  test('are reserved before it runs, and settled with those that it made', async () => {
    const { steps, start } = runner();
    const { body, account } = await start(type).answer;
    expect([body, account.calls]).toEqual(['{"data":{"ok":true}}', 2]);
    expect(steps).toEqual(['reserve 7', 'run', 'settle 7 2']);
  });

  test('are waited for, and where they are refused it neither runs nor is settled', async () => {
    const refusal = refuse(429, 'RATE_LIMITED');
    for (const reserveCalls of [
      () => Promise.reject(refusal),
      () => {
        throw refusal;
      },
    ]) {
      const { steps, start } = runner({ reserveCalls });
      await expect(start(type).answer).rejects.toBe(refusal);
      expect(steps).toEqual([]);
    }
  });

  test('are settled too where it fails', async () => {
    const { steps, start } = runner({ execute: () => Promise.reject(new Error('a bug')) });
    await expect(start(type).answer).rejects.toThrow('a bug');
    expect(steps).toEqual(['reserve 7', 'settle 7 0']);
  });
});

test('an operation that is cancelled while it waits has no time left', async () => {
  const queue = new AdmissionQueue({ fewestCalls: 1, tenants: 1 });
  queue.adapt(true);
  expect(queue.enqueue('one', 1)).toBeNull();
  const { steps, start } = runner({ queue });
  const { answer, cancel } = start('query');
  cancel();
  queue.finish('one', 1);
  await answer;
  expect(steps).toEqual(['reserve 7', 'run without time', 'settle 7 2']);
});

describe('a run that several wait for', () => {
  interface Key {
    readonly text: string;
    readonly name: string;
  }
  function flight() {
    const leave = new Map<string, () => void>();
    const single = new SingleFlight<Key, string>({
      textOf: ({ text }) => text,
      isSame: (a, b) => a.text === b.text,
      share: (result) => `${result} (shared)`,
      onLeave: ({ name }, callback) => void leave.set(name, callback),
    });
    return { single, leave: (name: string) => leave.get(name)!() };
  }
  const key = (name: string): Key => ({ text: 'q', name });

  test('is joined while it is under way, and not after', async () => {
    const { single } = flight();
    let end: (result: string) => void = () => undefined;
    const first = single.start(key('a'), new Promise<string>((resolve) => (end = resolve)), () => undefined);
    const second = single.join(key('b'));
    expect(single.join({ text: 'another', name: 'c' })).toBeUndefined();
    end('one');
    expect([await first, await second]).toEqual(['one', 'one (shared)']);
    expect(single.join(key('d'))).toBeUndefined();
  });

  test('is cancelled when the last has left, and joined by nobody then', () => {
    const { single, leave } = flight();
    let cancelled = 0;
    void single.start(key('a'), new Promise<string>(() => undefined), () => void (cancelled += 1));
    void single.join(key('b'));
    leave('a');
    expect([cancelled, single.join(key('c')) !== undefined]).toEqual([0, true]);
    leave('b');
    leave('c');
    expect([cancelled, single.join(key('d'))]).toEqual([1, undefined]);
  });
});
