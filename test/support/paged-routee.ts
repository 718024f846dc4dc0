import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

/** A message as the tracking of a campaign shows it, as far as a test decides. */
export interface PagedMessage {
  readonly trackingId: string;
  readonly to: string;
  readonly country: string;
  status: string;
  /** ISO 8601. */
  date: string;
  price: number | null;
}

export interface PagedRoutee {
  readonly url: string;
  /** Environment variables of an account there. */
  readonly settings: Readonly<Record<string, string>>;
  /** Paths and queries of the reads so far; empties the list. */
  takeReads(): string[];
  close(): Promise<void>;
}

/** A vendor on loopback that pages the messages of campaigns, and counts the reads. */
export async function startPagedRoutee(
  campaigns: Readonly<Record<string, readonly PagedMessage[]>>,
): Promise<PagedRoutee> {
  let reads: string[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://stub');
    const say = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (url.pathname.endsWith('/oauth/token'))
      return void say(200, { access_token: 'token', token_type: 'bearer', expires_in: 3600 });
    reads.push(request.url ?? '');
    const id = url.pathname.split('/').at(-1)!;
    const messages = url.pathname.includes('/viber/tracking/campaign/') ? campaigns[id] : undefined;
    if (messages) {
      const [page, size] = [Number(url.searchParams.get('page')), Number(url.searchParams.get('size'))];
      const rows = messages.slice(page * size, (page + 1) * size);
      const content = rows.map((message) => ({
        ...viewMessage(message),
        campaign: `Name of ${id}`,
        campaignTrackingId: id,
      }));
      return void say(200, { content, totalElements: messages.length, size, number: page });
    }
    const message = Object.values(campaigns)
      .flat()
      .find(({ trackingId }) => trackingId === id);
    if (message) say(200, viewMessage(message));
    else say(404, { code: '404009001' });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    settings: {
      ROUTEE_API_URL: url,
      ROUTEE_AUTH_URL: url,
      ROUTEE_APPLICATION_ID: 'paged',
      ROUTEE_APPLICATION_SECRET: 'paged-secret',
    },
    takeReads() {
      const taken = reads;
      reads = [];
      return taken;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const viewMessage = ({ trackingId, to, country, status, date, price }: PagedMessage) => ({
  trackingId,
  to,
  country,
  status: { status, date },
  direction: 'Outbound',
  message: 'Hello',
  ...(price === null ? {} : { price }),
});
