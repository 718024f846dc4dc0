import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from '@jest/globals';
import { createAnswerWriter } from '../../src/server/http/answer-writer.js';
import { createCrowdRefusal } from '../../src/server/http/crowd-refusal.js';
import type { AnsweredRequest } from '../../src/server/observability/request-observer.js';

const closes: (() => void)[] = [];
afterEach(() => closes.splice(0).forEach((close) => close()));

/** A server before which a crowd stands, and what it told of its answers. */
async function crowded({ isDraining = false } = {}) {
  const told: AnsweredRequest[] = [];
  const refuse = createCrowdRefusal({
    isCrowded: () => true,
    onRefused: () => undefined,
    write: createAnswerWriter({
      headers: { 'x-sandbox': '1' },
      isDraining: () => isDraining,
      observe: { answered: (request) => void told.push(request) },
    }),
  });
  const server = createServer((request, response) => {
    if (!refuse(request, response)) response.writeHead(204).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closes.push(
    () => server.closeAllConnections(),
    () => server.close(),
  );
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const ask = (path: string) => fetch(url + path, { method: 'POST', body: '{}', headers: { 'x-request-id': 'mine' } });
  return { ask, told };
}

test('a crowd is refused with 503, when to come back, and its own request ids', async () => {
  const { ask, told } = await crowded();
  const answer = await ask('/graphql');
  expect(answer.status).toBe(503);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'retry-after': '1',
    'x-request-id': 'mine',
    'x-sandbox': '1',
  });
  expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'OVERLOADED', requestId: 'mine' } }] });
  expect(told).toMatchObject([{ status: 503, codes: ['OVERLOADED'], requestId: 'mine' }]);
});

test('whoever asks for something else is let through', async () => {
  const { ask } = await crowded();
  expect((await ask('/livez')).status).toBe(204);
});

test('while the server drains, a refusal is the last answer of its connection', async () => {
  const { ask } = await crowded({ isDraining: true });
  expect((await ask('/graphql')).headers.get('connection')).toBe('close');
  expect((await (await crowded()).ask('/graphql')).headers.get('connection')).not.toBe('close');
});
