import { connect, type Socket } from 'node:net';

/** How a subscriber asks, as bytes on a socket, so that each place of the exchange can be the last one. */
interface RawTransport {
  readonly name: string;
  /** What is written, each after an answer to the one before. */
  readonly messages: (host: string, query: string) => readonly string[];
}

/** A text frame of a client, with a mask of zeros. */
function frameOf(value: object): string {
  const body = Buffer.from(JSON.stringify(value));
  const head = body.length < 126 ? [0x81, 0x80 | body.length] : [0x81, 0xfe, body.length >> 8, body.length & 255];
  return Buffer.concat([Buffer.from(head), Buffer.alloc(4), body]).toString('latin1');
}

const postFor =
  (accept: string): RawTransport['messages'] =>
  (host, query) => {
    const body = JSON.stringify({ query });
    const head = `POST /graphql HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\naccept: ${accept}\r\n`;
    return [`${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`];
  };

const UPGRADE =
  'connection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n' +
  'sec-websocket-protocol: graphql-transport-ws\r\n\r\n';

const TRANSPORTS: readonly RawTransport[] = [
  { name: 'SSE', messages: postFor('text/event-stream') },
  { name: 'multipart', messages: postFor('multipart/mixed;subscriptionSpec=1.0') },
  {
    name: 'WebSocket',
    messages: (host, query) => [
      `GET /graphql HTTP/1.1\r\nhost: ${host}\r\n${UPGRADE}`,
      frameOf({ type: 'connection_init' }),
      frameOf({ id: '1', type: 'subscribe', payload: { query } }),
    ],
  },
];

const CUTS: readonly ((socket: Socket) => unknown)[] = [
  (socket) => socket.destroy(),
  (socket) => socket.resetAndDestroy(),
  (socket) => socket.end(),
];

/** A feed has no first update. */
const LONGEST_MS = 500;

export interface CutOptions {
  readonly url: string;
  readonly query: string;
  /** From 0 to 1. */
  readonly random: () => number;
}

/**
 * One subscriber that is cut at random: within a message that it writes, after one, or after its first update; by a close,
 * a reset or the end of its side.
 * @returns where it was cut, once its socket is closed
 */
export function cutSubscriber({ url, query, random }: CutOptions): Promise<string> {
  const pick = <One>(all: readonly One[]): One => all[Math.floor(random() * all.length)]!;
  const { hostname, port, host } = new URL(url);
  const { name, messages: messagesOf } = pick(TRANSPORTS);
  const cut = pick(CUTS);
  const messages = messagesOf(host, query);
  const last = Math.floor(random() * (messages.length + 1));
  const isWithin = last < messages.length && random() < 0.5;
  const place = last === messages.length ? 'after an update' : `${isWithin ? 'within' : 'after'} message ${last + 1}`;
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    let written = 0;
    let answered = '';
    const leave = (): void => {
      cut(socket);
      socket.resume();
    };
    const cutting = setTimeout(leave, LONGEST_MS);
    function writeNext(): void {
      const message = messages[written]!;
      const isLast = written === last;
      socket.write(isLast && isWithin ? message.slice(0, Math.floor(random() * message.length)) : message, 'latin1');
      written += 1;
      if (isLast) setTimeout(leave, random() < 0.5 ? 0 : random() * 20);
    }
    socket.on('connect', writeNext);
    socket.on('data', (chunk: Buffer) => {
      if (written > last) return;
      if (written < messages.length) return writeNext();
      answered += chunk.toString('latin1');
      if (/"data"|"errors"/.test(answered)) leave();
    });
    socket.on('error', () => undefined); // `close` follows
    socket.on('close', () => {
      clearTimeout(cutting);
      resolve(`by ${name}, ${place}`);
    });
  });
}
