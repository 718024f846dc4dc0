import { Redis } from 'ioredis';
import { expect, test } from '@jest/globals';
import { redisOptions } from '../src/redis-connection.js';
import { storeFault } from '../src/store-fault.js';

test('is the code of an error of the system, and the words of our own', () => {
  expect(storeFault(Object.assign(new Error('no space left on /secret'), { code: 'ENOSPC' }))).toBe('ENOSPC');
  expect(storeFault(new Error('0 of 1 replicas have acknowledged a write'))).toBe(
    '0 of 1 replicas have acknowledged a write',
  );
  expect(storeFault('written by a later release')).toBe('written by a later release');
  expect(storeFault(new Error('x'.repeat(300)))).toHaveLength(200);
});

test('is one word for a command that Redis did not answer, however the client says it', async () => {
  const redis = new Redis('redis://127.0.0.1:1', redisOptions(1000, 1000));
  redis.on('error', () => undefined);
  const unconnected = await redis.get('key').catch((error: unknown) => error);
  redis.disconnect();
  const closed = await redis.get('key').catch((error: unknown) => error);
  expect([unconnected, closed].map(storeFault)).toEqual(['NO_ANSWER', 'NO_ANSWER']);
  expect(storeFault(new Error('Reached the max retries per request limit (which is 0). Refer to'))).toBe('NO_ANSWER');
});
