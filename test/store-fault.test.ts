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

test('is DISCONNECTED for a command without a connection, however the client says it, and NO_ANSWER for a silent Redis', async () => {
  const redis = new Redis('redis://127.0.0.1:1', redisOptions(1000, 1000));
  redis.on('error', () => undefined);
  const unconnected = await redis.get('key').catch((error: unknown) => error);
  redis.disconnect();
  const closed = await redis.get('key').catch((error: unknown) => error);
  expect([unconnected, closed].map(storeFault)).toEqual(['DISCONNECTED', 'DISCONNECTED']);
  expect(storeFault(new Error('Reached the max retries per request limit (which is 0). Refer to'))).toBe(
    'DISCONNECTED',
  );
  expect(storeFault(new Error('Command timed out'))).toBe('NO_ANSWER');
});

test('is READONLY for a call that a demotion ended, as for a write after it, and DISCONNECTED for a connection that was reset', () => {
  const message = 'UNBLOCKED force unblock from blocking operation, instance state changed (master -> replica?)';
  expect(storeFault(Object.assign(new Error(message), { name: 'ReplyError' }))).toBe('READONLY');
  for (const code of ['ECONNRESET', 'EPIPE'])
    expect(storeFault(Object.assign(new Error('of 127.0.0.1'), { code }))).toBe('DISCONNECTED');
});
