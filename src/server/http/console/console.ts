import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Route } from '../receive.js';
import { readyFile, sendFile, type StaticFile } from '../static-file.js';
import type { AnswerWriter } from '../write-answer.js';

/** The console of examples/console, as it was built. */
export interface Console {
  /** @param always headers of every answer */
  createRoutes(always: Readonly<Record<string, string>>, write: AnswerWriter): readonly Route[];
}

const BUILT = fileURLToPath(new URL('../../../../examples/console/dist', import.meta.url));
const PAGE = 'index.html';
/** Where the names of files contain a digest of what is in them. */
const DIGESTED = /^assets\//;
const SERVED = /\.(html|css|js|svg)$/;

/** Everything from this server, but for the images of messages, which are loaded when a person asks for one. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' https:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** @throws where it was not built */
export function createConsole(): Console {
  const names = readdirSync(BUILT, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => SERVED.test(name));
  return { createRoutes: (always, write) => createRoutes(names, always, write) };
}

function createRoutes(
  names: readonly string[],
  always: Readonly<Record<string, string>>,
  write: AnswerWriter,
): readonly Route[] {
  const headersOf = (name: string) => ({
    ...always,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'content-security-policy': POLICY,
    'cache-control': DIGESTED.test(name) ? 'public, max-age=31536000, immutable' : 'no-cache', // revalidated by its etag
  });
  const files = names.map((name): Route => {
    let file: Promise<StaticFile> | null = null;
    const headers = headersOf(name);
    return {
      path: name === PAGE ? '/console/' : `/console/${name}`,
      get(exchange) {
        file ??= readyFile(name, readFileSync(join(BUILT, name)));
        file.then(
          (ready) => sendFile(exchange, ready, headers, write),
          (error: unknown) => write.refuse(exchange, error),
        );
      },
    };
  });
  // the addresses in the page are relative, for servers behind a path
  const toPage: Route = {
    path: '/console',
    get: (exchange) => write.plain(exchange, 308, { ...always, location: 'console/', 'content-length': '0' }, null),
  };
  return [toPage, ...files];
}
