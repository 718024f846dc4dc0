import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Reply, writeReply } from './reply.js';
import type { World } from './world.js';

/** One request, its body read. */
export interface StandInRequest {
  readonly query: URLSearchParams;
  readonly body: string;
  header(name: string): string | undefined;
  /** A decoded segment of the path, by its name in the template. */
  param(name: string): string;
}

export interface Route {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** For example `/viber/tracking/{trackingId}`. */
  readonly template: string;
  answer(request: StandInRequest): Reply;
}

export interface ListenerOptions {
  readonly world: World;
  /** As the call log names it. */
  readonly vendor: string;
  /** 0 takes a free port. */
  readonly port: number;
  /** The first that matches answers. */
  readonly routes: readonly Route[];
  /** The vendor's error for an unknown path and for a request that cannot be read. */
  readonly refuse: (status: 400 | 404 | 413 | 500) => Reply;
}

export interface Listener {
  /** Without a slash at its end. */
  readonly url: string;
  close(): Promise<void>;
}

const MAX_BODY_BYTES = 5_000_000;

/** An HTTP server that answers from a list of routes and records every request. Rejects when the port is taken. */
export async function startListener(options: ListenerOptions): Promise<Listener> {
  const closing = new AbortController();
  const server = createServer((request, response) => {
    void serve(options, request, response, closing.signal);
  });
  // longer than clients keep idle connections: they would reuse one that is being closed
  server.keepAliveTimeout = 60_000;
  const { host } = options.world;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, host, () => resolve());
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    close: () =>
      new Promise((resolve) => {
        closing.abort();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function serve(
  { world, vendor, routes, refuse }: ListenerOptions,
  request: IncomingMessage,
  response: ServerResponse,
  closing: AbortSignal,
): Promise<void> {
  const { method = 'GET', url: path = '/' } = request;
  const [pathname = '/', search = ''] = path.split('?', 2);
  const match = matchRoute(routes, method, pathname);
  const found = match !== null && match !== 'bad' ? match : null;
  const route = found?.route.template ?? null;
  const recordStatus = world.calls.add({ vendor, method, path, route, at: world.clock.now() });
  try {
    const body = await readBody(request);
    const answer = (): Reply => {
      if (body === null) return refuse(413);
      if (!found) return refuse(match === null ? 404 : 400);
      return found.route.answer({
        body,
        query: new URLSearchParams(search),
        header: (name) => [request.headers[name]].flat()[0],
        param: (name) => found.params.get(name) ?? '',
      });
    };
    const reply = answer();
    const { delay = 0 } = reply;
    if (delay > 0) await world.wait(delay, closing);
    if (closing.aborted) return;
    await writeReply(response, reply, recordStatus);
  } catch (error) {
    // the caller disconnected while sending
    if (request.destroyed && !request.complete) return;
    console.error('sandbox:', error);
    await writeReply(response, refuse(500), recordStatus);
  }
}

/** Null for a body that is too large. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  return size > MAX_BODY_BYTES ? null : Buffer.concat(chunks).toString('utf8');
}

interface RouteMatch {
  readonly route: Route;
  readonly params: ReadonlyMap<string, string>;
}

/** Null when no route matches, 'bad' when the path is not well-formed percent encoding. */
function matchRoute(routes: readonly Route[], method: string, pathname: string): RouteMatch | null | 'bad' {
  for (const route of routes) {
    if (route.method !== method) continue;
    const params = matchTemplate(route.template, pathname);
    if (params === 'bad') return 'bad';
    if (params) return { route, params };
  }
  return null;
}

function matchTemplate(template: string, pathname: string): Map<string, string> | null | 'bad' {
  const names = template.split('/');
  const segments = pathname.split('/');
  if (names.length !== segments.length) return null;
  const params = new Map<string, string>();
  for (const [index, name] of names.entries()) {
    const segment = segments[index] ?? '';
    if (!name.startsWith('{')) {
      if (name !== segment) return null;
      continue;
    }
    if (segment === '') return null;
    try {
      params.set(name.slice(1, -1), decodeURIComponent(segment));
    } catch {
      return 'bad';
    }
  }
  return params;
}

/** HTTP Basic: name and password of an `Authorization` header, or null when it is not a well-formed one. */
export function readBasic(header: string | undefined): { name: string; password: string } | null {
  const encoded = /^basic ([a-z0-9+/]+=*)$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return null;
  const text = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? null : { name: text.slice(0, colon), password: text.slice(colon + 1) };
}
