import { WebSocket } from 'ws';

/** Every event of a tenant, by the fewest fields that identify it. */
const DOCUMENT = 'subscription ($after: String) { deliveryEventAdded(after: $after) { cursor kind status { state } } }';

/** @typedef {{ cursor: string, kind: string, status: { state: string } | null }} ReceivedEvent */
/**
 * One connection. It resolves when it ended, by whichever side, and rejects where it cannot be made or gets an error.
 * What came in part before the end is dropped.
 * @typedef {(url: string, after: string | null, onEvent: (event: ReceivedEvent) => void, signal: AbortSignal) => Promise<void>} Connect
 */

/** @param {string} text */
function read(text) {
  const { payload, ...bare } = JSON.parse(text);
  return payload === undefined ? bare : payload;
}

/** @param {any} result @param {(event: ReceivedEvent) => void} onEvent */
function handleResult(result, onEvent) {
  if (result?.errors) throw new Error(JSON.stringify(result.errors));
  if (result?.data) onEvent(result.data.deliveryEventAdded);
}

/** @param {string} accept @param {string} end of a part @param {(part: string) => string | null} textOf @returns {Connect} */
const byHttp = (accept, end, textOf) => async (url, after, onEvent, signal) => {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept },
    body: JSON.stringify({ query: DOCUMENT, variables: { after } }),
    signal,
  });
  if (response.status !== 200 || response.body === null) throw new Error(await response.text());
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of response.body) {
    rest += decoder.decode(chunk, { stream: true });
    const parts = rest.split(end);
    rest = /** @type {string} */ (parts.pop());
    for (const part of parts) {
      const text = textOf(part);
      if (text !== null) handleResult(read(text), onEvent);
      if (signal.aborted) return; // as a client that was killed: it has not seen what it had received
    }
  }
};

/** @type {Connect} */
const byWebSocket = (url, after, onEvent, signal) =>
  new Promise((resolve, reject) => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    const leave = () => socket.terminate();
    signal.addEventListener('abort', leave);
    socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init' })));
    socket.on('message', (data) => {
      if (signal.aborted) return;
      const { type, payload } = JSON.parse(String(data));
      const subscription = { query: DOCUMENT, variables: { after } };
      if (type === 'connection_ack') socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: subscription }));
      else if (type === 'ping') socket.send(JSON.stringify({ type: 'pong' }));
      else if (type === 'next' || type === 'error') {
        try {
          handleResult(type === 'error' ? { errors: payload } : payload, onEvent);
        } catch (error) {
          reject(error);
          leave();
        }
      }
    });
    socket.on('error', () => undefined); // the close that follows ends it
    socket.on('close', () => {
      signal.removeEventListener('abort', leave);
      resolve();
    });
  });

/** @type {Readonly<Record<string, Connect>>} */
export const CONNECTIONS = {
  SSE: byHttp('text/event-stream', '\n\n', (part) => /^event: next\n(?:id: .*\n)?data: (.*)$/.exec(part)?.[1] ?? null),
  multipart: byHttp(
    'multipart/mixed;subscriptionSpec=1.0',
    '\r\n--graphql',
    (part) => /\{.*\}/s.exec(part)?.[0] ?? null,
  ),
  WebSocket: byWebSocket,
};

/**
 * A subscriber that is cut again and again, and resumes after the last cursor that it has seen, at any instance.
 * @param {{
 *   connect: Connect, after: string, until: (cursor: string) => boolean, urlOf: (connection: number) => string,
 *   cutAfter: (connection: number) => number,
 * }} options `cutAfter` says after how many events a connection is cut
 * @returns {Promise<{ cursors: string[], connections: number }>} every cursor that it received, in order
 */
export async function follow({ connect, after, until, urlOf, cutAfter }) {
  /** @type {string[]} */
  const cursors = [];
  let connections = 0;
  while (!until(cursors.at(-1) ?? after)) {
    const cut = new AbortController();
    const cutAt = cursors.length + cutAfter(connections);
    const onEvent = (/** @type {ReceivedEvent} */ { cursor }) => {
      cursors.push(cursor);
      if (cursors.length >= cutAt || until(cursor)) cut.abort();
    };
    await connect(urlOf(connections), cursors.at(-1) ?? after, onEvent, cut.signal).catch((error) => {
      if (String(error).includes('INVALID_EVENT_CURSOR')) throw error;
    });
    connections++;
  }
  return { cursors, connections };
}

/**
 * What a subscriber received, compared with the log.
 * @param {readonly string[]} cursors @param {ReadonlyMap<string, { subject: string, index: number }>} log by cursor
 */
export function compare(cursors, log) {
  const seen = new Set(cursors);
  /** @type {Map<string, number>} */
  const latest = new Map();
  let outOfOrder = 0;
  for (const cursor of cursors) {
    const { subject, index } = log.get(cursor) ?? { subject: '', index: -1 };
    if (index < (latest.get(subject) ?? -1)) outOfOrder++;
    latest.set(subject, index);
  }
  return {
    lost: [...log.keys()].filter((cursor) => !seen.has(cursor)).length,
    doubled: cursors.length - seen.size,
    foreign: [...seen].filter((cursor) => !log.has(cursor)).length,
    outOfOrder,
  };
}
