import { COUNTER_DIGITS, COUNTER_OFFSET, writeBody, writeCampaignId } from './operations.js';

/**
 * The requests of a load. All bytes are written before the first request; a cold request gets the digits of its campaign.
 * @typedef {{ bytes: Buffer, name: string, id: string, idOffset: number }} Request
 */

const MIXED_CAMPAIGNS = 1000;
const PAGES_PER_FANOUT = 4;

/** @param {string} name @param {string} id @param {boolean} isDirect to the vendor instead of a server @returns {Request} */
const makeRequest = (name, id, isDirect = false) => {
  const body = isDirect ? '' : writeBody(/** @type {any} */ (name), id);
  const head = isDirect
    ? `GET /viber/tracking/campaign/${id}?page=0&size=20 HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n`
    : 'POST /graphql HTTP/1.1\r\nhost: 127.0.0.1\r\naccept: application/json\r\ncontent-type: application/json\r\n' +
      `content-length: ${Buffer.byteLength(body)}\r\n\r\n`;
  const bytes = Buffer.from(head + body);
  return { bytes, name, id, idOffset: bytes.indexOf(id) };
};

/** @param {number} seed @returns {() => number} the same numbers for every server */
const createRandom = (seed) => {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};

const createMixed = () => {
  const random = createRandom(1);
  const requests = Array.from({ length: MIXED_CAMPAIGNS }, (_, rank) => ({
    page: makeRequest('page', writeCampaignId(0, rank)),
    fanout: makeRequest('fanout', writeCampaignId(0, rank)),
  }));
  let sum = 0;
  const bounds = requests.map((_, rank) => (sum += 1 / (rank + 1)));
  return () => {
    const target = random() * sum;
    let [low, high] = [0, MIXED_CAMPAIGNS - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (bounds[middle] < target) low = middle + 1;
      else high = middle;
    }
    return random() * (PAGES_PER_FANOUT + 1) < 1 ? requests[low].fanout : requests[low].page;
  };
};

/** @param {string} name @param {number} run @param {boolean} isDirect */
const createCold = (name, run, isDirect) => {
  let counter = 0;
  /** @type {WeakMap<object, Request>} bytes per connection */
  const own = new WeakMap();
  return (/** @type {object} */ connection) => {
    let request = own.get(connection);
    if (request === undefined) own.set(connection, (request = makeRequest(name, writeCampaignId(run, 0), isDirect)));
    counter += 1;
    const digits = counter.toString(16).padStart(COUNTER_DIGITS, '0');
    request.bytes.latin1Write(digits, request.idOffset + COUNTER_OFFSET, COUNTER_DIGITS);
    request.id = writeCampaignId(run, counter);
    return request;
  };
};

/**
 * @param {{ operation: string, variety: "hot" | "cold" | "mixed", run: number, isDirect?: boolean }} plan
 * @returns {(connection: object) => Request}
 */
export const createRequests = ({ operation, variety, run, isDirect = false }) => {
  if (variety === 'mixed') return createMixed();
  if (variety === 'cold') return createCold(operation, run, isDirect);
  const request = makeRequest(operation, writeCampaignId(0, 0), isDirect);
  return () => request;
};
