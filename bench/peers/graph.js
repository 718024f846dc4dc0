/** The part of the schema that the loads need, for the peers in JavaScript: the same names and the same mapping. */

export const typeDefs = `
  scalar DateTime
  enum Channel { VIBER SMS VOICE WHATSAPP PUSH UNKNOWN }
  enum DeliveryState { QUEUED IN_PROGRESS SENT DELIVERED SEEN UNDELIVERED EXPIRED FAILED UNSENT UNKNOWN }
  enum ViberContentKind { TEXT IMAGE TEXT_ACTION TEXT_IMAGE_ACTION FILE VIDEO VIDEO_TEXT VIDEO_TEXT_IMAGE OTHER }
  type Query { campaign(trackingId: ID!): Campaign }
  type Campaign { trackingId: ID! messages(first: Int): ViberMessageConnection }
  type ViberMessageConnection { nodes: [ViberMessage!]! totalCount: Int! }
  type ViberMessage {
    trackingId: ID!
    to: String
    from: String
    country: String
    status: DeliveryStatus!
    price: Float
    content: ViberContent!
    deliveryReport: DeliveryReport
  }
  type ViberContent { kind: ViberContentKind! text: String imageUrl: String }
  type DeliveryStatus { state: DeliveryState! isFinal: Boolean! vendorStatus: String updatedAt: DateTime }
  type DeliveryReport { messageId: ID status: DeliveryStatus! deliveredVia: Channel attempts: [DeliveryAttempt!] }
  type DeliveryAttempt { channel: Channel! status: DeliveryStatus! reportedAt: DateTime }
`;

const VIBER_STATES = new Set(['QUEUED', 'SENT', 'DELIVERED', 'SEEN', 'UNDELIVERED', 'EXPIRED', 'FAILED', 'UNSENT']);
const OPEN_STATES = new Set(['QUEUED', 'IN_PROGRESS', 'SENT', 'DELIVERED', 'UNKNOWN']);
const CHANNELS = new Set(['VIBER', 'SMS', 'VOICE', 'WHATSAPP', 'PUSH']);
const COUNTRY_CODES = { Greece: 'GR' };

/** @param {string | undefined} partner */
const readChannel = (partner) => {
  const channel = partner?.toUpperCase() ?? '';
  return CHANNELS.has(channel) ? channel : 'UNKNOWN';
};

/** @param {any} status of a Viber message */
const readViberStatus = (status) => {
  const text = status?.status?.toUpperCase() ?? '';
  const state = VIBER_STATES.has(text) ? text : 'UNKNOWN';
  return {
    state,
    isFinal: !OPEN_STATES.has(state),
    vendorStatus: status?.status ?? null,
    updatedAt: status?.date === undefined ? null : new Date(status.date).toISOString(),
  };
};

/** @param {any} entry of a report */
const readEntryStatus = (entry) => {
  const state =
    entry?.status === 2
      ? 'DELIVERED'
      : entry?.status === 3
        ? entry.substatus === 35
          ? 'EXPIRED'
          : 'UNDELIVERED'
        : 'IN_PROGRESS';
  return {
    state,
    isFinal: !OPEN_STATES.has(state) || (state === 'DELIVERED' && entry.last_partner === 'sms'),
    vendorStatus: String(entry?.hyber_status ?? -1),
    updatedAt: entry === undefined ? null : new Date(entry.time).toISOString(),
  };
};

/** @param {any} row */
const readMessage = (row) => ({
  trackingId: row.trackingId,
  to: row.to,
  from: row.from,
  country: COUNTRY_CODES[row.country] ?? row.country,
  status: readViberStatus(row.status),
  price: row.price,
  content: {
    kind: row.imageUrl === undefined ? 'TEXT' : 'TEXT_IMAGE_ACTION',
    text: row.message,
    imageUrl: row.imageUrl,
  },
});

/** @param {any} page */
export const readConnection = (page) => ({ totalCount: page.totalElements, nodes: page.content.map(readMessage) });

/** @param {any} body of a detailed report */
export const readReport = (body) => {
  const last = body.reports.findLast((entry) => entry.status === 2) ?? body.reports.at(-1);
  return {
    messageId: last?.message_id ?? null,
    status: readEntryStatus(last),
    deliveredVia: last?.status === 2 ? readChannel(body.delivered_via) : null,
    attempts: body.reports.map((entry) => ({
      channel: readChannel(entry.last_partner),
      status: readEntryStatus(entry),
      reportedAt: new Date(entry.time).toISOString(),
    })),
  };
};

/** @param {string} id @param {number} first */
export const writePagePath = (id, first) => `viber/tracking/campaign/${encodeURIComponent(id)}?page=0&size=${first}`;

/** @param {string} id */
export const writeReportPath = (id) => `bench/api/dr/external/${encodeURIComponent(id)}/advanced`;

export const PAGE_HEADERS = {
  authorization: 'Bearer 346f0dd4-c7bb-4f84-924e-47459c7d11c6',
  accept: 'application/json',
};
export const REPORT_HEADERS = {
  authorization: `Basic ${Buffer.from('bench:bench').toString('base64')}`,
  accept: 'application/json',
};
