import 'reflect-metadata';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { parse, validate } from 'graphql';
import { buildGraphSchema } from '../../src/graph/schema.js';
import { exampleOperations, joinExamples, PLACEHOLDERS } from '../../src/server/http/explorer/examples.js';
import { createExplorer } from '../../src/server/http/explorer/explorer.js';
import { type HttpService, startHttpService } from '../server/http/http-service.js';
import { type RunningService, startRunningService, startSandboxedService } from '../support/running-service.js';

const html = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
const schema = buildGraphSchema({ nodeFields: true });

describe('the examples', () => {
  const examples = exampleOperations(PLACEHOLDERS);

  it('are operations of this graph', () => {
    for (const { document } of examples) expect(validate(schema, parse(document))).toEqual([]);
  });

  it('are operations of this graph in one document, too, and share no variable', () => {
    const joined = joinExamples(examples);
    expect(validate(schema, parse(joined.document))).toEqual([]);
    expect(Object.keys(joined.variables)).toEqual(examples.flatMap(({ variables }) => Object.keys(variables)));
  });

  it('send nothing as they stand where the vendors are real', async () => {
    const service = await startSandboxedService();
    const sends = examples.filter(({ document }) => document.includes('mutation'));
    const replies = await Promise.all(sends.map(({ document, variables }) => service.query(document, variables)));
    expect(replies.map(({ errors }) => errors[0]?.extensions.code)).toEqual(['INVALID_RECIPIENT', 'INVALID_RECIPIENT']);
    expect(service.sandbox.calls()).toEqual([]);
    await service.stop();
  });
});

describe('the page', () => {
  let service: RunningService;
  beforeAll(async () => {
    service = await startRunningService({ EXPLORER: 'graphiql' });
  });
  afterAll(() => service.stop());

  it('is for browsers that were typed the address', async () => {
    const response = await fetch(`${service.url}/graphql`, { headers: html });
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('vary')).toContain('accept');
  });

  it('is where the address without a path leads', async () => {
    const response = await fetch(service.url, { redirect: 'manual' });
    expect([response.status, response.headers.get('location')]).toEqual([302, 'graphql']);
  });

  it('leaves queries to the graph, whatever they accept', async () => {
    const response = await fetch(`${service.url}/graphql?query={__typename}`, {
      headers: { ...html, 'apollo-require-preflight': '1' },
    });
    expect(await response.json()).toEqual({ data: { __typename: 'Query' } });
  });

  it('is for browsers that open an address with a query, which is not run', async () => {
    for (const search of ['?query={__typename}', '?query=mutation{__typename}', '?extensions={}']) {
      const response = await fetch(`${service.url}/graphql${search}`, { headers: html });
      expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    }
  });

  it('may run only scripts of its own, and stands in no frame', async () => {
    const { headers } = await fetch(`${service.url}/graphql`, { headers: html });
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy.split('; ')).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "script-src 'self'",
        "connect-src 'self'",
        "frame-ancestors 'none'",
      ]),
    );
    expect(policy).not.toContain('unsafe-eval');
    expect(policy).not.toContain('http');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
  });

  it('has files that a browser fetches once and then only asks about', async () => {
    const url = `${service.url}/graphql/explorer/graphiql.js`;
    const first = await fetch(url, { headers: { 'accept-encoding': 'gzip' } });
    expect(first.headers.get('content-encoding')).toBe('gzip');
    expect(await first.text()).toContain('YogaGraphiQL');
    const again = await fetch(url, { headers: { 'if-none-match': first.headers.get('etag') ?? '' } });
    expect(again.status).toBe(304);
  });

  it('has no other files', async () => {
    expect((await fetch(`${service.url}/graphql/explorer/constructor`)).status).toBe(404);
  });
});

describe('what is offered', () => {
  it.each([
    ['graphiql', 200, 'text/html; charset=utf-8'],
    ['off', 400, 'application/json; charset=utf-8'],
  ])('is an explorer, unless it is off: %s', async (kind, status, type) => {
    const offering = await startRunningService({ SANDBOX: 'on', EXPLORER: kind });
    const answer = await fetch(`${offering.url}/graphql`, { headers: { ...html, accept: 'text/html, */*' } });
    expect([answer.status, answer.headers.get('content-type')]).toEqual([status, type]);
    expect((await fetch(`${offering.url}/graphql/explorer/start.js`)).status).toBe(kind === 'off' ? 404 : 200);
    await offering.stop();
  });

  const services: HttpService[] = [];
  afterEach(async () => {
    for (const service of services.splice(0)) await service.stop();
  });
  async function page(kind: 'auto' | 'sandbox' | 'graphiql'): Promise<Response> {
    const service = await startHttpService({ explorer: createExplorer(kind, { sandbox: null, needsKey: false }) });
    services.push(service);
    return fetch(`${service.url}/graphql`, { headers: html });
  }

  it('has placeholders where the vendors are real', async () => {
    const body = await (await page('graphiql')).text();
    expect(body).toContain('tracking id of a campaign>');
    expect(body).not.toContain('ca000237');
    expect(body).not.toContain('sandbox: nothing is sent');
  });

  it('lets Apollo Sandbox in only where it is offered', async () => {
    const policyOf = async (kind: 'auto' | 'sandbox' | 'graphiql') =>
      (await page(kind)).headers.get('content-security-policy');
    expect(await policyOf('graphiql')).not.toContain('apollographql.com');
    expect(await policyOf('auto')).toContain("script-src 'self' https://embeddable-sandbox.cdn.apollographql.com;");
    expect(await policyOf('sandbox')).toContain('frame-src https://sandbox.embed.apollographql.com');
    expect(await policyOf('sandbox')).not.toContain('unsafe');
  });

  it('has files that also come as they are', async () => {
    await page('auto');
    const ask = async (encoding: string) =>
      fetch(`${services[0]!.url}/graphql/explorer/start.js`, { headers: { 'accept-encoding': encoding } });
    const [plain, gzipped] = [await ask('identity'), await ask('gzip, br')];
    expect([plain.headers.get('content-encoding'), gzipped.headers.get('content-encoding')]).toEqual([null, 'gzip']);
    expect(await gzipped.text()).toBe(await plain.text());
  });
});
