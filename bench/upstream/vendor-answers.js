import {
  CAMPAIGN_PREFIX_LENGTH,
  TOKEN_BODY,
  makeDetailedReportBody,
  makeMessageBody,
  makePageBody,
  makeSimpleReportBody,
} from './vendor-bodies.js';

/**
 * Whole HTTP responses: one template per kind of request, copied and filled in with the ids of each request.
 */

const CAMPAIGN_PATH = '/viber/tracking/campaign/';
const MESSAGE_PATH = '/viber/tracking/';
const REPORT_PATH = '/api/dr/external/';
const PREFIX_PLACEHOLDER = '\u0001'.repeat(CAMPAIGN_PREFIX_LENGTH);

/** @param {number} status @param {string} body */
export const makeAnswer = (status, body) =>
  Buffer.from(
    `HTTP/1.1 ${status} ${status === 200 ? 'OK' : 'Not Found'}\r\n` +
      `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );

/** @type {Map<string, { bytes: Buffer, placeholders: [number, number][] }>} */
const templates = new Map();

/**
 * @param {string} key of the template
 * @param {() => string} makeBody with ids made of \u0001 (the campaign's prefix) or \u0002 (the whole id)
 */
const findTemplate = (key, makeBody) => {
  let template = templates.get(key);
  if (template === undefined) {
    const text = makeBody().replaceAll('\\u0001', '\u0001').replaceAll('\\u0002', '\u0002');
    const bytes = makeAnswer(200, text);
    const placeholders = [...bytes.toString('latin1').matchAll(/\u0001+|\u0002+/g)].map(
      (match) => /** @type {[number, number]} */ ([match.index, match[0].length]),
    );
    template = { bytes, placeholders };
    templates.set(key, template);
  }
  return template;
};

/** @param {{ bytes: Buffer, placeholders: [number, number][] }} template @param {string} id */
const fillTemplate = ({ bytes, placeholders }, id) => {
  const answer = Buffer.allocUnsafe(bytes.length);
  bytes.copy(answer);
  for (const [offset, length] of placeholders) answer.latin1Write(id, offset, length);
  return answer;
};

/** @param {string} query @param {string} name @param {number} otherwise */
const readNumber = (query, name, otherwise) => {
  const found = new RegExp(`(?:^|&)${name}=(\\d+)`).exec(query);
  return found === null ? otherwise : Number(found[1]);
};

/** @param {string} id @param {string} query */
const answerPage = (id, query) =>
  fillTemplate(
    findTemplate(`page ${id.length} ${query}`, () => {
      const size = Math.max(1, readNumber(query, 'size', 20));
      return makePageBody(PREFIX_PLACEHOLDER, '\u0002'.repeat(id.length), readNumber(query, 'page', 0), size);
    }),
    id,
  );

const NOT_FOUND = makeAnswer(404, JSON.stringify({ code: '404000000', developerMessage: 'not found' }));
const TOKEN = makeAnswer(200, TOKEN_BODY);

/** @param {string} url path and query of a request @returns {Buffer} the whole answer */
export const answerRequest = (url) => {
  const queryStart = url.indexOf('?');
  const path = queryStart < 0 ? url : url.slice(0, queryStart);
  if (path.startsWith(CAMPAIGN_PATH))
    return answerPage(path.slice(CAMPAIGN_PATH.length), queryStart < 0 ? '' : url.slice(queryStart + 1));
  if (path.startsWith(MESSAGE_PATH)) {
    const id = path.slice(MESSAGE_PATH.length);
    return fillTemplate(
      findTemplate(`message ${id.length}`, () => makeMessageBody('\u0002'.repeat(id.length))),
      id,
    );
  }
  const start = path.indexOf(REPORT_PATH);
  if (start > 0) {
    const end = path.lastIndexOf('/');
    const id = path.slice(start + REPORT_PATH.length, end);
    const isDetailed = path.endsWith('/advanced');
    const makeBody = isDetailed ? makeDetailedReportBody : makeSimpleReportBody;
    return fillTemplate(
      findTemplate(`${isDetailed} ${id.length}`, () => makeBody('\u0002'.repeat(id.length))),
      id,
    );
  }
  return path === '/oauth/token' ? TOKEN : NOT_FOUND;
};
