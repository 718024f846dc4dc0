import { request } from 'node:http';
import { afterEach, expect, test } from '@jest/globals';
import { HTTP_LIMITS } from '../../../src/server/http/limits.js';
import { type HttpService, startHttpService } from './http-service.js';

let service: HttpService;
afterEach(() => service.stop());

/** The headers of one answer that tell what becomes of its connection. */
const answerTo = (path: string, headers: Readonly<Record<string, string>>) =>
  new Promise((resolve, reject) => {
    const asked = request(service.url + path, { headers }, (response) => {
      response.resume();
      const { connection, 'keep-alive': keepAlive } = response.headers;
      resolve({ status: response.statusCode, connection, keepAlive });
    });
    asked.on('error', reject).end();
  });

test('a connection is announced five seconds shorter than it is kept, so that no request meets its end', async () => {
  service = await startHttpService();
  const seconds = HTTP_LIMITS.keepAliveMs / 1000 - 5;
  expect(await answerTo('/livez', { connection: 'keep-alive' })).toEqual({
    status: 200,
    connection: 'keep-alive',
    keepAlive: `timeout=${seconds}`,
  });
  expect(await answerTo('/graphql?query=%7B__typename%7D', { connection: 'keep-alive' })).toMatchObject({
    keepAlive: `timeout=${seconds}`,
  });
});

test('a connection that ends with its answer is not announced as kept', async () => {
  service = await startHttpService();
  expect(await answerTo('/livez', { connection: 'close' })).toEqual({ status: 200, connection: 'close' });
});

test('no connection is announced as kept while the server drains', async () => {
  service = await startHttpService({ isDraining: () => true });
  expect(await answerTo('/livez', { connection: 'keep-alive' })).toEqual({ status: 200, connection: 'close' });
});
