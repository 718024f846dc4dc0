import { CAMPAIGN_PREFIX_LENGTH } from '../upstream/vendor-bodies.js';

/** The operations of all loads. Their text never changes; the id goes in the variables. */

const MESSAGE_FIELDS = `trackingId to from country status { state isFinal vendorStatus updatedAt } price content { kind text }`;
const REPORT_FIELDS = `messageId status { state } deliveredVia attempts { channel status { state } reportedAt }`;

/** @param {string} name @param {string} fields */
const writeOperation = (name, fields) =>
  `query ${name}($id: ID!) { campaign(trackingId: $id) { messages(first: 20) { totalCount nodes { ${fields} } } } }`;

export const OPERATIONS = {
  page: { text: writeOperation('Page', MESSAGE_FIELDS), hasReports: false },
  fanout: { text: writeOperation('Fanout', `${MESSAGE_FIELDS} deliveryReport { ${REPORT_FIELDS} }`), hasReports: true },
};

/** @typedef {keyof typeof OPERATIONS} OperationName */

const COUNTER_LENGTH = 10;

/**
 * A campaign's id, unique by run and counter; both are within the part that its messages' ids share.
 * @param {number} run @param {number} counter
 */
export const writeCampaignId = (run, counter) =>
  `${run.toString(16).padStart(8, '0')}-cccc-4ccc-8ccc-${counter.toString(16).padStart(COUNTER_LENGTH, '0')}00`;

/** Position of the counter in a campaign's id. */
export const COUNTER_OFFSET = CAMPAIGN_PREFIX_LENGTH - COUNTER_LENGTH;
export const COUNTER_DIGITS = COUNTER_LENGTH;

/** @param {OperationName} name @param {string} id */
export const writeBody = (name, id) =>
  JSON.stringify({
    operationName: name[0].toUpperCase() + name.slice(1),
    query: OPERATIONS[name].text,
    variables: { id },
  });

/**
 * Checks a whole answer: every row and every report must be present.
 * @param {OperationName} name @param {string} text @param {string} id
 * @returns {string | null} what is wrong with it
 */
export const findFault = (name, text, id) => {
  let answer;
  try {
    answer = JSON.parse(text);
  } catch {
    return `not JSON: ${text.slice(0, 200)}`;
  }
  if (answer.errors !== undefined) return `errors: ${JSON.stringify(answer.errors).slice(0, 400)}`;
  const rows = answer.data?.campaign?.messages?.nodes;
  if (!Array.isArray(rows) || rows.length !== 20) return `${rows?.length} rows instead of 20`;
  for (const [position, row] of rows.entries()) {
    if (!row.trackingId?.startsWith(id.slice(0, CAMPAIGN_PREFIX_LENGTH)))
      return `row ${position} is of another campaign`;
    if (typeof row.status?.state !== 'string') return `row ${position} has no state`;
    if (typeof row.content?.text !== 'string') return `row ${position} has no text`;
    if (!OPERATIONS[name].hasReports) continue;
    if (!row.deliveryReport?.messageId?.includes(row.trackingId)) return `row ${position} has no report or another one`;
    if (row.deliveryReport.attempts?.length !== 2) return `the report of row ${position} has not two attempts`;
  }
  return new Set(rows.map((row) => row.trackingId)).size === 20 ? null : 'a row appears twice';
};
