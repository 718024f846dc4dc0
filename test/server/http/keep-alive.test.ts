import { once } from 'node:events';
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { afterEach, expect, test } from '@jest/globals';
import { HTTP_LIMITS } from '../../../src/server/http/limits.js';
import { until } from '../../support/wait.js';
import { type HttpService, startHttpService } from './http-service.js';

let service: HttpService;
afterEach(() => service.stop());

/** The headers of one answer that say what becomes of its connection. */
const answerTo = (headers: Readonly<Record<string, string>>) =>
  new Promise((resolve, reject) => {
    const asked = request(`${service.url}/livez`, { headers }, (response) => {
      response.resume();
      const { connection, 'keep-alive': keepAlive } = response.headers;
      resolve({ status: response.statusCode, connection, keepAlive });
    });
    asked.on('error', reject).end();
  });

/** A connection that was answered `count` times. */
async function ask(socket: Socket, received: () => string, count: number): Promise<void> {
  socket.write('GET /livez HTTP/1.1\r\nhost: localhost\r\n\r\n');
  await until(() => received().split('HTTP/1.1 200').length - 1 === count);
}

async function open(): Promise<{ socket: Socket; received: () => string }> {
  const socket = connect(Number(new URL(service.url).port), '127.0.0.1');
  let text = '';
  socket.on('data', (data) => (text += data.toString()));
  await once(socket, 'connect');
  return { socket, received: () => text };
}

test('a connection is announced to be kept for the time that is a margin shorter than the one that it is kept for', async () => {
  service = await startHttpService();
  expect(HTTP_LIMITS.keepAliveMarginMs).toBe(5000);
  expect(await answerTo({ connection: 'keep-alive' })).toEqual({
    status: 200,
    connection: 'keep-alive',
    keepAlive: `timeout=${HTTP_LIMITS.keepAliveMs / 1000}`,
  });
});

test('a request that comes within the margin is answered, each time', async () => {
  service = await startHttpService({ limits: { keepAliveMs: 20, keepAliveMarginMs: 600_000 } });
  const { socket, received } = await open();
  for (const count of [1, 2, 3]) {
    await ask(socket, received, count);
    await setTimeout(100); // the announced time is over; a slow machine makes it no less true
  }
  expect(socket.destroyed).toBe(false);
  socket.destroy();
});

test('a connection without a request is closed when the margin is over', async () => {
  service = await startHttpService({ limits: { keepAliveMs: 20, keepAliveMarginMs: 20 } });
  const { socket, received } = await open();
  const closed = once(socket, 'close');
  await ask(socket, received, 1);
  await closed;
});

test('a connection that ends with its answer is not announced as kept', async () => {
  service = await startHttpService();
  expect(await answerTo({ connection: 'close' })).toEqual({ status: 200, connection: 'close' });
});
