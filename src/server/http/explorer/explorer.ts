import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { MOUNT_SCRIPT, PAGE_STYLE, START_SCRIPT } from './browser-files.js';
import { exampleOperations, type ExampleSubjects, PLACEHOLDERS } from './examples.js';
import type { Exchange } from '../exchange.js';
import { ASSET_POLICY, type ExplorerKind, pagePolicy, renderPage } from './page.js';
import type { Route } from '../receive.js';
import type { AnswerWriter } from '../write-answer.js';

/** The page that a browser is shown at the address of the graph. Everything about it is loaded only where it is on. */
export interface Explorer {
  /** @param always headers of every answer */
  createRoutes(always: Readonly<Record<string, string>>, write: AnswerWriter): ExplorerRoutes;
}

export interface ExplorerRoutes {
  /** Answers with the page; its address is the graph's. */
  sendPage(exchange: Exchange): void;
  /** The files that the page needs, and the way to it from `/`. */
  readonly assets: readonly Route[];
}

export interface ExplorerOptions {
  /** What the examples ask for in the sandbox; null where the vendors are real. */
  readonly sandbox: ExampleSubjects | null;
  /** Whether callers need a key. */
  readonly needsKey: boolean;
}

export function createExplorer(kind: ExplorerKind, { sandbox, needsKey }: ExplorerOptions): Explorer {
  const examples = exampleOperations(sandbox ?? PLACEHOLDERS);
  const page = renderPage({ kind, isSandbox: sandbox !== null, examples, needsKey });
  return { createRoutes: (always, write) => createRoutes(page, pagePolicy(kind), always, write) };
}

function createRoutes(
  page: string,
  policy: string,
  always: Readonly<Record<string, string>>,
  write: AnswerWriter,
): ExplorerRoutes {
  const common = {
    ...always,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-cache', // revalidated by its etag: a new version shows at once
  };
  const pageHeaders = { ...common, 'content-security-policy': policy, 'content-type': 'text/html; charset=utf-8' };

  function sendAsset(exchange: Exchange, asset: Asset): void {
    const { headers } = exchange.request;
    exchange.vary = exchange.vary === null ? 'accept-encoding' : `accept-encoding, ${exchange.vary}`;
    const head = { ...common, 'content-security-policy': ASSET_POLICY, etag: asset.etag };
    if (headers['if-none-match'] === asset.etag) return write.plain(exchange, 304, head, null);
    const isGzipped = /\bgzip\b/.test(String(headers['accept-encoding'] ?? ''));
    const whole = { ...head, 'cross-origin-resource-policy': 'same-origin', 'content-type': asset.type };
    if (isGzipped) write.plain(exchange, 200, { ...whole, 'content-encoding': 'gzip' }, asset.gzipped);
    else write.plain(exchange, 200, whole, asset.plain);
  }

  const toPage: Route = {
    path: '/',
    // relative, for servers behind a path; not 301, since the explorer may be switched off
    get: (exchange) => write.plain(exchange, 302, { ...common, location: 'graphql' }, null),
  };
  return {
    sendPage: (exchange) => write.plain(exchange, 200, pageHeaders, page),
    assets: [
      toPage,
      ...Object.entries(SOURCES).map(([name, read]): Route => {
        let asset: Promise<Asset> | null = null;
        return {
          path: `/graphql/explorer/${name}`,
          get(exchange) {
            asset ??= makeReady(name, read);
            asset.then(
              (ready) => sendAsset(exchange, ready),
              (error: unknown) => write.refuse(exchange, error),
            );
          },
        };
      }),
    ],
  };
}

interface Asset {
  readonly type: string;
  readonly etag: string;
  readonly plain: Buffer;
  readonly gzipped: Buffer;
}

/** GraphiQL's parts are nine megabytes: they are read when the first browser asks for one. */
const graphiql = () => import('@graphql-yoga/render-graphiql/graphiql');

const SOURCES: Readonly<Record<string, () => Promise<string>>> = {
  'page.css': async () => PAGE_STYLE,
  'start.js': async () => START_SCRIPT,
  'mount.js': async () => MOUNT_SCRIPT,
  'graphiql.css': async () => (await graphiql()).css,
  'graphiql.js': async () => (await graphiql()).js,
  'editor-worker.js': async () => (await graphiql()).editorWorkerService,
  'json-worker.js': async () => (await graphiql()).jsonWorker,
  'graphql-worker.js': async () => (await graphiql()).graphqlWorker,
};

async function makeReady(name: string, read: () => Promise<string>): Promise<Asset> {
  const plain = Buffer.from(await read());
  const etag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`;
  const type = name.endsWith('.css') ? 'text/css; charset=utf-8' : 'text/javascript; charset=utf-8';
  return { type, etag, plain, gzipped: await promisify(gzip)(plain) };
}
