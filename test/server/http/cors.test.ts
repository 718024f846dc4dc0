import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type RunningService, startRunningService } from '../../support/running-service.js';
import { until } from '../../support/wait.js';
import { openConnection, type RawConnection } from '../by-hand.js';

const ORIGIN = 'https://shop.example';
const BODY = '{"query":"{ __typename }"}';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** By hand, since fetch keeps Origin and preflights to itself. */
async function ask(
  url: string,
  method: string,
  path: string,
  lines: readonly string[] = [],
  body = '',
): Promise<Answer> {
  const connection: RawConnection = await openConnection(url);
  const length = method === 'POST' ? [`content-length: ${body.length}`] : [];
  const head = [`${method} ${path} HTTP/1.1`, 'host: 127.0.0.1', 'connection: close', ...lines, ...length];
  connection.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  await connection.closed;
  const [top = '', ...rest] = connection.received().split('\r\n\r\n');
  const [line = '', ...headers] = top.split('\r\n');
  return {
    status: Number(line.split(' ')[1]),
    headers: Object.fromEntries(headers.map((header) => header.split(/: (.*)/s).slice(0, 2) as [string, string])),
    body: rest.join('\r\n\r\n'),
  };
}

const JSON_TYPE = 'content-type: application/json';

describe('where pages of an origin may call', () => {
  let service: RunningService;
  beforeAll(async () => {
    service = await startRunningService({ SANDBOX: 'on', CORS_ORIGINS: ORIGIN });
  });
  afterAll(() => service.stop());
  const preflight = (origin: string) =>
    ask(service.url, 'OPTIONS', '/graphql', [
      `origin: ${origin}`,
      'access-control-request-method: POST',
      'access-control-request-headers: content-type, authorization',
    ]);

  test('a preflight is answered with what it may send', async () => {
    const { status, headers, body } = await preflight(ORIGIN);
    expect({ status, body }).toEqual({ status: 204, body: '' });
    expect(headers).toMatchObject({
      'access-control-allow-origin': ORIGIN,
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'GET, HEAD, POST',
      'access-control-allow-headers': 'content-type, authorization',
      'access-control-max-age': '600',
      vary: 'origin, access-control-request-headers',
    });
  });

  test('a preflight of another origin is answered with nothing', async () => {
    const { status, headers } = await preflight('https://evil.example');
    expect(status).toBe(204);
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control-'))).toEqual([]);
  });

  test.each([
    ['an operation', [JSON_TYPE], BODY, 200],
    ['an operation that is refused', [JSON_TYPE], '{', 400],
    ['a body of another type', ['content-type: text/plain'], BODY, 415],
  ])('%s is answered so that the page can read it', async (_name, lines, body, status) => {
    const answer = await ask(service.url, 'POST', '/graphql', [`origin: ${ORIGIN}`, ...lines], body);
    expect(answer.status).toBe(status);
    expect(answer.headers).toMatchObject({
      'access-control-allow-origin': ORIGIN,
      'access-control-allow-credentials': 'true',
      'access-control-expose-headers': 'ratelimit, ratelimit-policy, retry-after, x-request-id',
      vary: 'origin',
    });
  });

  test('another origin is answered without leave to read', async () => {
    const { headers } = await ask(service.url, 'POST', '/graphql', ['origin: https://evil.example', JSON_TYPE], BODY);
    expect(headers['access-control-allow-origin']).toBeUndefined();
    expect(headers['vary']).toBe('origin');
  });

  test('the same checks are made as without CORS', async () => {
    const foreign = await ask(service.url, 'POST', '/graphql', [JSON_TYPE], BODY);
    expect(foreign.status).toBe(200);
    const [noHeader] = [await ask(service.url, 'GET', '/graphql?query={__typename}', [`origin: ${ORIGIN}`])];
    expect(noHeader.status).toBe(400);
  });
});

describe('in the sandbox, without a list of origins', () => {
  let service: RunningService;
  beforeAll(async () => {
    service = await startRunningService({ SANDBOX: 'on' });
  });
  afterAll(() => service.stop());
  const allowed = async (origin: string) => {
    const { headers } = await ask(service.url, 'POST', '/graphql', [`origin: ${origin}`, JSON_TYPE], BODY);
    return headers['access-control-allow-origin'];
  };

  test.each(['http://localhost:5173', 'http://127.0.0.1:3000', 'https://localhost', 'http://[::1]:8080'])(
    'a page at %s may call, as while it is developed',
    async (origin) => {
      expect(await allowed(origin)).toBe(origin);
    },
  );

  test.each(['https://localhost.evil.example', 'http://127.0.0.1.evil.example', 'http://evil.example:80', 'null'])(
    'a page at %s may not',
    async (origin) => {
      expect(await allowed(origin)).toBeUndefined();
    },
  );
});

describe.each([
  ['without CORS', 'off'],
  ['with CORS', ORIGIN],
])('methods, %s', (_name, CORS_ORIGINS) => {
  let service: RunningService;
  beforeAll(async () => {
    service = await startRunningService({ SANDBOX: 'on', EXPLORER: 'graphiql', CORS_ORIGINS });
    // 503 while its first question to a vendor takes longer than it waits for one
    await until(async () => (await ask(service.url, 'GET', '/readyz', [])).status === 200);
  });
  afterAll(() => service.stop());

  test.each([
    ['/livez', [], 200],
    ['/readyz', [], 200],
    ['/graphql', ['accept: text/html'], 200],
    ['/graphql/explorer/start.js', [], 200],
    ['/graphql?query={__typename}', ['apollo-require-preflight: 1'], 200],
    ['/nowhere', [], 404],
  ])('HEAD %s has the headers of GET and no body', async (path, lines, status) => {
    const [get, head] = [await ask(service.url, 'GET', path, lines), await ask(service.url, 'HEAD', path, lines)];
    expect([get.status, head.status]).toEqual([status, status]);
    const { Date: _a, 'x-request-id': _b, 'cache-control': _c, ...reported } = head.headers;
    expect(get.headers).toMatchObject(reported);
    expect(get.body.length).toBeGreaterThan(0);
    expect(head.body).toBe('');
  });

  test.each([
    ['PUT', '/graphql', 'GET, HEAD, POST'],
    ['DELETE', '/graphql', 'GET, HEAD, POST'],
    ['POST', '/livez', 'GET, HEAD'],
    ['PATCH', '/graphql/explorer/start.js', 'GET, HEAD'],
  ])('%s %s is refused with the methods that there are', async (method, path, allow) => {
    const { status, headers } = await ask(service.url, method, path);
    expect({ status, allow: headers['allow'] }).toEqual({ status: 405, allow });
  });

  test('OPTIONS lists the methods', async () => {
    const { status, headers } = await ask(service.url, 'OPTIONS', '/graphql');
    expect({ status, allow: headers['allow'] }).toEqual({
      status: CORS_ORIGINS === 'off' ? 405 : 204,
      allow: 'GET, HEAD, POST',
    });
  });

  test.each(['/graphql/', '/graphqlx', '/graphql/explorer/', '/graphql/explorer/constructor', '//graphql'])(
    'nothing is at %s',
    async (path) => {
      expect((await ask(service.url, 'GET', path)).status).toBe(404);
    },
  );
});
