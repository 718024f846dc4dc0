import type { FastifyReply, FastifyRequest } from 'fastify';
import { createAssets } from './asset.js';
import { ASSET_POLICY, pagePolicy } from './content-policy.js';
import { exampleOperations, type ExampleSubjects, PLACEHOLDERS } from './examples.js';
import { renderPage } from './page.js';

/** `auto`: Apollo Sandbox where the browser reaches its CDN, else GraphiQL from this server. */
export type ExplorerKind = 'auto' | 'sandbox' | 'graphiql';

export interface Explorer {
  sendPage(reply: FastifyReply): FastifyReply;
  /** A file that the page needs. */
  sendAsset(name: string, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply>;
}

export interface ExplorerOptions {
  readonly kind: ExplorerKind | 'off';
  /** What the examples ask for in the sandbox; null where the vendors are real. */
  readonly sandbox: ExampleSubjects | null;
}

const COMMON_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-cache', // asked again, by its tag: a new version shows at once
};

/** @returns null where it is off */
export function createExplorer({ kind, sandbox }: ExplorerOptions): Explorer | null {
  if (kind === 'off') return null;
  const page = renderPage({ kind, isSandbox: sandbox !== null, examples: exampleOperations(sandbox ?? PLACEHOLDERS) });
  const assetOf = createAssets();
  return {
    sendPage: (reply) =>
      reply
        .headers({ ...COMMON_HEADERS, 'content-security-policy': pagePolicy(kind), vary: 'accept, origin' })
        .type('text/html; charset=utf-8')
        .send(page),

    async sendAsset(name, request, reply) {
      const asset = await assetOf(name);
      if (!asset) return reply.code(404).send('not found\n');
      reply.headers({
        ...COMMON_HEADERS,
        'content-security-policy': ASSET_POLICY,
        etag: asset.etag,
        vary: 'accept-encoding, origin',
      });
      if (request.headers['if-none-match'] === asset.etag) return reply.code(304).send();
      reply.header('cross-origin-resource-policy', 'same-origin').type(asset.type);
      if (!/\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) return reply.send(asset.plain);
      return reply.header('content-encoding', 'gzip').send(asset.gzipped);
    },
  };
}
