import {
  createServer as createHttpServer,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from 'node:http';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach } from '@jest/globals';
import { until } from '../../support/wait.js';

export interface Peer {
  readonly url: string;
  /** Connections ever made. */
  connections(): number;
  /** Resolves when the client holds no connection any more. */
  abandoned(): Promise<void>;
  /** Bytes that could be written, all connections together. */
  written(): number;
  close(): Promise<void>;
}

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** To be closed after the test, before whatever was made earlier. */
export function closedAfterwards(close: () => Promise<void>): void {
  closers.push(close);
}

/** A peer that writes whatever it likes once a request has come. */
export const rawPeer = (answer: (socket: Socket) => void): Promise<Peer> =>
  listen(createServer((socket) => socket.once('data', () => answer(socket))));

/** A peer that accepts connections and never reads. */
export const silentPeer = (): Promise<Peer> => listen(createServer(() => undefined));

export const httpPeer = (listener: RequestListener): Promise<Peer> => listen(createHttpServer(listener));

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** An HTTP peer that remembers what it was asked; `arrived` resolves when so many requests have come. */
export async function recordingPeer(
  answer: (request: Received, response: ServerResponse, count: number) => void,
): Promise<Peer & { received: Received[]; arrived: (count: number) => Promise<unknown> }> {
  const received: Received[] = [];
  const peer = await httpPeer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      const one = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body };
      received.push(one);
      answer(one, response, received.length);
    });
  });
  return { ...peer, received, arrived: (count) => until(() => received.length >= count) };
}

export const json = (
  response: ServerResponse,
  value: unknown,
  status = 200,
  headers: Record<string, string> = {},
): void => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(value));
};

/** An address where nobody listens. */
export async function deadUrl(): Promise<string> {
  const peer = await silentPeer();
  await peer.close();
  return peer.url;
}

async function listen(server: Server): Promise<Peer> {
  const open = new Set<Socket>();
  const all: Socket[] = [];
  let allClosed: () => void = () => undefined;
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    all.push(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      open.delete(socket);
      if (open.size === 0) allClosed();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  let closed = false;
  const close = async (): Promise<void> => {
    if (closed) return;
    closed = true;
    for (const socket of open) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  closedAfterwards(close);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: () => all.length,
    abandoned: () => new Promise((resolve) => (open.size === 0 ? resolve() : (allClosed = resolve))),
    written: () => all.reduce((sum, socket) => sum + socket.bytesWritten, 0),
    close,
  };
}
