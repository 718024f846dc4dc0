import { createServer, type IncomingMessage, request as ask, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One address for several instances, as a load balancer gives a router. */
export interface Balancer {
  readonly url: string;
  /** Instances that refuse connections are taken out; one that starts is added. */
  add(url: string): void;
  /** The idempotency keys of the sends that are under way at an instance. */
  sendsAt(url: string): readonly string[];
  /** How many streams of events are open at an instance. */
  streamsAt(url: string): number;
  close(): Promise<void>;
}

interface Backend {
  readonly url: string;
  readonly keys: Set<string>;
  streams: number;
  running: number;
}

/** Gives each request to the instance with the fewest, once; a connection that breaks breaks the client's too. */
export async function startBalancer(): Promise<Balancer> {
  let backends: Backend[] = [];

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    while (backends.length > 0) {
      const backend = backends.reduce((best, one) => (one.running < best.running ? one : best));
      if (await pass(backend, request, body, response)) return;
      backends = backends.filter((one) => one !== backend);
    }
    response.writeHead(503).end();
  }

  /** @returns false where nobody listens there: the request has reached nobody */
  function pass(backend: Backend, request: IncomingMessage, body: Buffer, response: ServerResponse): Promise<boolean> {
    const { method, url = '', headers } = request;
    const key = /"idempotencyKey":"([^"]+)"/.exec(body.toString())?.[1];
    const isStream = headers.accept === 'text/event-stream';
    backend.running++;
    if (isStream) backend.streams++;
    if (key !== undefined) backend.keys.add(key);
    return new Promise<boolean>((resolve) => {
      const onward = ask(new URL(url, backend.url), { method, headers, agent: false });
      onward.on('response', (answered) => {
        response.writeHead(answered.statusCode ?? 502, answered.headers);
        answered.pipe(response);
        answered.on('error', () => response.destroy());
      });
      onward.on('error', (error: NodeJS.ErrnoException) => {
        if (error.code === 'ECONNREFUSED') return resolve(false);
        response.destroy();
      });
      response.on('close', () => onward.destroy());
      onward.on('close', () => {
        backend.running--;
        if (isStream) backend.streams--;
        if (key !== undefined) backend.keys.delete(key);
        resolve(true);
      });
      onward.end(body);
    });
  }

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const backendAt = (url: string) => backends.find((one) => one.url === url);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    add: (url) => void backends.push({ url, keys: new Set(), streams: 0, running: 0 }),
    sendsAt: (url) => [...(backendAt(url)?.keys ?? [])],
    streamsAt: (url) => backendAt(url)?.streams ?? 0,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
