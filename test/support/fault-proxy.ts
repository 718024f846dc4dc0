import { createServer, request as ask, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** What the proxy does to one request. */
export type ProxyFault =
  /** Hands everything on as it is. */
  | 'NONE'
  /** Takes the request and breaks the connection; the vendor gets nothing. */
  | 'RESET_BEFORE'
  /** The vendor gets half of the request, then both connections break. */
  | 'RESET_IN_REQUEST'
  /** The vendor gets the whole request; the connection breaks before its answer. */
  | 'RESET_AFTER'
  /** The connection breaks in the middle of the answer. */
  | 'RESET_IN_ANSWER'
  /** The connection is closed in good order in the middle of the answer. */
  | 'CLOSE_IN_ANSWER'
  /** Half of the answer, under a length that fits. */
  | 'TRUNCATE'
  /** The answer comes late. */
  | 'DELAY'
  /** The request is swallowed, and nothing comes. */
  | 'HANG_BEFORE'
  /** The vendor gets the request, and its answer is swallowed. */
  | 'HANG_AFTER'
  /** Something that is no HTTP comes in place of the answer. */
  | 'GARBAGE';

/** One request that came to the proxy. */
export interface ProxiedRequest {
  /** What `marker` found in its body. */
  readonly marker: string | null;
  readonly fault: ProxyFault;
  /** The status that was handed over, in a whole answer or, where it refuses, in a cut one; null when none was. */
  status: number | null;
}

export interface FaultProxyOptions {
  /** Where requests are handed on to. */
  readonly target: { readonly port: number };
  /** Asked for every request, in the order of their arrival. */
  readonly plan: (marker: string | null) => ProxyFault;
  /** Asked for every connection: true breaks it before anything is read. */
  readonly breaksConnection?: () => boolean;
  /** Finds in a body what identifies it; its first group is kept. */
  readonly marker?: RegExp;
  /** How late DELAY is, milliseconds. */
  readonly delayMs?: () => number;
}

export interface FaultProxy {
  readonly url: string;
  /** In the order of their arrival. */
  readonly proxiedRequests: readonly ProxiedRequest[];
  /** Nobody listens for a while: connections are refused. Resolves when it listens again. */
  refuse(milliseconds: number): Promise<void>;
  close(): Promise<void>;
}

/** HTTP in, HTTP out, and in between whatever the plan says. */
export async function startFaultProxy(options: FaultProxyOptions): Promise<FaultProxy> {
  const { target, plan, breaksConnection = () => false, marker, delayMs = () => 50 } = options;
  const proxiedRequests: ProxiedRequest[] = [];
  const sockets = new Set<Socket>();
  let server = createProxyServer();
  const port = await listenSomewhere(server);
  let outage = Promise.resolve();

  function createProxyServer(): Server {
    const made = createServer((request, response) => {
      pass(request, response).catch(() => response.socket?.destroy());
    });
    made.on('connection', (socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => sockets.delete(socket));
      if (breaksConnection()) socket.resetAndDestroy();
    });
    return made;
  }

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bytesOf(request);
    const found = marker?.exec(body.toString('utf8'))?.[1] ?? null;
    const proxiedRequest: ProxiedRequest = { marker: found, fault: plan(found), status: null };
    proxiedRequests.push(proxiedRequest);
    const client = request.socket;
    switch (proxiedRequest.fault) {
      case 'RESET_BEFORE':
        return void client.resetAndDestroy();
      case 'HANG_BEFORE':
        return;
      case 'RESET_IN_REQUEST':
        await forwardHalf(target.port, request, body);
        return void client.resetAndDestroy();
      default:
        return answerWhole(proxiedRequest, request, body, response);
    }
  }

  /** What becomes of a request that the vendor got whole. */
  async function answerWhole(
    proxiedRequest: ProxiedRequest,
    request: IncomingMessage,
    body: Buffer,
    response: ServerResponse,
  ): Promise<void> {
    const client = request.socket;
    const answer = await forward(target.port, request, body);
    switch (proxiedRequest.fault) {
      case 'RESET_AFTER':
        return void client.resetAndDestroy();
      case 'HANG_AFTER':
        return;
      case 'RESET_IN_ANSWER':
        return void client.write(half(answer), () => client.resetAndDestroy());
      case 'CLOSE_IN_ANSWER':
        return void client.end(half(answer));
      case 'GARBAGE':
        return void client.end('\u0000\u0001 no HTTP at all \r\n\r\n');
      case 'TRUNCATE':
        if (answer.status >= 400) proxiedRequest.status = answer.status;
        return write(response, answer, answer.body.subarray(0, answer.body.length / 2));
      case 'DELAY':
        await new Promise((resolve) => setTimeout(resolve, delayMs()));
        break;
      default:
    }
    if (client.destroyed) return;
    proxiedRequest.status = answer.status;
    write(response, answer, answer.body);
  }

  return {
    url: `http://127.0.0.1:${port}`,
    proxiedRequests,
    refuse(milliseconds) {
      outage = outage.then(async () => {
        server.close(); // open connections go on
        await new Promise((resolve) => setTimeout(resolve, milliseconds));
        server = createProxyServer();
        if (!(await tryListen(server, port))) throw new Error(`port ${port} was taken meanwhile`);
      });
      return outage;
    },
    async close() {
      await outage;
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: Buffer;
}

async function bytesOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const outgoing = (port: number, { method, url, headers }: IncomingMessage) =>
  ask({ host: '127.0.0.1', port, method, path: url, headers, agent: false });

function forward(port: number, request: IncomingMessage, body: Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const onward = outgoing(port, request);
    onward.on('error', reject);
    onward.on('response', (response) => {
      const contentType = response.headers['content-type'] ?? '';
      bytesOf(response).then(
        (bytes) => resolve({ status: response.statusCode ?? 0, contentType, body: bytes }),
        reject,
      );
    });
    onward.end(body);
  });
}

/** Announces the whole and sends half. */
function forwardHalf(port: number, request: IncomingMessage, body: Buffer): Promise<void> {
  return new Promise((resolve) => {
    const onward = outgoing(port, request);
    onward.on('error', () => undefined);
    onward.on('close', () => resolve());
    onward.write(body.subarray(0, body.length / 2), () => onward.destroy());
  });
}

/** The head of the whole answer and half of its body. */
const half = ({ status, contentType, body }: Answer): Buffer =>
  Buffer.concat([
    Buffer.from(`HTTP/1.1 ${status} X\r\ncontent-type: ${contentType}\r\ncontent-length: ${body.length}\r\n\r\n`),
    body.subarray(0, body.length / 2),
  ]);

function write(response: ServerResponse, { status, contentType }: Answer, body: Buffer): void {
  response.writeHead(status, { 'content-type': contentType, 'content-length': body.length }).end(body);
}

/** Below 32768 no port is given to outgoing connections, so one that is left for a while stays free. */
async function listenSomewhere(server: Server): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    if (await tryListen(server, port)) return port;
  }
  throw new Error('the proxy found no free port');
}

function tryListen(server: Server, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => resolve(true));
  });
}
