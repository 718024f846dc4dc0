import { type FieldReadFunction, InMemoryCache, type InMemoryCacheConfig } from '@apollo/client';
import { cacheSizes, relayStylePagination } from '@apollo/client/utilities';
import possible from '../generated/possible-types.js';

/** `campaign(trackingId)` finds a campaign that a list has already brought: its fields are there without a request. */
const byTrackingId =
  (typename: string): FieldReadFunction =>
  (existing, { args, toReference }) =>
    existing === undefined ? toReference({ __typename: typename, trackingId: args?.['trackingId'] }) : existing;

/** Parts of a thing, without an id: what two selections bring of one is kept together. */
const PARTS = [
  'AccountBalance',
  'CampaignAnalysis',
  'CampaignConnection',
  'CampaignProgress',
  'CostEstimate',
  'DeliveryCodes',
  'DeliveryEventConnection',
  'DeliveryStatus',
  'FailoverFlowConnection',
  'PageInfo',
  'SendConnection',
  'SendPreview',
  'UsedViberTemplate',
  'ViberAction',
  'ViberContent',
  'ViberMessageConnection',
  'ViberVideo',
];

export const cacheConfig: InMemoryCacheConfig = {
  possibleTypes: possible.possibleTypes,
  typePolicies: {
    Query: {
      fields: {
        campaign: { read: byTrackingId('Campaign') },
        viberMessage: { read: byTrackingId('ViberMessage') },
        failoverFlow: { read: byTrackingId('FailoverFlow') },
        // lists that grow at their end: fetchMore adds a page
        campaigns: relayStylePagination(),
        failoverFlows: relayStylePagination(['filter']),
        sends: relayStylePagination(['filter']),
      },
    },
    // every selection of these has their trackingId; the same thing is then one object, whichever way it was reached
    Campaign: { keyFields: ['trackingId'] }, // `messages` has no policy: each page is kept apart, by all its arguments
    ViberMessage: { keyFields: ['trackingId'] },
    FailoverFlow: { keyFields: ['trackingId'] },
    ...Object.fromEntries(PARTS.map((name) => [name, { merge: true }])),
    // their ids are the vendor’s own, and not unique
    Sender: { keyFields: false, merge: true },
    ViberFile: { keyFields: false, merge: true },
  },
};

// What was read of parts that an update has replaced since stays until newer reads need its place: the counts of one
// campaign are some hundred parts, and by default 50,000 stay.
cacheSizes['inMemoryCache.executeSelectionSet'] = 5000;
cacheSizes['inMemoryCache.executeSubSelectedArray'] = 2000;

export const createCache = (): InMemoryCache => new InMemoryCache(cacheConfig);
