import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { messageOf, standInSettings } from '../support/stand-in-routee.js';
import { vendorFaults } from './vendor-faults.js';

export type Conduct =
  | 'WELL'
  /** Says 503. */
  | 'DOWN'
  | 'HANGING';

/** Both vendors in one, which behaves as the test wants it to: by its conduct, or by a fault that an id or label names. */
export interface FaultyVendor {
  /** Settings of a server that asks it. */
  readonly settings: Readonly<Record<string, string>>;
  conduct: { token: Conduct; routee: Conduct; gms: Conduct };
  /** Requests so far, each with when it came. */
  readonly requests: { token: number[]; routee: number[]; gms: number[] };
  close(): Promise<void>;
}

const REPORT = { phone_number: '380961111111', last_partner: 'sms', message_id: 'm', time: 1477417294667, status: 2 };

export async function startFaultyVendor(): Promise<FaultyVendor> {
  const conduct: FaultyVendor['conduct'] = { token: 'WELL', routee: 'WELL', gms: 'WELL' };
  const requests: FaultyVendor['requests'] = { token: [], routee: [], gms: [] };
  const open = new Set<Socket>();

  function answer({ socket, url = '' }: IncomingMessage, response: ServerResponse, body: string): void {
    const place = url === '/oauth/token' ? 'token' : /^\/(viber|failover)/.test(url) ? 'routee' : 'gms';
    requests[place].push(performance.now());
    if (conduct[place] === 'HANGING') return;
    if (conduct[place] === 'DOWN') return say(response, 503, {});
    if (place === 'token') return say(response, 200, { access_token: 'token', token_type: 'bearer', expires_in: 3600 });
    const id = decodeURIComponent(url.split('/').at(-1)?.split('?')[0] ?? '');
    const label = /"label":"(?:[A-Z_]+: )?([^"]+)"/.exec(body)?.[1]; // sends have the name of their form before it
    const fault = vendorFaults.find(({ name }) => name === (label ?? id));
    if (fault) return fault.answer(socket);
    if (place === 'gms') return say(response, 200, REPORT);
    say(response, 200, label === undefined ? messageOf(id) : { trackingId: `sent-${label}`, state: 'Queued' });
  }

  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => answer(request, response, body));
  });
  server.keepAliveTimeout = 60_000;
  server.on('connection', (socket) => {
    open.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => open.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    settings: {
      ...standInSettings(url),
      GMS_REPORT_URL: url,
      GMS_CLIENT_ID: 'client',
      GMS_LOGIN: 'login',
      GMS_PASSWORD: 'password',
    },
    conduct,
    requests,
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function say(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}
