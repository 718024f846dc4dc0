import 'reflect-metadata';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { standInSettings } from '../support/stand-in-routee.js';
import { type Reply, type RunningService, startRunningService } from '../support/running-service.js';
import { eventually } from '../support/wait.js';

const LIMIT = 4;

/** A vendor that gives tokens and holds every read until it is released; then nothing is found. */
async function startHoldingVendor() {
  let held: ServerResponse[] = [];
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/oauth/token')) {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ access_token: 'token', token_type: 'bearer', expires_in: 3600 }));
    } else {
      held.push(response);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Resolves when so many reads are held. */
    holds: (count: number) =>
      eventually(
        () => held.length,
        (length) => length === count,
      ),
    release() {
      for (const response of held) response.writeHead(404, { 'content-type': 'application/json' }).end('{}');
      held = [];
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

describe('a server that runs as many operations as it may', () => {
  let vendor: Awaited<ReturnType<typeof startHoldingVendor>>;
  let service: RunningService;
  beforeAll(async () => {
    vendor = await startHoldingVendor();
    service = await startRunningService({
      ...standInSettings(vendor.url),
      MAX_CONCURRENT_OPERATIONS: String(LIMIT),
      OPERATION_TIMEOUT_MS: '600000',
      UPSTREAM_TIMEOUT_MS: '600000',
    });
  });
  afterAll(async () => {
    vendor.release();
    await service.stop();
    await vendor.close();
  });

  const read = (name: string, headers = {}): Promise<Reply<unknown>> =>
    service.query(`{ viberMessage(trackingId: "${name}") { to } }`, {}, headers);
  const SHARED = { 'cache-control': 'max-age=60', 'x-upstream-report': '0' };

  test('refuses more at once with 503 and the time to wait, and finishes what runs', async () => {
    const running = Array.from({ length: LIMIT }, (_, n) => read(`a${n}`));
    await vendor.holds(LIMIT);
    for (let n = 0; n < 10; n++) {
      const { status, errors, headers } = await service.query('{ __typename }');
      expect(status).toBe(503);
      expect(errors).toMatchObject([{ extensions: { code: 'OVERLOADED', retryable: true, retryAfterSeconds: 1 } }]);
      expect(errors[0]?.extensions['requestId']).toBe(headers.get('x-request-id'));
      expect(headers.get('retry-after')).toBe('1');
    }
    vendor.release();
    expect((await Promise.all(running)).map(({ status }) => status)).toEqual(Array(LIMIT).fill(200));
    expect((await service.query('{ __typename }')).status).toBe(200);
  });

  test('lets those join who ask what is being answered already', async () => {
    const others = Array.from({ length: LIMIT - 1 }, (_, n) => read(`b${n}`));
    const first = read('same', SHARED);
    await vendor.holds(LIMIT);
    const joiners = Array.from({ length: 20 }, () => read('same', SHARED));
    const refused = await read('other'); // came after the joiners, and found no place
    expect(refused.status).toBe(503);
    expect(await vendor.holds(LIMIT)).toBe(LIMIT);
    vendor.release();
    expect(new Set((await Promise.all(joiners)).map(({ status }) => status))).toEqual(new Set([200]));
    await Promise.all([...others, first]);
  });
});
