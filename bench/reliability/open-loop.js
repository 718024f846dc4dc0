import { openConnection } from '../load/connection.js';

/**
 * @typedef {{ status: number, milliseconds: number, second: number, body: string | null }} Answered
 * `second` of the run in which the answer came; bodies only where they are kept
 * @typedef {{ port: number, rate: number, seconds: number, nextRequest: () => Buffer, keepsBodies?: boolean }} Load
 */

/**
 * Sends at a fixed rate, each request over a free connection or a new one: a slow answer delays no other request. A
 * broken connection counts as status 0.
 * @param {Load} load
 * @returns {Promise<Answered[]>}
 */
export function runOpenLoop({ port, rate, seconds, nextRequest, keepsBodies = false }) {
  /** @type {Answered[]} */
  const answered = [];
  /** @type {any[]} */
  const idle = [];
  const all = new Set();
  let open = 0;
  let lost = 0;
  const startedAt = performance.now();
  const timesOf = (/** @type {any} */ connection) => {
    const now = performance.now();
    return { milliseconds: now - connection.startedAt, second: (now - startedAt) / 1000 };
  };

  const connectionFor = () => {
    const free = idle.pop();
    if (free) return free;
    const made = openConnection({
      port,
      onDone: (connection, status, _, body) => {
        answered.push({ status, ...timesOf(connection), body });
        open -= 1;
        idle.push(connection);
      },
      onLost: (connection, reason) => {
        if (idle.includes(connection)) idle.splice(idle.indexOf(connection), 1);
        else {
          lost += 1;
          answered.push({ status: 0, ...timesOf(connection), body: reason });
        }
        all.delete(connection);
      },
    });
    all.add(made);
    return made;
  };

  return new Promise((resolve) => {
    let sent = 0;
    const ticking = setInterval(() => {
      const now = performance.now();
      const due = Math.min(rate * seconds, Math.floor((rate * (now - startedAt)) / 1000));
      for (; sent < due; sent += 1) {
        const connection = connectionFor();
        connection.startedAt = now;
        open += 1;
        connection.send(nextRequest(), keepsBodies);
      }
      if (sent < rate * seconds || (open - lost > 0 && now < startedAt + (seconds + 10) * 1000)) return;
      clearInterval(ticking);
      for (const connection of all) connection.close();
      resolve(answered);
    }, 2);
  });
}

/**
 * Sends the next request when the answer has come.
 * @param {{ port: number, connections: number, seconds: number, count?: number, nextRequest: () => Buffer }} load
 * `count` ends it earlier
 * @returns {Promise<Answered[]>}
 */
export function runClosedLoop({ port, connections, seconds, count = Infinity, nextRequest }) {
  /** @type {Answered[]} */
  const answered = [];
  const startedAt = performance.now();
  const endsAt = startedAt + seconds * 1000;
  const one = () =>
    new Promise((resolve, reject) => {
      const send = (/** @type {any} */ connection) => {
        connection.startedAt = performance.now();
        connection.send(nextRequest(), false);
      };
      const connection = openConnection({
        port,
        onDone: (_, status) => {
          const now = performance.now();
          const second = (now - startedAt) / 1000;
          answered.push({ status, milliseconds: now - connection.startedAt, second, body: null });
          if (now < endsAt && answered.length < count) return send(connection);
          connection.close();
          resolve(null);
        },
        onLost: (_, reason) => reject(new Error(reason)),
      });
      send(connection);
    });
  return Promise.all(Array.from({ length: connections }, one)).then(() => answered);
}

/**
 * @param {number} port
 * @param {string} query
 * @param {{ key?: string, token?: string, extensions?: object, variables?: object }} more
 * @returns {Buffer}
 */
export function writeRequest(port, query, { key, token, extensions, variables } = {}) {
  const body = JSON.stringify({ query: query || undefined, extensions, variables });
  return Buffer.from(
    `POST /graphql HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-type: application/json\r\n` +
      `accept: application/json\r\n${key ? `x-api-key: ${key}\r\n` : ''}` +
      (token ? `authorization: Bearer ${token}\r\n` : '') +
      `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

/**
 * @param {number} port @param {{ query: string, variables: object }} operation
 * @param {Parameters<typeof writeRequest>[2]} options
 */
export const writeOperation = (port, { query, variables }, options = {}) =>
  writeRequest(port, query, { ...options, variables });

/** @param {number[]} numbers @param {number} share */
export function percentile(numbers, share) {
  const sorted = Float64Array.from(numbers).sort();
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
