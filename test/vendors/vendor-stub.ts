import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SeenRequest {
  readonly method: string;
  /** With the query, as it came. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface StubAnswer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  /** Text as it is; anything else as JSON. */
  readonly body?: unknown;
  /** The connection ends in the middle of the body. */
  readonly isCutOff?: boolean;
}

export type Answer = (request: SeenRequest) => StubAnswer;

export interface VendorStub {
  readonly url: string;
  /** All but requests for a token. */
  readonly requests: SeenRequest[];
  readonly tokenRequests: SeenRequest[];
  /** What it answers from now on. */
  answer(answer: Answer | StubAnswer): void;
  answerToken(answer: Answer): void;
  close(): Promise<void>;
}

export const tokenPath = '/oauth/token';

/** A vendor on loopback that answers as it is set to. Tokens are `token-1`, `token-2` and so on. */
export async function startVendorStub(): Promise<VendorStub> {
  const requests: SeenRequest[] = [];
  const tokenRequests: SeenRequest[] = [];
  let current: Answer = () => ({ status: 404 });
  let token: Answer = () => ({
    body: { access_token: `token-${tokenRequests.length}`, token_type: 'bearer', expires_in: 3600 },
  });

  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const { method = '', url: path = '', headers } = incoming;
      const request = { method, path, headers, body: Buffer.concat(chunks).toString() };
      const isToken = path.endsWith(tokenPath);
      (isToken ? tokenRequests : requests).push(request);
      const {
        status = 200,
        headers: reported = {},
        body = '',
        isCutOff = false,
      } = (isToken ? token : current)(request);
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const length = Buffer.byteLength(text);
      response.writeHead(status, {
        'content-type': 'application/json',
        'content-length': isCutOff ? length + 100 : length,
        ...reported,
      });
      if (isCutOff) response.write(text, () => response.destroy());
      else response.end(text);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    tokenRequests,
    answer: (answer) => void (current = typeof answer === 'function' ? answer : () => answer),
    answerToken: (answer) => void (token = answer),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A published or assembled example of a vendor's answer. */
export function sample(name: string): Record<string, unknown> {
  return JSON.parse(readFileSync(new URL(`../support/vendor-samples/${name}.json`, import.meta.url), 'utf8')) as Record<
    string,
    unknown
  >;
}

/** Deadlines that no busy machine misses: a test of deadlines sets its own, on a fake clock. Nothing is cached unless a test wants it. */
export const clientSettings = { timeoutMs: 60_000, sendTimeoutMs: 60_000, concurrency: 8, cacheBytes: 0 };
