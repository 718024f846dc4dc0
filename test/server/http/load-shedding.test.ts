import { afterEach, expect, test } from '@jest/globals';
import { openConnection } from '../by-hand.js';
import { type HttpService, SHEDDING, startHttpService } from './http-service.js';

const services: HttpService[] = [];
afterEach(async () => {
  for (const service of services.splice(0)) await service.stop();
});

/** A full server that refuses many operations. */
async function overloadedService({ isDraining = false } = {}) {
  const service = await startHttpService({
    limiter: SHEDDING,
    isDraining: () => isDraining,
    headers: { 'x-sandbox': '1' },
    corsOrigins: ['https://shop.example'],
    identify: () => {
      throw new Error('credentials were read');
    },
  });
  services.push(service);
  const ask = (path: string) =>
    fetch(service.url + path, {
      method: 'POST',
      body: '{}',
      headers: { 'x-request-id': 'mine', origin: 'https://shop.example' },
    });
  return { ask, service };
}

test('operations are refused with 503, when to come back, and their own request ids, before credentials are read', async () => {
  const { ask, service } = await overloadedService();
  const answer = await ask('/graphql');
  expect(answer.status).toBe(503);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    'retry-after': '1',
    'x-request-id': 'mine',
    'x-sandbox': '1',
    'access-control-allow-origin': 'https://shop.example',
  });
  expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code: 'OVERLOADED', requestId: 'mine' } }] });
  expect(service.answered).toMatchObject([{ status: 503, codes: ['OVERLOADED'], requestId: 'mine' }]);
  expect(service.unexpected).toEqual([]);
});

test('whoever asks for something else is answered', async () => {
  const { service } = await overloadedService();
  expect((await fetch(`${service.url}/livez`)).status).toBe(200);
});

test('while the server drains, a refusal is the last answer of its connection', async () => {
  const { ask } = await overloadedService({ isDraining: true });
  expect((await ask('/graphql')).headers.get('connection')).toBe('close');
  expect((await (await overloadedService()).ask('/graphql')).headers.get('connection')).not.toBe('close');
});

test('where several tenants share the server, the caller is identified first, and its body is still not read', async () => {
  const service = await startHttpService({
    limiter: { ...SHEDDING, tenants: 2, shedsLoad: (tenant) => tenant === 'shop' },
  });
  services.push(service);
  const connection = await openConnection(service.url);
  connection.write(
    'POST /graphql HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n',
  );
  await connection.receives('\r\n\r\n');
  expect(connection.received()).toMatch(/^HTTP\/1\.1 503 /);
  expect(service.answered).toMatchObject([{ tenant: 'shop', status: 503, codes: ['OVERLOADED'] }]);
  expect(service.begun).toEqual([]);
  connection.socket.destroy();
});
