import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { readSpans } from './otlp.js';

/** A span as a collector reads it. */
export interface ReceivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  /** Empty for a root. */
  readonly parentSpanId: string;
  readonly traceState: string;
  readonly name: string;
  /** 2 SERVER, 3 CLIENT. */
  readonly kind: number;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
  /** 2 is an error. */
  readonly status: number;
  readonly resource: Readonly<Record<string, unknown>>;
}

export const SERVER = 2;
export const CLIENT = 3;
export const ERROR = 2;

export interface Exported {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  /** Decompressed. */
  readonly body: Buffer;
}

export interface Collector {
  readonly url: string;
  readonly exports: readonly Exported[];
  spans(): readonly ReceivedSpan[];
  /** Of all bodies, as text. */
  text(): string;
  close(): Promise<void>;
}

/** How a collector answers; absent for success. */
export type Answering = (response: ServerResponse, count: number) => void;

const succeed: Answering = (response) => void response.writeHead(200, { 'content-type': 'application/json' }).end('{}');

/** A collector of OTLP over HTTP, JSON and protobuf. @param answer never ends the response for one that hangs */
export async function startCollector(answer: Answering = succeed): Promise<Collector> {
  const exports: Exported[] = [];
  let requests = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const raw = Buffer.concat(chunks);
      const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(raw) : raw;
      exports.push({ path: request.url ?? '', headers: request.headers, body });
      answer(response, ++requests);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    exports,
    spans: () => exports.flatMap(({ headers, body }) => readSpans(headers['content-type'], body)),
    text: () => exports.map(({ body }) => body.toString('latin1')).join('\n'),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
