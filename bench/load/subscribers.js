import { request } from 'node:http';
import { WebSocket } from 'ws';

/**
 * Holds subscriptions in a process of its own: every second one by SSE on a connection of its own, the others each on a
 * WebSocket of its own. It reports when all have had their first update, when each later one was received, and when all
 * are closed.
 * @typedef {{ do: 'open', url: string, ids: string[] } | { do: 'close' } | { do: 'times' }} Command
 */

const QUERY =
  'subscription ($id: ID!) { viberMessageUpdated(trackingId: $id) { cursor isLast viberMessage { trackingId status { state updatedAt } } } }';
const OPENED_AT_ONCE = 50;

/** @type {Set<() => void>} */
const open = new Set();
/** Of every update but first ones. @type {[id: string, updatedAt: string, at: number][]} */
let times = [];

/** @param {string} id @param {() => void} onFirst @param {(error: Error) => void} onFault */
function createReader(id, onFirst, onFault) {
  let isFirst = true;
  return (/** @type {any} */ result) => {
    const message = result.data?.viberMessageUpdated?.viberMessage;
    if (!message) return onFault(new Error(`update of ${id}: ${JSON.stringify(result)}`));
    if (!isFirst)
      times.push([message.trackingId, message.status.updatedAt, performance.timeOrigin + performance.now()]);
    isFirst = false;
    onFirst();
  };
}

/** @param {string} url @param {string} id @returns {Promise<void>} once its first update came */
const openEventStream = (url, id) =>
  new Promise((resolve, reject) => {
    const read = createReader(id, resolve, reject);
    const headers = { 'content-type': 'application/json', accept: 'text/event-stream' };
    const sent = request(`${url}/graphql`, { method: 'POST', agent: false, headers }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`a subscription was answered with ${response.statusCode}`));
      let rest = '';
      response.setEncoding('utf8').on('data', (chunk) => {
        const events = (rest + chunk).split('\n\n');
        rest = /** @type {string} */ (events.pop());
        for (const event of events) {
          const data = /^data: (.*)$/m.exec(event)?.[1];
          if (data !== undefined) read(JSON.parse(data));
        }
      });
      response.on('error', () => undefined);
    });
    sent.on('error', reject);
    open.add(() => sent.destroy());
    sent.end(JSON.stringify({ query: QUERY, variables: { id } }));
  });

/** @param {string} url @param {string} id @returns {Promise<void>} once its first update came */
const openWebSocket = (url, id) =>
  new Promise((resolve, reject) => {
    const read = createReader(id, resolve, reject);
    const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
      perMessageDeflate: false,
    });
    const send = (/** @type {object} */ message) => socket.send(JSON.stringify(message));
    socket.on('open', () => send({ type: 'connection_init' }));
    socket.on('message', (text) => {
      const { type, payload } = JSON.parse(String(text));
      if (type === 'connection_ack') send({ id: '1', type: 'subscribe', payload: { query: QUERY, variables: { id } } });
      else if (type === 'ping') send({ type: 'pong' });
      else if (type === 'next') read(payload);
      else reject(new Error(`${type}: ${JSON.stringify(payload)}`));
    });
    socket.on('error', reject);
    open.add(() => socket.terminate());
  });

/** @param {string} url @param {readonly string[]} ids */
async function openAll(url, ids) {
  for (let at = 0; at < ids.length; at += OPENED_AT_ONCE)
    await Promise.all(
      ids
        .slice(at, at + OPENED_AT_ONCE)
        .map((id, index) => (index % 2 === 0 ? openEventStream : openWebSocket)(url, id)),
    );
}

process.on('disconnect', () => process.exit());
process.on('message', async (/** @type {Command} */ command) => {
  if (command.do === 'open') await openAll(command.url, command.ids);
  if (command.do === 'close') {
    for (const close of open) close();
    open.clear();
  }
  const answer = command.do === 'times' ? times : [];
  if (command.do === 'times') times = [];
  process.send?.(answer);
});
