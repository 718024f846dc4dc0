import {
  CAMPAIGN_PREFIX_LENGTH,
  TOKEN_BODY,
  makeDetailedReportBody,
  makePageBody,
  makeSimpleReportBody,
} from './vendor-bodies.js';

/**
 * Whole HTTP answers to request lines: made once per kind with a hole where an id stands, then copied and filled.
 */

const CAMPAIGN_PATH = '/viber/tracking/campaign/';
const REPORT_PATH = '/api/dr/external/';
const PREFIX_HOLE = '\u0001'.repeat(CAMPAIGN_PREFIX_LENGTH);

/** @param {number} status @param {string} body */
export const makeAnswer = (status, body) =>
  Buffer.from(
    `HTTP/1.1 ${status} ${status === 200 ? 'OK' : 'Not Found'}\r\n` +
      `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );

/** @type {Map<string, { template: Buffer, holes: [number, number][] }>} */
const forms = new Map();

/**
 * @param {string} key of the form
 * @param {() => string} makeBody with ids made of \u0001 (the campaign's prefix) or \u0002 (the whole id)
 */
const findForm = (key, makeBody) => {
  let form = forms.get(key);
  if (form === undefined) {
    const text = makeBody().replaceAll('\\u0001', '\u0001').replaceAll('\\u0002', '\u0002');
    const template = makeAnswer(200, text);
    const holes = [...template.toString('latin1').matchAll(/\u0001+|\u0002+/g)].map(
      (hole) => /** @type {[number, number]} */ ([hole.index, hole[0].length]),
    );
    form = { template, holes };
    forms.set(key, form);
  }
  return form;
};

/** @param {{ template: Buffer, holes: [number, number][] }} form @param {string} id */
const fillForm = ({ template, holes }, id) => {
  const answer = Buffer.allocUnsafe(template.length);
  template.copy(answer);
  for (const [offset, length] of holes) answer.latin1Write(id, offset, length);
  return answer;
};

/** @param {string} query @param {string} name @param {number} otherwise */
const readNumber = (query, name, otherwise) => {
  const found = new RegExp(`(?:^|&)${name}=(\\d+)`).exec(query);
  return found === null ? otherwise : Number(found[1]);
};

/** @param {string} id @param {string} query */
const answerPage = (id, query) =>
  fillForm(
    findForm(`page ${id.length} ${query}`, () => {
      const size = Math.max(1, readNumber(query, 'size', 20));
      return makePageBody(PREFIX_HOLE, '\u0002'.repeat(id.length), readNumber(query, 'page', 0), size);
    }),
    id,
  );

const NOT_FOUND = makeAnswer(404, JSON.stringify({ code: '404000000', developerMessage: 'no such thing' }));
const TOKEN = makeAnswer(200, TOKEN_BODY);

/** @param {string} url path and query of a request @returns {Buffer} the whole answer */
export const answerRequest = (url) => {
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  if (path.startsWith(CAMPAIGN_PATH))
    return answerPage(path.slice(CAMPAIGN_PATH.length), mark < 0 ? '' : url.slice(mark + 1));
  const start = path.indexOf(REPORT_PATH);
  if (start > 0) {
    const end = path.lastIndexOf('/');
    const id = path.slice(start + REPORT_PATH.length, end);
    const isDetailed = path.endsWith('/advanced');
    const makeBody = isDetailed ? makeDetailedReportBody : makeSimpleReportBody;
    return fillForm(
      findForm(`${isDetailed} ${id.length}`, () => makeBody('\u0002'.repeat(id.length))),
      id,
    );
  }
  return path === '/oauth/token' ? TOKEN : NOT_FOUND;
};
