import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { MOUNT_SCRIPT } from './mount-script.js';
import { PAGE_STYLE } from './page-style.js';
import { START_SCRIPT } from './start-script.js';

export interface Asset {
  readonly type: string;
  readonly etag: string;
  readonly plain: Buffer;
  readonly gzipped: Buffer;
}

const JS = 'text/javascript; charset=utf-8';
const CSS = 'text/css; charset=utf-8';

/** GraphiQL's parts are nine megabytes: they are read when the first browser asks for one. */
const graphiql = () => import('@graphql-yoga/render-graphiql/graphiql');

const SOURCES: ReadonlyMap<string, readonly [type: string, read: () => Promise<string>]> = new Map([
  ['page.css', [CSS, async () => PAGE_STYLE]],
  ['start.js', [JS, async () => START_SCRIPT]],
  ['mount.js', [JS, async () => MOUNT_SCRIPT]],
  ['graphiql.css', [CSS, async () => (await graphiql()).css]],
  ['graphiql.js', [JS, async () => (await graphiql()).js]],
  ['editor-worker.js', [JS, async () => (await graphiql()).editorWorkerService]],
  ['json-worker.js', [JS, async () => (await graphiql()).jsonWorker]],
  ['graphql-worker.js', [JS, async () => (await graphiql()).graphqlWorker]],
]);

/** The files of the page by name, each made ready once; null for any other name. */
export function createAssets(): (name: string) => Promise<Asset> | null {
  const ready = new Map<string, Promise<Asset>>();
  return (name) => {
    const source = SOURCES.get(name);
    if (!source) return null;
    const asset = ready.get(name) ?? makeReady(...source);
    ready.set(name, asset);
    return asset;
  };
}

async function makeReady(type: string, read: () => Promise<string>): Promise<Asset> {
  const plain = Buffer.from(await read());
  const etag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`;
  return { type, etag, plain, gzipped: await promisify(gzip)(plain) };
}
