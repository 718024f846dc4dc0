import { once } from 'node:events';
import { createServer, request as ask } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A proxy before a vendor. While it holds, requests wait in it; each is noted when it comes. */
export interface HeldVendor {
  readonly url: string;
  /** Method and path of every request, in the order of their coming. */
  readonly requests: readonly string[];
  hold(): void;
  /** Passes on what waits and all that comes. */
  release(): void;
  close(): Promise<void>;
}

export async function startHeldVendor(target: string): Promise<HeldVendor> {
  const requests: string[] = [];
  let waiting: (() => void)[] = [];
  let isHolding = false;
  const server = createServer((incoming, response) => {
    requests.push(`${incoming.method} ${incoming.url}`);
    const pass = (): void => {
      const { method, url, headers } = incoming;
      const outgoing = ask(new URL(url ?? '/', target), { method, headers, agent: false }, (answer) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      });
      outgoing.on('error', () => response.destroy());
      incoming.pipe(outgoing);
    };
    if (isHolding) waiting.push(pass);
    else pass();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    hold: () => void (isHolding = true),
    release() {
      isHolding = false;
      for (const pass of waiting.splice(0)) pass();
      waiting = [];
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
