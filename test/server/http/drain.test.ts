import { afterEach, expect, jest, test } from '@jest/globals';
import { startRunningService } from '../../support/running-service.js';
import { openConnection, rawPost } from '../by-hand.js';

afterEach(() => {
  jest.useRealTimers();
});

const get = (path: string): string => `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n`;

test('a service that stops answers everything for DRAIN_SECONDS, on new connections too, as not ready', async () => {
  const service = await startRunningService({ SANDBOX: 'on', DRAIN_SECONDS: '5' });
  const kept = await openConnection(service.url);
  kept.write(get('/readyz'));
  await kept.receives('ready');
  expect(kept.received()).toMatch(/^HTTP\/1\.1 200 /);

  // timers stand still; what waits for the network goes on
  jest.useFakeTimers({ doNotFake: ['hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'Date'] });
  const stopped = service.stop();
  await jest.advanceTimersByTimeAsync(4_999);

  const asks: readonly (readonly [string, RegExp])[] = [
    [get('/readyz'), /^HTTP\/1\.1 503 [^]*connection: close[^]*not ready/i],
    [get('/livez'), /^HTTP\/1\.1 200 [^]*connection: close[^]*ok/i],
    [rawPost('{ __typename }'), /^HTTP\/1\.1 200 [^]*connection: close[^]*"__typename":"Query"/i],
  ];
  for (const [bytes, expected] of asks) {
    const connection = await openConnection(service.url);
    connection.write(bytes);
    await connection.closed;
    expect(connection.received()).toMatch(expected);
  }
  expect(kept.socket.destroyed).toBe(false);
  kept.write(rawPost('{ kept: __typename }'));
  await kept.closed;
  expect(kept.received()).toMatch(/connection: close[^]*"kept":"Query"/i);
  const idle = await openConnection(service.url);

  await jest.advanceTimersByTimeAsync(1);
  await idle.closed;
  await expect(openConnection(service.url)).rejects.toThrow('ECONNREFUSED');
  jest.useRealTimers();
  await stopped;
  expect(service.log()).toContain('"event":"stopped","isComplete":true');
});
