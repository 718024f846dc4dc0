import 'reflect-metadata';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Fastify, { type FastifyInstance } from 'fastify';
import { parse, validate } from 'graphql';
import { buildGraphSchema } from '../../src/graph/schema.js';
import { exampleOperations, joinExamples, PLACEHOLDERS } from '../../src/server/http/explorer/examples.js';
import { createExplorer } from '../../src/server/http/explorer/explorer.js';
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

  it('leaves queries to the graph, whatever they accept', async () => {
    const response = await fetch(`${service.url}/graphql?query={__typename}`, {
      headers: { ...html, 'apollo-require-preflight': '1' },
    });
    expect(await response.json()).toEqual({ data: { __typename: 'Query' } });
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
  it('is an explorer, unless it is off', () => {
    for (const kind of ['auto', 'graphiql', 'sandbox'] as const) {
      expect(createExplorer({ kind, sandbox: null })).not.toBeNull();
    }
    expect(createExplorer({ kind: 'off', sandbox: null })).toBeNull();
  });

  it('has placeholders where the vendors are real', async () => {
    const app = serve('graphiql');
    const { body } = await app.inject('/');
    expect(body).toContain('tracking id of a campaign>');
    expect(body).not.toContain('ca000237');
    expect(body).not.toContain('sandbox: nothing is sent');
  });

  it('lets Apollo Sandbox in only where it is offered', async () => {
    const policyOf = async (kind: 'auto' | 'sandbox' | 'graphiql') =>
      String((await serve(kind).inject('/')).headers['content-security-policy']);
    expect(await policyOf('graphiql')).not.toContain('apollographql.com');
    expect(await policyOf('auto')).toContain("script-src 'self' https://embeddable-sandbox.cdn.apollographql.com;");
    expect(await policyOf('sandbox')).toContain('frame-src https://sandbox.embed.apollographql.com');
    expect(await policyOf('sandbox')).not.toContain('unsafe');
  });

  it('has files that also come as they are', async () => {
    const app = serve('auto');
    const plain = await app.inject({ url: '/start.js' });
    const gzipped = await app.inject({ url: '/start.js', headers: { 'accept-encoding': 'gzip, br' } });
    expect(gunzipSync(gzipped.rawPayload).toString()).toBe(plain.body);
  });

  function serve(kind: 'auto' | 'sandbox' | 'graphiql'): FastifyInstance {
    const explorer = createExplorer({ kind, sandbox: null })!;
    const app = Fastify();
    app.get('/', (_request, reply) => explorer.sendPage(reply));
    app.get<{ Params: { name: string } }>('/:name', (request, reply) =>
      explorer.sendAsset(request.params.name, request, reply),
    );
    return app;
  }
});
