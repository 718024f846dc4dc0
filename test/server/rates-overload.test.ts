import 'reflect-metadata';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventually, type Reply, type SandboxedService, startSandboxedService } from '../support/running-service.js';

const LIMIT = 4;

describe('a server that runs as many operations as it may', () => {
  let service: SandboxedService;
  beforeAll(async () => {
    service = await startSandboxedService({ MAX_CONCURRENT_OPERATIONS: String(LIMIT) }, { latencyMilliseconds: 300 });
    await service.query('{ viberMessage(trackingId: "warm") { to } }'); // a token and a compiled path
  });
  afterAll(() => service.stop());

  const slow = (name: string, headers = {}): Promise<Reply<unknown>> =>
    service.query(`{ viberMessage(trackingId: "magic-404~${name}") { to } }`, {}, headers);
  const SHARED = { 'cache-control': 'max-age=60', 'x-upstream-report': '0' };
  const callsTo = (n: number) =>
    eventually(
      async () => {
        await setImmediate();
        return service.sandbox.calls().length;
      },
      (calls) => calls === n,
    );

  test('refuses more at once with 503 and the time to wait, and finishes what runs', async () => {
    service.sandbox.clearCalls();
    const running = Array.from({ length: LIMIT }, (_, n) => slow(`a${n}`));
    const refusals: Reply<unknown>[] = [];
    const startedAt = performance.now();
    await eventually(
      async () => {
        const reply = await service.query('{ __typename }');
        if (reply.status === 503) refusals.push(reply);
        return refusals.length;
      },
      (count) => count === 10,
    );
    expect(performance.now() - startedAt).toBeLessThan(250); // while the others still run
    for (const { errors, headers } of refusals) {
      expect(errors).toMatchObject([{ extensions: { code: 'OVERLOADED', retryable: true, retryAfterSeconds: 1 } }]);
      expect(errors[0]?.extensions['requestId']).toBe(headers.get('x-request-id'));
      expect(headers.get('retry-after')).toBe('1');
    }
    expect((await Promise.all(running)).map(({ status }) => status)).toEqual(Array(LIMIT).fill(200));
    expect((await service.query('{ __typename }')).status).toBe(200);
  });

  test('takes those in who ask what is being answered already', async () => {
    service.sandbox.clearCalls();
    const others = Array.from({ length: LIMIT - 1 }, (_, n) => slow(`b${n}`));
    const first = slow('same', SHARED);
    await callsTo(LIMIT);
    const joiners = await Promise.all(Array.from({ length: 20 }, () => slow('same', SHARED)));
    expect(new Set(joiners.map(({ status }) => status))).toEqual(new Set([200]));
    await Promise.all([...others, first]);
    expect(service.sandbox.calls()).toHaveLength(LIMIT);
  });
});
