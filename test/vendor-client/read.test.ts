import { describe, expect, test } from '@jest/globals';
import type { Authorization } from '../../src/vendor-client/vendor-client.js';
import { MessagingError } from '../../src/errors/error.js';
import { Operation } from '../../src/operation.js';
import { ReadCache } from '../../src/vendor-client/read-cache.js';
import { fakeClock } from '../support/fake-clock.js';
import { clientOf, deferred, failureOf, textOf } from './support/client.js';
import { httpPeer, json, recordingPeer } from './support/peer.js';

/** A peer whose answers wait for `open`. */
async function gatedPeer() {
  const gate = deferred<void>();
  const arrived = deferred<void>();
  const peer = await recordingPeer((_, response, count) => {
    arrived.resolve();
    void gate.promise.then(() => response.end(String(count)));
  });
  return { ...peer, open: gate.resolve, arrived: arrived.promise };
}

const countingPeer = () => recordingPeer((_, response, count) => response.end(String(count)));

describe('a read', () => {
  test('carries its headers, its body and the authorization, and nothing else of ours', async () => {
    const peer = await countingPeer();
    const read = textOf(`${peer.url}/a%2Fb?page=1`, {
      method: 'POST',
      headers: { accept: 'application/json' },
      body: '[]',
    });
    expect(await clientOf().read(read, new Operation())).toBe('200 1');
    expect(peer.received[0]).toMatchObject({ method: 'POST', path: '/a%2Fb?page=1', body: '[]' });
    expect(Object.keys(peer.received[0]!.headers).sort()).toEqual([
      'accept',
      'authorization',
      'connection',
      'content-length',
      'host',
    ]);
  });

  test('reports every request to its operation and the observer', async () => {
    const peer = await recordingPeer((_, response, count) => json(response, {}, count === 1 ? 503 : 200));
    const client = clientOf();
    const operation = new Operation();
    await client.read(textOf(`${peer.url}/things/4711`), operation);
    expect(operation).toMatchObject({ calls: 2, retries: 1, coalesced: 0, cacheHits: 0 });
    expect(operation.requests).toMatchObject(
      [503, 200].map((status) => ({ vendor: 'ROUTEE', method: 'GET', route: '/things/{id}', status })),
    );
    expect(client.events.map(({ type }) => type)).toEqual(['REQUEST', 'REQUEST']);
    expect(JSON.stringify(client.events)).not.toContain('4711');
  });

  test('that follows another one at once takes its connection', async () => {
    const peer = await countingPeer();
    const client = clientOf({ concurrency: 64 });
    const chain = async (name: string) => {
      for (let i = 0; i < 20; i++) await client.read(textOf(`${peer.url}/${name}/${i}`), new Operation());
    };
    await chain('alone');
    expect(peer.connections()).toBe(1);
    await Promise.all(['a', 'b', 'c', 'd'].map(chain));
    expect(peer.connections()).toBe(4);
  });

  test('takes a new connection after one that was cut', async () => {
    const peer = await recordingPeer((_, response, count) => {
      if (count === 1) response.socket!.destroy();
      else response.end(String(count));
    });
    const client = clientOf();
    expect(await client.read(textOf(`${peer.url}/cut`), new Operation())).toBe('200 2');
    expect(await client.read(textOf(`${peer.url}/after`), new Operation())).toBe('200 3');
    expect(peer.connections()).toBe(2);
  });

  test('ends with what interpret throws, and is not repeated for it', async () => {
    const peer = await countingPeer();
    const interpret = (): string => {
      throw new MessagingError('CAMPAIGN_NOT_FOUND');
    };
    expect((await failureOf(clientOf().read(textOf(peer.url, { interpret }), new Operation()))).code).toBe(
      'CAMPAIGN_NOT_FOUND',
    );
    expect(peer.received).toHaveLength(1);
  });

  test('beyond the budget of its operation never leaves', async () => {
    const peer = await countingPeer();
    const client = clientOf();
    const operation = new Operation({ maxCalls: 1 });
    await client.read(textOf(`${peer.url}/1`), operation);
    expect((await failureOf(client.read(textOf(`${peer.url}/2`), operation))).code).toBe('OPERATION_TOO_EXPENSIVE');
    expect(peer.received).toHaveLength(1);
  });

  test('has no retry that its operation cannot pay', async () => {
    const peer = await recordingPeer((_, response) => json(response, {}, 503));
    expect(await clientOf().read(textOf(peer.url), new Operation({ maxCalls: 1 }))).toBe('503 {}');
    expect(peer.received).toHaveLength(1);
  });

  test('is too late when its operation has no time left', async () => {
    const peer = await countingPeer();
    const operation = new Operation({ deadline: performance.now() - 1 });
    expect((await failureOf(clientOf().read(textOf(peer.url), operation))).code).toBe('UPSTREAM_TIMEOUT');
    expect(operation.calls).toBe(0);
    expect(peer.received).toHaveLength(0);
  });
});

describe('retries', () => {
  test('come at most twice', async () => {
    const peer = await recordingPeer((_, response) => json(response, {}, 502));
    expect(await clientOf().read(textOf(peer.url), new Operation())).toBe('502 {}');
    expect(peer.received).toHaveLength(3);
  });

  test.each([429, 500, 404, 408])('never come after %s', async (status) => {
    const peer = await recordingPeer((_, response) => json(response, {}, status));
    expect(await clientOf().read(textOf(peer.url), new Operation())).toBe(`${status} {}`);
    expect(peer.received).toHaveLength(1);
  });

  test('never sleep on Retry-After', async () => {
    const peer = await recordingPeer((_, response) => json(response, {}, 503, { 'retry-after': '1' }));
    // The clock stands still: the answer comes although no time passes.
    expect(await clientOf({ clock: fakeClock() }).read(textOf(peer.url), new Operation())).toBe('503 {}');
    expect(peer.received).toHaveLength(1);
  });

  test('end when the budget of the client is spent', async () => {
    const peer = await recordingPeer((_, response) => json(response, {}, 503));
    const client = clientOf({ clock: fakeClock() });
    // One and the same resource, so that the circuit stays closed.
    for (let i = 0; i < 10; i++) await client.read(textOf(peer.url), new Operation());
    expect(peer.received).toHaveLength(10 + 10);
  });
});

describe('a refused token', () => {
  function tokens(): Authorization & { renewals: () => number } {
    let current = 1;
    return {
      header: () => Promise.resolve(`Bearer ${current}`),
      renew: (used) => Promise.resolve(used === `Bearer ${current}` ? `Bearer ${++current}` : `Bearer ${current}`),
      renewals: () => current - 1,
    };
  }

  test.each([401, 403])('(%s) is renewed and the read repeated', async (status) => {
    const peer = await recordingPeer((request, response) =>
      json(response, {}, request.headers.authorization === 'Bearer 1' ? status : 200),
    );
    const operation = new Operation();
    expect(await clientOf({ authorization: tokens() }).read(textOf(peer.url), operation)).toBe('200 {}');
    expect(operation).toMatchObject({ calls: 2, retries: 1 });
  });

  test('that is refused again is an answer, and not renewed for every further read', async () => {
    const peer = await recordingPeer((_, response) => json(response, {}, 403));
    const authorization = tokens();
    const client = clientOf({ authorization, clock: fakeClock() });
    for (let i = 0; i < 10; i++) expect(await client.read(textOf(`${peer.url}/${i}`), new Operation())).toBe('403 {}');
    expect(authorization.renewals()).toBe(1);
    expect(peer.received).toHaveLength(11);
  });

  test('that one route refused again is still renewed for others', async () => {
    let withdrawn = '';
    const peer = await recordingPeer((request, response) => {
      if (request.path === '/forbidden') json(response, {}, 403);
      else json(response, {}, request.headers.authorization === withdrawn ? 401 : 200);
    });
    const authorization = tokens();
    const client = clientOf({ authorization, clock: fakeClock() });
    const read = (route: string) => client.read(textOf(`${peer.url}${route}`, { route }), new Operation());
    expect(await read('/forbidden')).toBe('403 {}');
    withdrawn = 'Bearer 2';
    expect(await read('/other')).toBe('200 {}');
    expect(authorization.renewals()).toBe(2);
  });

  test('of HTTP Basic is just refused', async () => {
    const peer = await recordingPeer((_, response) => json(response, {}, 401));
    expect(await clientOf().read(textOf(peer.url), new Operation())).toBe('401 {}');
    expect(peer.received).toHaveLength(1);
  });
});

describe('identical reads in flight', () => {
  test('are one request, interpreted once', async () => {
    const peer = await gatedPeer();
    const client = clientOf();
    let interpreted = 0;
    const read = textOf(peer.url, { interpret: ({ body }) => `${body} ${++interpreted}` });
    const operations = Array.from({ length: 50 }, () => new Operation());
    const values = Promise.all(operations.map((operation) => client.read(read, operation)));
    await peer.arrived;
    peer.open();
    expect(new Set(await values)).toEqual(new Set(['1 1']));
    expect(peer.received).toHaveLength(1);
    expect(operations.map(({ calls }) => calls)).toEqual([1, ...Array<number>(49).fill(0)]);
    expect(operations.map(({ coalesced }) => coalesced)).toEqual([0, ...Array<number>(49).fill(1)]);
  });

  test('differ by method, address and body', async () => {
    const peer = await countingPeer();
    const client = clientOf();
    const reads = [
      textOf(peer.url),
      textOf(`${peer.url}/?a`),
      textOf(peer.url, { method: 'POST', body: '1' }),
      textOf(peer.url, { method: 'POST', body: '2' }),
    ];
    await Promise.all(reads.map((read) => client.read(read, new Operation())));
    expect(peer.received).toHaveLength(4);
  });

  test('are not shared between clients', async () => {
    const peer = await countingPeer();
    await Promise.all([clientOf(), clientOf()].map((client) => client.read(textOf(peer.url), new Operation())));
    expect(peer.received).toHaveLength(2);
  });

  test('go on when one who waits runs out of time, even the one who began', async () => {
    const peer = await gatedPeer();
    const clock = fakeClock();
    const client = clientOf({ clock });
    const hasty = failureOf(client.read(textOf(peer.url), new Operation({ deadline: clock.now() + 30 })));
    const patient = client.read(textOf(peer.url), new Operation());
    await peer.arrived;
    clock.advance(30);
    expect((await hasty).code).toBe('UPSTREAM_TIMEOUT');
    peer.open();
    expect(await patient).toBe('200 1');
    expect(peer.received).toHaveLength(1);
  });

  test('are not joined by one who wants a fresh answer', async () => {
    const peer = await gatedPeer();
    const client = clientOf({ cacheBytes: 10_000 });
    const read = textOf(peer.url, { keepFor: () => 60_000 });
    const older = client.read(read, new Operation());
    await peer.arrived;
    const fresh = client.read(read, new Operation({ fresh: true }));
    const joined = client.read(read, new Operation());
    peer.open();
    expect(await Promise.all([older, fresh, joined])).toEqual(['200 1', '200 2', '200 2']);
    expect(await client.read(read, new Operation())).toBe('200 2');
  });

  test('fail together, and the next one asks anew', async () => {
    const peer = await httpPeer((request) => request.socket.destroy());
    const client = clientOf();
    const failures = await Promise.all([1, 2].map(() => failureOf(client.read(textOf(peer.url), new Operation()))));
    expect(failures[0]).toBe(failures[1]);
    expect(await failureOf(client.read(textOf(peer.url), new Operation()))).not.toBe(failures[0]);
  });
});

describe('a remembered value', () => {
  test('is shown for as long as its read allows', async () => {
    const peer = await countingPeer();
    const clock = fakeClock();
    const client = clientOf({ cacheBytes: 10_000, clock });
    const read = textOf(peer.url, { keepFor: () => 60_000 });
    const first = new Operation();
    expect(await client.read(read, first)).toBe('200 1');
    expect(first).toMatchObject({ calls: 1, cacheHits: 0, maxAgeSeconds: 60 });
    clock.advance(20_000);
    const second = new Operation();
    expect(await client.read(read, second)).toBe('200 1');
    expect(second).toMatchObject({ calls: 0, cacheHits: 1, maxAgeSeconds: 40 });
    clock.advance(40_000);
    expect(await client.read(read, new Operation())).toBe('200 2');
  });

  test('is passed over and replaced by a fresh one', async () => {
    const peer = await countingPeer();
    const client = clientOf({ cacheBytes: 10_000 });
    const read = textOf(peer.url, { keepFor: () => 60_000 });
    await client.read(read, new Operation());
    expect(await client.read(read, new Operation({ fresh: true }))).toBe('200 2');
    expect(await client.read(read, new Operation())).toBe('200 2');
  });

  test('exists neither for errors, nor without leave, nor without a cache', async () => {
    const peer = await countingPeer();
    const client = clientOf({ cacheBytes: 10_000 });
    const failing = textOf(`${peer.url}/e`, {
      keepFor: () => 60_000,
      interpret: () => {
        throw new MessagingError('UPSTREAM_REJECTED');
      },
    });
    for (let i = 0; i < 2; i++) await failureOf(client.read(failing, new Operation()));
    for (let i = 0; i < 2; i++) await client.read(textOf(peer.url), new Operation());
    const without = clientOf({ cacheBytes: 0 });
    for (let i = 0; i < 2; i++) await without.read(textOf(peer.url, { keepFor: () => 60_000 }), new Operation());
    expect(peer.received).toHaveLength(6);
  });

  test('gives way when the bytes run out', async () => {
    const peer = await recordingPeer((_, response) => response.end('x'.repeat(1000)));
    const client = clientOf({ cacheBytes: 10_000 });
    for (let i = 0; i < 50; i++)
      await client.read(textOf(`${peer.url}/${i}`, { keepFor: () => 60_000 }), new Operation());
    expect(client.state().cacheBytes).toBeLessThanOrEqual(10_000);
    expect(client.state().cacheBytes).toBeGreaterThan(0);
  });

  test('are forgotten by the id of what they contain, and no others', async () => {
    const peer = await countingPeer();
    const client = clientOf({ cacheBytes: 10_000 });
    const read = (path: string, about: string) =>
      client.read(textOf(`${peer.url}${path}`, { about, keepFor: () => 60_000 }), new Operation());
    await read('/campaign/1/0', '1');
    await read('/campaign/1/1', '1');
    await read('/campaign/12', '12');
    client.forget('1');
    client.forget('none');
    expect(await read('/campaign/1/0', '1')).toBe('200 4');
    expect(await read('/campaign/1/1', '1')).toBe('200 5');
    expect(await read('/campaign/12', '12')).toBe('200 3');
  });

  test('are not cached where their id was forgotten while they were read', async () => {
    const peer = await gatedPeer();
    const client = clientOf({ cacheBytes: 10_000 });
    const read = textOf(peer.url, { about: '1', keepFor: () => 60_000 });
    const under = client.read(read, new Operation());
    await peer.arrived;
    client.forget('1');
    peer.open();
    expect(await under).toBe('200 1');
    expect(await client.read(read, new Operation())).toBe('200 2');
  });

  test('stay known by their id while others take their place', async () => {
    const clock = { now: () => 0 };
    const cache = new ReadCache(2000, clock);
    const keep = (key: string, about: string) => cache.set(key, { value: key, expiresAt: 1, about }, 100);
    keep('a', 'one');
    keep('a', 'one');
    keep('b', 'one');
    keep('c', 'two');
    keep('d', 'two'); // the oldest goes
    expect(cache.get('a')).toBeUndefined();
    cache.forget('one');
    expect(['a', 'b', 'c', 'd'].map((key) => cache.get(key)?.value)).toEqual([undefined, undefined, 'c', 'd']);
    cache.forget('two');
    expect(cache.bytes).toBe(0);
  });

  test('does not make an answer cacheable that shows something else or an error too', async () => {
    const peer = await countingPeer();
    const client = clientOf({ cacheBytes: 10_000 });
    const operation = new Operation();
    await client.read(textOf(`${peer.url}/1`, { keepFor: () => 60_000 }), operation);
    await client.read(textOf(`${peer.url}/2`), operation);
    expect(operation.maxAgeSeconds).toBe(0);
  });
});

test('a client that closes lets nobody in and waits for those under way', async () => {
  const peer = await gatedPeer();
  const client = clientOf();
  const under = client.read(textOf(peer.url), new Operation());
  await peer.arrived;
  const closed = client.close();
  expect((await failureOf(client.read(textOf(`${peer.url}/late`), new Operation()))).code).toBe('OVERLOADED');
  peer.open();
  expect(await under).toBe('200 1');
  await closed;
  await peer.abandoned();
});
