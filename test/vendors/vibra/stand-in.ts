import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { vendorFaults } from '../../reliability/vendor-faults.js';

export interface VibraStandIn {
  readonly account: { readonly url: string; readonly user: string; readonly password: string };
  /** Paths in the order of their coming. */
  readonly requests: string[];
  close(): Promise<void>;
}

const credentials = { user: 'user', password: 'vibra-secret' };

/** Vibra on loopback: it knows every id but `none`, and ids that name a fault of vendors bring it about. */
export async function startVibra(owner = 'nobody'): Promise<VibraStandIn> {
  const requests: string[] = [];
  const server = createServer(({ url = '', socket }, response) => {
    requests.push(url);
    const id = decodeURIComponent(url.split('/').at(-1) ?? '');
    const fault = vendorFaults.find(({ name }) => name === id);
    if (fault) return fault.answer(socket);
    const at = '2026-01-01T10:00:00Z';
    const thing = url.startsWith('/reports/of/')
      ? { id: `report-${id}`, reference: id, state: 'Read', at }
      : { id, to: '306912345678', text: `of ${owner}`, state: 'Delivered', at };
    response.writeHead(id === 'none' ? 404 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(id === 'none' ? {} : thing));
  });
  server.on('connection', (socket) => socket.on('error', () => undefined));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    account: { url: `http://127.0.0.1:${port}`, ...credentials },
    requests,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export const standIn = { credentials, start: () => startVibra() };
