import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CallLog } from '../call-log.js';
import { matchRoute, type Question, type Route } from './route.js';
import type { Reply } from './reply.js';
import { writeReply, type Wait } from './write-reply.js';

export interface ListenerOptions {
  readonly vendor: 'routee' | 'gms';
  readonly routes: readonly Route[];
  readonly host: string;
  readonly port: number;
  readonly now: () => number;
  readonly latencyMilliseconds: number;
  readonly wait: Wait;
  readonly calls: CallLog;
  /** The vendor's own words for a path it does not know, and for a request it cannot read. */
  readonly refuse: (status: 400 | 404 | 413 | 500) => Reply;
}

export interface Listener {
  /** Without a slash at its end. */
  readonly url: string;
  close(): Promise<void>;
}

const largestBody = 5_000_000;

/** An HTTP server that answers from a list of routes and notes every call. */
export async function startListener(options: ListenerOptions): Promise<Listener> {
  const closing = new AbortController();
  const server = createServer((request, response) => {
    void serve(options, request, response, closing.signal);
  });
  // clients keep their connections between calls; a short server-side limit would reset reused ones at random
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, () => resolve());
  });
  const { port } = server.address() as AddressInfo;
  const host = options.host.includes(':') ? `[${options.host}]` : options.host;
  return {
    url: `http://${host}:${port}`,
    close: () =>
      new Promise((resolve) => {
        closing.abort();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function serve(
  options: ListenerOptions,
  request: IncomingMessage,
  response: ServerResponse,
  closing: AbortSignal,
): Promise<void> {
  const method = request.method ?? 'GET';
  const path = request.url ?? '/';
  const [pathname = '/', search = ''] = path.split('?', 2);
  const match = matchRoute(options.routes, method, pathname);
  const found = match !== null && match !== 'bad';
  const note = options.calls.add({
    vendor: options.vendor,
    method,
    path,
    route: found ? match.route.template : null,
    at: options.now(),
  });
  try {
    const text = await readBody(request);
    const question: Question = {
      method,
      path,
      text: text ?? '',
      query: new URLSearchParams(search),
      header: (name) => [request.headers[name]].flat()[0],
      param: (name) => (found ? (match.params.get(name) ?? '') : ''),
    };
    const reply =
      text === null
        ? options.refuse(413)
        : found
          ? match.route.answer(question)
          : options.refuse(match === null ? 404 : 400);
    const delay = (reply.delay ?? 0) + options.latencyMilliseconds;
    if (delay > 0) await options.wait(delay, closing);
    if (closing.aborted) return;
    await writeReply(response, reply, note);
  } catch (error) {
    // the caller hung up: nothing to answer
    if (request.destroyed && !request.complete) return;
    console.error('sandbox:', error);
    await writeReply(response, options.refuse(500), note);
  }
}

async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= largestBody) chunks.push(chunk);
  }
  return size > largestBody ? null : Buffer.concat(chunks).toString('utf8');
}
