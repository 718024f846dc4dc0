import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { startService } from '../../src/app/service.js';
import { readConfig } from '../../src/config/config.js';
import { createLog } from '../../src/server/observability/log.js';
import { describeWithRedis, type RedisServer, startRedisServer } from '../support/redis-server.js';
import { accountsOf, type RunningService, startRunningService } from '../support/running-service.js';
import { sandboxIds, startSandbox } from '../support/sandbox.js';
import { stopTime } from '../support/still-time.js';
import { openConnection } from './by-hand.js';
import { bearer, keyOf, writeTenants } from './tenants-file.js';

interface RateHeaders {
  readonly status: number;
  readonly policy: string | null;
  readonly limit: string | null;
  readonly retryAfter: string | null;
}

const rateHeadersOf = async (response: Response): Promise<RateHeaders> => {
  await response.body?.cancel();
  return {
    status: response.status,
    policy: response.headers.get('ratelimit-policy'),
    limit: response.headers.get('ratelimit'),
    retryAfter: response.headers.get('retry-after'),
  };
};

const message = (n: number): string => `viberMessage(trackingId: "ca000012-0000-4000-8000-00000000000${n}") { to }`;

describe('the rates of a caller in the headers of answers', () => {
  let service: RunningService;
  beforeAll(async () => {
    service = await startRunningService({
      SANDBOX: 'on',
      ...writeTenants([
        {
          id: 'shop',
          keys: [
            keyOf('operations', { operationsPerMinute: 3 }),
            keyOf('calls', { upstreamCallsPerMinute: 9 }),
            keyOf('both', { operationsPerMinute: 600, upstreamCallsPerMinute: 3000 }),
            keyOf('shares', { operationsPerMinute: 10, upstreamCallsPerMinute: 10 }),
            keyOf('streams', { operationsPerMinute: 10, upstreamCallsPerMinute: 500 }),
            keyOf('odd', { operationsPerMinute: 10 }),
            keyOf('unlimited'),
          ],
        },
      ]),
    });
    stopTime();
  });
  afterAll(async () => {
    jest.useRealTimers();
    await service.stop();
  });

  const post = (key: string, query: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
    fetch(`${service.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...bearer(key), ...headers },
      body: JSON.stringify({ query }),
    });
  const ask = async (...given: Parameters<typeof post>): Promise<RateHeaders> => rateHeadersOf(await post(...given));

  test('an answer has the policy, what is left of it and for how many seconds; a refusal has the same second twice', async () => {
    const policy = '"operations";q=3;w=60';
    const first = await ask('operations', '{ __typename }');
    expect(first).toEqual({ status: 200, policy, limit: '"operations";r=2;t=60', retryAfter: null });
    jest.advanceTimersByTime(20_500);
    expect(await ask('operations', '{ __typename }')).toMatchObject({ limit: '"operations";r=1;t=40' });
    expect(await ask('operations', '{ unknown }')).toMatchObject({ limit: '"operations";r=0;t=40' });
    const refused = await ask('operations', '{ __typename }');
    expect(refused).toEqual({ status: 429, policy, limit: '"operations";r=0;t=40', retryAfter: '40' });
    jest.advanceTimersByTime(39_500);
    expect(await ask('operations', '{ __typename }')).toMatchObject({ status: 200, limit: '"operations";r=2;t=60' });
  });

  test('vendor calls are those that were made, not those that were reserved; nothing counted has no time', async () => {
    const policy = '"vendor-calls";q=9;w=60';
    expect(await ask('calls', '{ __typename }')).toMatchObject({ status: 200, policy, limit: '"vendor-calls";r=9' });
    const three = `{ ${[1, 2, 3].map((n) => `m${n}: ${message(n)}`).join(' ')} }`;
    expect(await ask('calls', three)).toMatchObject({ limit: '"vendor-calls";r=6;t=60' });
    const fresh = { 'cache-control': 'no-cache' };
    expect(await ask('calls', three)).toMatchObject({ limit: '"vendor-calls";r=6;t=60' }); // all of it from memory
    expect(await ask('calls', three, fresh)).toMatchObject({ limit: '"vendor-calls";r=3;t=60' });
    jest.advanceTimersByTime(10_000);
    const four = `{ ${[1, 2, 3, 4].map((n) => `m${n}: ${message(n)}`).join(' ')} }`;
    expect(await ask('calls', four, fresh)).toEqual({
      status: 429,
      policy,
      limit: '"vendor-calls";r=3;t=50',
      retryAfter: '50',
    });
  });

  test('two limits are two items, by GET and by HEAD too', async () => {
    const policy = '"operations";q=600;w=60, "vendor-calls";q=3000;w=60';
    const headers = { 'apollo-require-preflight': '1', ...bearer('both') };
    const address = `${service.url}/graphql?query=${encodeURIComponent(`{ ${message(5)} }`)}`;
    expect(await rateHeadersOf(await fetch(address, { headers }))).toMatchObject({
      status: 200,
      policy,
      limit: '"operations";r=599;t=60, "vendor-calls";r=2999;t=60',
    });
    expect(await rateHeadersOf(await fetch(address, { method: 'HEAD', headers }))).toMatchObject({
      status: 200,
      policy,
      limit: '"operations";r=598;t=60, "vendor-calls";r=2999;t=60',
    });
  });

  test('each caller of a shared answer gets its own count', async () => {
    const query = '{ viberMessage(trackingId: "magic-slow-300") { trackingId } }';
    const headers = { 'cache-control': 'max-age=60' };
    const answers = await Promise.all(Array.from({ length: 4 }, () => ask('shares', query, headers)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    // all four were admitted before the first answer; one call was made for them
    expect(new Set(answers.map(({ limit }) => limit))).toEqual(
      new Set(['"operations";r=6;t=60, "vendor-calls";r=9;t=60']),
    );
  });

  test.each([
    ['server-sent events', 'text/event-stream', 9],
    ['multipart', 'multipart/mixed;subscriptionSpec=1.0', 8],
  ])('the head of a subscription by %s has them as they were after its start', async (_name, accept, remaining) => {
    const query = `subscription { viberMessageUpdated(trackingId: "${sandboxIds.messageSeen}") { isLast } }`;
    const response = await post('streams', query, { accept });
    expect(await response.clone().text()).toContain('{"data":{"viberMessageUpdated":{"isLast":true}}}');
    const { status, policy, limit } = await rateHeadersOf(response);
    expect({ status, policy }).toEqual({
      status: 200,
      policy: '"operations";q=10;w=60, "vendor-calls";q=500;w=60',
    });
    expect(limit).toMatch(new RegExp(`^"operations";r=${remaining};t=60, "vendor-calls";r=\\d+(;t=60)?$`));
  });

  const JSON_TYPE = { 'content-type': 'application/json' };
  const LARGE = { 'content-length': '2000000', connection: 'close' };
  test.each<[string, number, string, Readonly<Record<string, string>>]>([
    ['a GET without a header of its own', 400, 'GET', {}],
    ['an unknown media type', 415, 'POST', { 'content-type': 'image/png' }],
    ['an Accept that nothing meets', 406, 'POST', { ...JSON_TYPE, accept: 'image/png' }],
    ['a declared length above the limit', 413, 'POST', { ...JSON_TYPE, ...LARGE }],
    ['an unknown encoding', 415, 'POST', { ...JSON_TYPE, 'content-encoding': 'zstd' }],
    ['a method that is not allowed', 405, 'PUT', JSON_TYPE],
    ['a stream of another origin', 403, 'GET', { accept: 'text/event-stream', origin: 'https://other.example' }],
  ])('what is refused before its caller is identified has none: %s', async (_name, status, method, headers) => {
    const connection = await openConnection(service.url);
    const lines = Object.entries({ host: 'localhost', connection: 'close', ...bearer('odd'), ...headers });
    connection.write(
      `${method} /graphql?query={__typename} HTTP/1.1\r\n${lines.map((line) => line.join(': ')).join('\r\n')}\r\n\r\n`,
    );
    await connection.receives('\r\n\r\n');
    connection.socket.destroy();
    expect(connection.received()).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(connection.received()).not.toMatch(/ratelimit/i);
  });

  test('what is refused after its caller is identified has them', async () => {
    const policy = '"operations";q=10;w=60';
    expect(await ask('odd', '{ unknown }')).toMatchObject({ policy });
    expect(await ask('odd', '{')).toMatchObject({ policy });
    const noRequest = await fetch(`${service.url}/graphql`, {
      method: 'POST',
      headers: { ...JSON_TYPE, ...bearer('odd') },
      body: '[',
    });
    expect(await rateHeadersOf(noRequest)).toMatchObject({ status: 400, policy });
  });

  test('answers without an operation and those to callers without limits have none', async () => {
    const none = { policy: null, limit: null };
    expect(await ask('unlimited', '{ __typename }')).toMatchObject({ status: 200, ...none });
    expect(await ask('not a key', '{ __typename }')).toMatchObject({ status: 401, ...none });
    for (const path of ['/livez', '/readyz', '/none'])
      expect(await rateHeadersOf(await fetch(service.url + path, { headers: bearer('odd') }))).toMatchObject(none);
  });
});

describeWithRedis('the rates of a caller whose servers count together', () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await startRedisServer();
  });
  afterAll(() => redis.stop());

  test('are computed from what all of them counted; without Redis by what this one did', async () => {
    const sandbox = await startSandbox();
    const config = readConfig({
      PORT: '0',
      DRAIN_SECONDS: '0',
      REDIS_URL: redis.url,
      RATE_OPERATIONS_PER_MINUTE: '9',
      RATE_UPSTREAM_CALLS_PER_MINUTE: '9',
      ...accountsOf(sandbox),
    });
    const [one, two] = [
      await startService(config, createLog('silent', process.stdout), { redisTimeoutMs: 60_000 }),
      await startService(config, createLog('silent', process.stdout), { redisTimeoutMs: 60_000 }),
    ];
    const leftOf = async ({ url }: { url: string }, query: string): Promise<string> => {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'cache-control': 'no-cache' },
        body: JSON.stringify({ query }),
      });
      const { limit } = await rateHeadersOf(response);
      return (limit ?? '').replace(/;t=([1-9]|[1-5]\d|60)(?=,|$)/g, ''); // seconds of Redis's own clock
    };
    expect(await leftOf(one, `{ a: ${message(1)} b: ${message(2)} }`)).toBe('"operations";r=8, "vendor-calls";r=7');
    expect(await leftOf(two, `{ ${message(3)} }`)).toBe('"operations";r=7, "vendor-calls";r=6');
    expect(await leftOf(one, '{ __typename }')).toBe('"operations";r=6, "vendor-calls";r=6');
    await redis.kill();
    expect(await leftOf(two, `{ ${message(4)} }`)).toBe('"operations";r=8, "vendor-calls";r=8');
    for (const service of [one, two]) await service.stop();
    await sandbox.close();
  });
});
