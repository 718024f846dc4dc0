import { Client, type CombinedError, fetchExchange, makeOperation, mapExchange } from '@urql/core';
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

/** Errors of answers with `data`: what came is shown, and nothing is repeated. */
const partial = new WeakSet<CombinedError>();
const notePartial = mapExchange({
  onResult({ data, error }) {
    if (error && data != null) partial.add(error);
  },
});

/** `retryExchange` waits at least so many times the `delay` of its context. */
const LEAST_FACTOR = 1.5;

/** Repeats queries alone: a mutation may have sent already. It waits for `retryAfterSeconds`, or up to 1.7 times as long. */
const retries = retryExchange({
  initialDelayMs: 250,
  maxDelayMs: 2 ** 31 - 1, // 15 s, its default, would cut `retryAfterSeconds` short
  maxNumberAttempts: 4,
  retryIf: (error, { kind }) =>
    kind === 'query' &&
    !partial.has(error) &&
    (error.graphQLErrors.length > 0
      ? error.graphQLErrors.every(({ extensions }) => extensions['retryable'] === true)
      : error.networkError !== undefined),
  retryWith({ graphQLErrors }, operation) {
    const seconds = Math.max(0, ...graphQLErrors.map(({ extensions }) => Number(extensions['retryAfterSeconds'] ?? 0)));
    if (seconds === 0) return operation;
    const { count = 0 } = (operation.context['retry'] ?? {}) as { count?: number };
    const retry = { count, delay: (seconds * 1000) / LEAST_FACTOR };
    return makeOperation(operation.kind, operation, { ...operation.context, retry });
  },
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
    exchanges: [cacheExchange({ ...cacheOptions, schema }), retries, notePartial, fetchExchange],
  });
