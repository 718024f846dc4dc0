import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a send that goes as it should is answered. */
const ACCEPT: SendAnswer = { kind: 'ACCEPT' };

/** What the stand-in makes of a whole, authorized send. */
export type SendAnswer =
  | { readonly kind: 'ACCEPT' }
  /** Accepted and charged, though the answer does not say so. */
  | { readonly kind: 'ACCEPT_BUT_SAY'; readonly status: number; readonly body: string }
  | { readonly kind: 'REFUSE'; readonly status: number; readonly code: string };

export interface StandInRoutee {
  readonly url: string;
  readonly port: number;
  /** Every tracking id given out, by the label of its send: more than one is a message sent twice. */
  readonly accepted: ReadonlyMap<string, readonly string[]>;
  /** The bodies of all sends, in the order of their coming. */
  readonly bodies: readonly string[];
  readonly count: { tokens: number; sends: number; reads: number };
  /** Every token given so far is refused from now on. */
  revokeTokens(): void;
  close(): Promise<void>;
}

export interface StandInRouteeOptions {
  /** Asked for every whole, authorized send. */
  readonly answerSend?: (label: string) => SendAnswer;
  /** Awaited before a token is given. */
  readonly tokenGate?: () => Promise<void> | void;
  /** Awaited before a send is answered, and after it was accepted. */
  readonly sendGate?: (label: string) => Promise<void> | void;
}

/** A `setting`-shaped view of the account that the stand-in serves. */
export const standInSettings = (apiUrl: string, authUrl = apiUrl): Record<string, string> => ({
  ROUTEE_API_URL: apiUrl,
  ROUTEE_AUTH_URL: authUrl,
  ROUTEE_APPLICATION_ID: 'stand-in',
  ROUTEE_APPLICATION_SECRET: 'stand-in-secret',
});

const BASIC = `Basic ${Buffer.from('stand-in:stand-in-secret').toString('base64')}`;

/** The body of a send, of the kind that its path names. */
type SendBody = Readonly<Record<string, unknown>>;
type Acceptance = (body: SendBody, trackingId: string) => unknown;

/**
 * A vendor that accepts every send that came whole, of every kind, as often as it comes, under the same campaign name
 * too, and keeps it by its label. Only so can a double send be seen.
 */
export async function startStandInRoutee(options: StandInRouteeOptions = {}): Promise<StandInRoutee> {
  const { answerSend = () => ACCEPT, tokenGate, sendGate } = options;
  const accepted = new Map<string, string[]>();
  const bodies: string[] = [];
  const count = { tokens: 0, sends: 0, reads: 0 };
  let live = new Set<string>();

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await wholeBody(request);
    const { method, url = '' } = request;
    if (method === 'POST' && url === '/oauth/token') return giveToken(request, response);
    if (!live.has(request.headers.authorization ?? '')) return say(response, 401, { error: 'Unauthorized' });
    const acceptance = method === 'POST' ? ACCEPTANCES[url] : undefined;
    if (acceptance) return takeSend(body, acceptance, response);
    if (method === 'GET' && url.startsWith('/viber/tracking/')) return track(url, response);
    say(response, 404, { code: '404000000', developerMessage: 'Not found' });
  }

  async function giveToken(request: IncomingMessage, response: ServerResponse): Promise<void> {
    count.tokens++;
    await tokenGate?.();
    if (request.headers.authorization !== BASIC) return say(response, 401, { error: 'Unauthorized' });
    const token = `token-${count.tokens}`;
    live.add(`Bearer ${token}`);
    say(response, 200, { access_token: token, token_type: 'bearer', expires_in: 3600, scope: 'viber' });
  }

  async function takeSend(text: string, acceptance: Acceptance, response: ServerResponse): Promise<void> {
    count.sends++;
    bodies.push(text);
    const label = /"label":"([^"]+)"/.exec(text)?.[1] ?? '';
    const reported = answerSend(label);
    if (reported.kind === 'REFUSE')
      return say(response, reported.status, { code: reported.code, developerMessage: 'Refused' });
    const trackingId = `send-${count.sends}-${label}`;
    accepted.set(label, [...(accepted.get(label) ?? []), trackingId]);
    await sendGate?.(label);
    if (reported.kind === 'ACCEPT_BUT_SAY') response.writeHead(reported.status).end(reported.body);
    else say(response, 200, acceptance(JSON.parse(text) as SendBody, trackingId));
  }

  function track(url: string, response: ServerResponse): void {
    count.reads++;
    const trackingId = decodeURIComponent(url.split('/').at(-1) ?? '');
    say(response, 200, messageOf(trackingId));
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    accepted,
    bodies,
    count,
    revokeTokens: () => void (live = new Set()),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Rejects when the body ends early: what did not come whole was not sent. */
async function wholeBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  if (!request.complete) throw new Error('cut off');
  return Buffer.concat(chunks).toString('utf8');
}

function say(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}

const acceptCampaign: Acceptance = ({ campaignName = 'unnamed', ...sent }, trackingId) => ({
  ...sent,
  campaignName,
  trackingId,
  type: 'Viber',
  state: 'Queued',
  createdAt: new Date().toISOString(),
  respectQuietHours: false,
  senderInfoName: 'viber',
  cost: 0.035,
  totalMessages: 1,
  viberAnalysis: {
    numberOfRecipients: 1,
    recipientsPerCountry: { GR: 1 },
    recipientCountries: { '+306912345678': 'GR' },
    contacts: {},
    recipientsPerGroup: {},
    totalInGroups: 0,
    bodyAnalysis: { characters: 5 },
  },
});

const acceptMessage: Acceptance = ({ to }, trackingId) => ({
  trackingId,
  to,
  from: 'viber',
  country: 'Greece',
  status: { status: 'Queued', date: new Date().toISOString() },
  direction: 'Outbound',
  message: 'Hello',
});

const acceptFlow: Acceptance = ({ flow, callback }, trackingId) => ({
  trackingId,
  flow,
  callback,
  createdAt: new Date().toISOString(),
});

const ACCEPTANCES: Readonly<Record<string, Acceptance>> = {
  '/viber/campaign': acceptCampaign,
  '/viber': acceptMessage,
  '/viber/transactional/messages': (_, trackingId) => ({ trackingId }),
  '/failover': acceptFlow,
  '/failover/transactional': (body, trackingId) => ({
    ...(acceptFlow(body, trackingId) as object),
    flowKind: 'transactional',
  }),
};

/** A message on its way, under whatever id it is asked for. */
export const messageOf = (trackingId: string) => ({
  trackingId,
  to: '+306912345678',
  from: 'viber',
  country: 'Greece',
  status: { status: 'Sent', date: '2026-01-01T10:00:00.000Z' },
  applicationName: 'default',
  originatingService: 'Viber',
  direction: 'Outbound',
  ttl: '300',
  message: 'Hello',
  price: 0.035,
  sessionMessage: false,
  expireOnDelivery: false,
});
