import 'reflect-metadata';
import { afterEach, expect, jest, test } from '@jest/globals';
import { startRunningService } from '../../support/running-service.js';
import { openConnection, type RawConnection } from '../by-hand.js';

const begun: RawConnection[] = [];
afterEach(() => {
  jest.useRealTimers();
  for (const { socket } of begun.splice(0)) socket.destroy();
});

/** For the last answers to be written. */
const LAST_WRITES_MS = 500;
const BODY = '{"query":"{ __typename }"}';

/** A request that lacks the end of its body, after the server has received its head. */
async function beginRequest(url: string): Promise<RawConnection> {
  const connection = await openConnection(url);
  connection.write(
    `POST /graphql HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\nexpect: 100-continue\r\n` +
      `content-length: ${BODY.length}\r\n\r\n${BODY.slice(0, -1)}`,
  );
  begun.push(connection);
  await connection.receives('100 Continue');
  return connection;
}

test('a service that stops waits ten seconds for who has begun, and no longer', async () => {
  const service = await startRunningService({ SANDBOX: 'on' });
  const [slow, never] = [await beginRequest(service.url), await beginRequest(service.url)];
  // timers stand still; what waits for the network goes on
  jest.useFakeTimers({ doNotFake: ['hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'Date'] });
  const stopped = service.stop();

  await jest.advanceTimersByTimeAsync(9_999);
  slow.write(BODY.slice(-1));
  await slow.closed;
  expect(slow.received()).toMatch(/HTTP\/1\.1 200 [\s\S]*__typename/);
  expect(never.socket.destroyed).toBe(false);

  await jest.advanceTimersByTimeAsync(1 + LAST_WRITES_MS);
  await never.closed;
  expect(never.received()).not.toContain('HTTP/1.1 200');
  jest.useRealTimers();
  await stopped;
  expect(service.log()).toContain('"event":"stopped","isComplete":false');
});
