import { Client, fetchExchange } from '@urql/core';
import { cacheExchange, type CacheExchangeOpts } from '@urql/exchange-graphcache';
import { relayPagination } from '@urql/exchange-graphcache/extras';
import { retryExchange } from '@urql/exchange-retry';

/** Parts of a thing: they have no id, and live in what contains them. */
const PARTS = [
  'PageInfo',
  'CampaignConnection',
  'CampaignEdge',
  'ViberMessageConnection',
  'ViberMessageEdge',
  'FailoverFlowConnection',
  'FailoverFlowEdge',
  'SendConnection',
  'SendEdge',
  'DeliveryStatus',
  'DeliveryCodes',
  'DeliveryAttempt',
  'PlannedChannel',
  'StateCount',
  'CountryCount',
  'CampaignAnalysis',
  'ViberContent',
  'ViberAction',
  'ViberVideo',
  'ViberStep',
  'SmsStep',
  'VoiceStep',
  'OtherStep',
  'SendPreview',
  'InputViolation',
  'SendWarning',
  'AccountBalance',
  'CampaignProgress',
  'CostEstimate',
  'CountryProgress',
  'DeliveryEventConnection',
  'DeliveryEventEdge',
  'GroupCount',
  'LabelValue',
  'RecipientCountry',
  'TemplateParameter',
  'TimelineEntry',
  'UsedViberTemplate',
  'CampaignUpdate',
  'DeliveryReportUpdate',
  'FailoverFlowUpdate',
  'ViberMessageUpdate',
  'CancelViberCampaignPayload',
  'ReconcileSendPayload',
  'SendFailoverFlowPayload',
  'SendViberCampaignPayload',
  'SendViberMessagePayload',
];

/** Their ids are the vendor’s own, not of the graph. */
const FOREIGN_IDS = ['Sender', 'ViberFile'];

/** For graphcache: things by their `id`, parts in place, lists that grow by pages. */
export const cacheOptions: CacheExchangeOpts = {
  keys: Object.fromEntries([...PARTS, ...FOREIGN_IDS].map((name) => [name, () => null])),
  resolvers: {
    Query: { campaigns: relayPagination(), failoverFlows: relayPagination(), sends: relayPagination() },
    // pages to both sides; leave it out for tables that turn one page at a time
    Campaign: { messages: relayPagination({ mergeMode: 'outwards' }) },
  },
};

/** Repeats queries alone: a mutation may have sent already. */
const retries = retryExchange({
  initialDelayMs: 250,
  maxNumberAttempts: 4,
  retryIf: ({ networkError, graphQLErrors }, { kind }) =>
    kind === 'query' &&
    (graphQLErrors.length > 0
      ? graphQLErrors.every(({ extensions }) => extensions['retryable'] === true)
      : networkError !== undefined),
});

/**
 * @param schema by introspection (urql-schema.ts reads it). Without it graphcache guesses which fragments fit a type, and
 *   shows fields of one type under another.
 */
export const createUrqlClient = (
  url: string,
  schema: NonNullable<CacheExchangeOpts['schema']>,
  headers: Readonly<Record<string, string>> = {},
): Client =>
  new Client({
    url,
    preferGetMethod: false, // a query may be longer than an address
    fetchOptions: { headers },
    fetchSubscriptions: true, // Server-Sent Events over the same address
    exchanges: [cacheExchange({ ...cacheOptions, schema }), retries, fetchExchange],
  });
