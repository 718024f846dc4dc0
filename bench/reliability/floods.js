import { createHash } from 'node:crypto';
import { residentMegabytes } from './graph-process.js';
import { runClosedLoop, writeRequest } from './open-loop.js';

let counter = 0;
const sha256 = (/** @type {string} */ text) => createHash('sha256').update(text).digest('hex');
const distinctQuery = () => `{ __typename a${++counter}: __typename }`;

const CURSOR_QUERY = 'query ($after: String) { campaigns(first: 1, after: $after) { totalCount } }';

/**
 * @typedef {(claims: Record<string, unknown>, kid?: string) => string} Sign
 * @typedef {{ key: string, sign: Sign, tenant: string }} Access a valid key and an issuer of tokens
 * @typedef {{ name: string, status: number, next: (port: number, access: Access) => Buffer }} Flood
 */

/** @type {Flood[]} each request is distinct */
export const floods = [
  { name: 'query texts', status: 200, next: (port, { key }) => writeRequest(port, distinctQuery(), { key }) },
  {
    name: 'hashes sent with their queries',
    status: 200,
    next(port, { key }) {
      const query = distinctQuery();
      return writeRequest(port, query, {
        key,
        extensions: { persistedQuery: { version: 1, sha256Hash: sha256(query) } },
      });
    },
  },
  {
    name: 'unknown hashes',
    status: 200,
    next: (port, { key }) =>
      writeRequest(port, '', {
        key,
        extensions: { persistedQuery: { version: 1, sha256Hash: sha256(`unknown ${++counter}`) } },
      }),
  },
  {
    name: 'cursors',
    status: 200,
    next: (port, { key }) => writeRequest(port, CURSOR_QUERY, { key, variables: { after: `cursor${++counter}` } }),
  },
  {
    name: 'refused keys',
    status: 401,
    next: (port) => writeRequest(port, '{ __typename }', { key: `key-${++counter}` }),
  },
  {
    name: 'tokens of distinct subjects and scopes',
    status: 200,
    next(port, { sign, tenant }) {
      const n = ++counter;
      const claims = { tenant, sub: `subject-${n}`, jti: `${n}`, scope: `read scope-${n}` };
      return writeRequest(port, '{ __typename }', { token: sign(claims) });
    },
  },
  {
    name: 'tokens of unknown tenants',
    status: 401,
    next: (port, { sign }) =>
      writeRequest(port, '{ __typename }', { token: sign({ tenant: `tenant-${++counter}`, sub: 'a', scope: 'read' }) }),
  },
  {
    name: 'tokens that name unknown keys',
    status: 401,
    next: (port, { sign, tenant }) =>
      writeRequest(port, '{ __typename }', { token: sign({ tenant, sub: 'a', scope: 'read' }, `key-${++counter}`) }),
  },
];

/** Stores with a bound are full after this share of a flood. */
const FILLED = 0.3;

/**
 * @param {Flood} flood
 * @param {{ port: number, pid: number, access: Access, distinct: number }} options
 * @returns {Promise<{ perSecond: number, grown: number, peak: number }>} growth in MiB from there to the end
 */
export async function runFlood({ name, status, next }, { port, pid, access, distinct }) {
  const startedAt = performance.now();
  const run = async (/** @type {number} */ count) => {
    const nextRequest = () => next(port, access);
    const answered = await runClosedLoop({ port, connections: 32, seconds: 600, count, nextRequest });
    const other = answered.find((answer) => answer.status !== status);
    if (other) throw new Error(`${name}: status ${other.status} instead of ${status}`);
    return residentMegabytes(pid);
  };
  const filled = await run(Math.round(distinct * FILLED));
  const full = await run(Math.round(distinct * (1 - FILLED)));
  const perSecond = (1000 * distinct) / (performance.now() - startedAt);
  return { perSecond, grown: full - filled, peak: full };
}
