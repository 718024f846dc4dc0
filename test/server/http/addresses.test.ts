import { createServer, type Server } from 'node:http';
import { networkInterfaces } from 'node:os';
import { afterEach, describe, expect, test } from '@jest/globals';
import { isLocalHost } from '../../../src/server/http/cross-site.js';
import { addressesOf, listenOn, urlOf } from '../../../src/server/http/listen.js';
import { startRunningService } from '../../support/running-service.js';
import { askByHand } from '../by-hand.js';
import { SHEDDING, startHttpService } from './http-service.js';

const here = Object.values(networkInterfaces()).flatMap((all) => (all ?? []).map(({ address }) => address));
/** Two addresses of this machine: Linux has all of 127.0.0.0/8. */
const TWO = ['127.0.0.1', here.includes('::1') ? '::1' : '127.0.0.2'];

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});
const createOne = (): Server => {
  const server = createServer((_request, response) => response.end('here'));
  servers.push(server);
  return server;
};

describe('a host with several addresses', () => {
  test('is listened on at each of them, on one port', async () => {
    const { port, servers: listening } = await listenOn(TWO, 0, createOne);
    expect(listening).toHaveLength(2);
    for (const address of TWO) expect(await (await fetch(urlOf(address, port))).text()).toBe('here');
  });

  test('is listened on without the addresses that this machine does not have', async () => {
    const { servers: listening } = await listenOn(['192.0.2.1', ...TWO], 0, createOne);
    expect(listening).toHaveLength(2);
    await expect(listenOn(['192.0.2.1'], 0, createOne)).rejects.toThrow('EADDRNOTAVAIL');
  });

  test('is not listened on at all where its port is taken on one of them', async () => {
    const { port } = await listenOn(TWO.slice(1), 0, createOne);
    await expect(listenOn(TWO, port, createOne)).rejects.toThrow('EADDRINUSE');
    await expect(fetch(urlOf(TWO[0]!, port))).rejects.toThrow();
  });
});

test('every address makes the same checks', async () => {
  const service = await startHttpService(
    { allowsHost: (host) => host !== 'evil.example', limiter: SHEDDING, isDraining: () => true },
    TWO,
  );
  const { port } = new URL(service.url);
  for (const address of TWO) {
    const url = `${urlOf(address, Number(port))}/graphql`;
    expect((await askByHand(url, { host: 'evil.example' })).status).toBe(421);
    const shed = await askByHand(url, { host: 'localhost' }, '{}');
    expect(shed.status).toBe(503);
    expect(shed.headers.connection).toBe('close');
  }
  await service.stop();
  for (const address of TWO) await expect(fetch(urlOf(address, Number(port)))).rejects.toThrow();
});

describe('without callers, a server of this machine alone', () => {
  test.each(['localhost', 'LOCALHOST:4000', '127.0.0.1:80', '127.0.0.2:4000', '[::1]', '[::ffff:127.0.0.1]:4000'])(
    'answers under %s',
    (host) => expect(isLocalHost(host)).toBe(true),
  );

  test.each(['128.0.0.1', '192.0.2.1:4000', '::1', '127.1', 'localhost.', '[::2]', '[127.0.0.1', '', undefined])(
    'does not answer under %s',
    (host) => expect(isLocalHost(host)).toBe(false),
  );

  test('answers under the address of 127.0.0.0/8 that HOST names', async () => {
    const service = await startRunningService({ SANDBOX: 'on', HOST: '127.0.0.2' });
    expect((await fetch(`${service.url}/livez`)).status).toBe(200);
    await service.stop();
  });
});

test('HOST=localhost listens on every address of that name', async () => {
  const service = await startRunningService({ SANDBOX: 'on', HOST: 'localhost' });
  const { port } = new URL(service.url);
  for (const address of (await addressesOf('localhost')).filter((one) => here.includes(one))) {
    expect((await askByHand(`${urlOf(address, Number(port))}/livez`, { host: 'localhost' })).status).toBe(200);
    expect((await askByHand(`${urlOf(address, Number(port))}/livez`, { host: 'evil.example' })).status).toBe(421);
  }
  await service.stop();
});
