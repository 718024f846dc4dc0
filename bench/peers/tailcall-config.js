import { PAGE_HEADERS, REPORT_HEADERS } from './graph.js';

/**
 * Tailcall's configuration: the same shape and fields. Tailcall passes vendors' values through where
 * the others map them to the enums of the schema: it does less work.
 */

/** @param {Record<string, string>} headers */
const writeHeaders = (headers) =>
  `headers: [${Object.entries(headers)
    .map(([key, value]) => `{key: ${JSON.stringify(key)}, value: ${JSON.stringify(value)}}`)
    .join(', ')}]`;

/** @param {{ port: number, upstreamUrl: string, dedupe: boolean }} options */
export const writeTailcallConfig = ({ port, upstreamUrl, dedupe }) => {
  const sharing = dedupe ? 'dedupe: true, ' : '';
  return `
schema @server(port: ${port}, hostname: "127.0.0.1") @upstream(poolIdleTimeout: 300, poolMaxIdlePerHost: 500) {
  query: Query
}

type Query {
  campaign(trackingId: ID!): Campaign @expr(body: {trackingId: "{{.args.trackingId}}"})
}

type Campaign {
  trackingId: ID!
  messages(first: Int): ViberMessageConnection
    @http(
      url: "${upstreamUrl}/viber/tracking/campaign/{{.value.trackingId}}"
      query: [{key: "page", value: "0"}, {key: "size", value: "{{.args.first}}"}]
      ${sharing}${writeHeaders(PAGE_HEADERS)}
    )
}

type ViberMessageConnection {
  content: [ViberMessage!]! @modify(name: "nodes")
  totalElements: Int! @modify(name: "totalCount")
}

type ViberMessage {
  trackingId: ID!
  to: String
  from: String
  country: String
  status: DeliveryStatus!
  price: Float
  content: ViberContent! @expr(body: {kind: "TEXT", text: "{{.value.message}}"})
  deliveryReport: DeliveryReport
    @http(
      url: "${upstreamUrl}/bench/api/dr/external/{{.value.trackingId}}/advanced"
      ${sharing}${writeHeaders(REPORT_HEADERS)}
    )
}

type ViberContent {
  kind: String!
  text: String
}

type DeliveryStatus {
  state: String! @expr(body: "{{.value.status}}")
  isFinal: Boolean! @expr(body: false)
  status: String @modify(name: "vendorStatus")
  date: String @modify(name: "updatedAt")
}

type DeliveryReport @addField(name: "messageId", path: ["reports", "1", "message_id"]) {
  status: ReportStatus! @expr(body: {state: "{{.value.delivered_via}}"})
  delivered_via: String @modify(name: "deliveredVia")
  reports: [DeliveryAttempt!]
  attempts: [DeliveryAttempt!] @expr(body: "{{.value.reports}}")
}

type DeliveryAttempt {
  message_id: String
  last_partner: String! @modify(name: "channel")
  status: ReportStatus! @expr(body: {state: "{{.value.hyber_status}}"})
  time: Int @modify(name: "reportedAt")
}

type ReportStatus {
  state: String!
}
`;
};
