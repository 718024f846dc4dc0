import { WebSocket } from 'ws';

/** A subscription as the bytes of its transport, up to the end of its connection. */
export interface RawStream {
  /** Everything that came: the body, or the messages of the WebSocket, one a line. */
  text(): string;
  /** How the connection ended: the code of the WebSocket, or whether the answer was whole; null while it is open. */
  end(): number | 'whole' | 'cut' | null;
  /** The HTTP status, of the upgrade too. */
  status(): number | null;
  stop(): void;
}

export interface RawOptions {
  readonly endpoint: string;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

function byHttp(accept: string, { endpoint, query, variables = {}, headers = {} }: RawOptions): RawStream {
  const leaving = new AbortController();
  let [text, end, status]: [string, ReturnType<RawStream['end']>, number | null] = ['', null, null];
  async function read(): Promise<void> {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept, ...headers },
      body: JSON.stringify({ query, variables }),
      signal: leaving.signal,
    });
    ({ status } = response);
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) text += decoder.decode(chunk as Uint8Array, { stream: true });
  }
  read().then(
    () => (end = 'whole'),
    () => (end = 'cut'),
  );
  return { text: () => text, end: () => end, status: () => status, stop: () => leaving.abort() };
}

function byWebSocket({ endpoint, query, variables = {}, headers = {} }: RawOptions): RawStream {
  const socket = new WebSocket(endpoint.replace('http', 'ws'), 'graphql-transport-ws', { headers });
  const send = (message: object): void => socket.send(JSON.stringify(message));
  let [text, end, status]: [string, ReturnType<RawStream['end']>, number | null] = ['', null, null];
  socket.on('open', () => send({ type: 'connection_init' }));
  socket.on('upgrade', ({ statusCode }) => (status = statusCode ?? 0));
  socket.on('message', (data: Buffer) => {
    const line = data.toString();
    const { type } = JSON.parse(line) as { type: string };
    if (type === 'ping') return send({ type: 'pong' });
    if (type === 'connection_ack') return send({ id: '1', type: 'subscribe', payload: { query, variables } });
    text += `${line}\n`;
  });
  socket.on('error', () => undefined);
  socket.on('close', (code) => (end = code));
  return { text: () => text, end: () => end, status: () => status, stop: () => socket.terminate() };
}

/** The three transports, opened by hand. */
export const RAW_STREAMS = {
  SSE: (options: RawOptions) => byHttp('text/event-stream', options),
  multipart: (options: RawOptions) => byHttp('multipart/mixed;subscriptionSpec=1.0', options),
  WebSocket: byWebSocket,
} as const;

export type RawTransport = keyof typeof RAW_STREAMS;
