import { once } from 'node:events';
import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { connect, type Socket } from 'node:net';

export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** A request with any header, also those that `fetch` keeps to itself, on a connection of its own. */
export async function askByHand(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string | null = null,
): Promise<RawAnswer> {
  const outgoing = request(url, { method: body === null ? 'GET' : 'POST', headers, agent: false });
  outgoing.end(body ?? undefined);
  const [answer] = (await once(outgoing, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of answer.setEncoding('utf8')) text += String(chunk);
  return { status: answer.statusCode ?? 0, headers: answer.headers, text };
}

/** A connection on which a test writes bytes itself. */
export interface RawConnection {
  readonly socket: Socket;
  write(text: string): void;
  /** Everything that was received. */
  received(): string;
  /** Resolves when this was received. */
  receives(text: string): Promise<void>;
  readonly closed: Promise<void>;
}

export async function openConnection(url: string): Promise<RawConnection> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let received = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => (received += chunk));
  socket.on('error', () => undefined); // `closed` resolves
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  await once(socket, 'connect');
  return {
    socket,
    write: (text) => void socket.write(text),
    received: () => received,
    async receives(text) {
      while (!received.includes(text)) await once(socket, 'data');
    },
    closed,
  };
}

/** One GraphQL request as bytes. */
export function rawPost(query: string, variables: Readonly<Record<string, unknown>> = {}): string {
  const body = JSON.stringify({ query, variables });
  return `POST /graphql HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}
