import { MOUNT_SCRIPT, PAGE_STYLE, START_SCRIPT } from './browser-files.js';
import { exampleOperations, type ExampleSubjects, PLACEHOLDERS } from './examples.js';
import type { Exchange } from '../exchange.js';
import { ASSET_POLICY, type ExplorerKind, pagePolicy, renderPage } from './page.js';
import type { Route } from '../receive.js';
import { readyFile, sendFile, type StaticFile } from '../static-file.js';
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

  const assetHeaders = { ...common, 'content-security-policy': ASSET_POLICY };

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
        let asset: Promise<StaticFile> | null = null;
        return {
          path: `/graphql/explorer/${name}`,
          get(exchange) {
            asset ??= read().then((text) => readyFile(name, text));
            asset.then(
              (ready) => sendFile(exchange, ready, assetHeaders, write),
              (error: unknown) => write.refuse(exchange, error),
            );
          },
        };
      }),
    ],
  };
}

/**
 * GraphiQL's parts are nine megabytes: they are read when the first browser asks for one. `imports` of package.json
 * names where.
 */
const graphiql = () => import('#graphiql');

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
