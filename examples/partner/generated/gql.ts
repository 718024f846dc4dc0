/* eslint-disable */
import * as types from './graphql.js';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "mutation SendCampaign($input: SendViberCampaignInput!) {\n  sendViberCampaign(input: $input) {\n    campaign {\n      trackingId\n    }\n  }\n}\n\nquery FollowCampaign($trackingId: ID!, $after: String) {\n  campaign(trackingId: $trackingId) {\n    messages(first: 100, after: $after) {\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      nodes {\n        to\n        country\n        price\n        status {\n          state\n          isSettled\n        }\n      }\n    }\n  }\n}\n\nmutation SendFlow($input: SendFailoverFlowInput!) {\n  sendFailoverFlow(input: $input) {\n    failoverFlow {\n      trackingId\n    }\n  }\n}\n\nquery FollowFlow($trackingId: ID!) {\n  failoverFlow(trackingId: $trackingId) {\n    isFinal\n    steps {\n      order\n      channel\n      price\n      status {\n        state\n      }\n    }\n  }\n}\n\nquery FeedEnd {\n  deliveryEventsEnd\n}\n\nquery DeliveryFeed($after: String) {\n  deliveryEvents(first: 100, after: $after) {\n    pageInfo {\n      endCursor\n      hasNextPage\n    }\n    nodes {\n      id\n      kind\n      receivedAt\n      status {\n        state\n        isFinal\n        vendorStatus\n      }\n      sendOutcome\n      subject {\n        ... on ViberMessage {\n          trackingId\n        }\n        ... on FailoverFlow {\n          trackingId\n        }\n        ... on DeliveryReport {\n          messageId\n        }\n        ... on Send {\n          id\n        }\n      }\n    }\n  }\n}": typeof types.SendCampaignDocument,
};
const documents: Documents = {
    "mutation SendCampaign($input: SendViberCampaignInput!) {\n  sendViberCampaign(input: $input) {\n    campaign {\n      trackingId\n    }\n  }\n}\n\nquery FollowCampaign($trackingId: ID!, $after: String) {\n  campaign(trackingId: $trackingId) {\n    messages(first: 100, after: $after) {\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      nodes {\n        to\n        country\n        price\n        status {\n          state\n          isSettled\n        }\n      }\n    }\n  }\n}\n\nmutation SendFlow($input: SendFailoverFlowInput!) {\n  sendFailoverFlow(input: $input) {\n    failoverFlow {\n      trackingId\n    }\n  }\n}\n\nquery FollowFlow($trackingId: ID!) {\n  failoverFlow(trackingId: $trackingId) {\n    isFinal\n    steps {\n      order\n      channel\n      price\n      status {\n        state\n      }\n    }\n  }\n}\n\nquery FeedEnd {\n  deliveryEventsEnd\n}\n\nquery DeliveryFeed($after: String) {\n  deliveryEvents(first: 100, after: $after) {\n    pageInfo {\n      endCursor\n      hasNextPage\n    }\n    nodes {\n      id\n      kind\n      receivedAt\n      status {\n        state\n        isFinal\n        vendorStatus\n      }\n      sendOutcome\n      subject {\n        ... on ViberMessage {\n          trackingId\n        }\n        ... on FailoverFlow {\n          trackingId\n        }\n        ... on DeliveryReport {\n          messageId\n        }\n        ... on Send {\n          id\n        }\n      }\n    }\n  }\n}": types.SendCampaignDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation SendCampaign($input: SendViberCampaignInput!) {\n  sendViberCampaign(input: $input) {\n    campaign {\n      trackingId\n    }\n  }\n}\n\nquery FollowCampaign($trackingId: ID!, $after: String) {\n  campaign(trackingId: $trackingId) {\n    messages(first: 100, after: $after) {\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      nodes {\n        to\n        country\n        price\n        status {\n          state\n          isSettled\n        }\n      }\n    }\n  }\n}\n\nmutation SendFlow($input: SendFailoverFlowInput!) {\n  sendFailoverFlow(input: $input) {\n    failoverFlow {\n      trackingId\n    }\n  }\n}\n\nquery FollowFlow($trackingId: ID!) {\n  failoverFlow(trackingId: $trackingId) {\n    isFinal\n    steps {\n      order\n      channel\n      price\n      status {\n        state\n      }\n    }\n  }\n}\n\nquery FeedEnd {\n  deliveryEventsEnd\n}\n\nquery DeliveryFeed($after: String) {\n  deliveryEvents(first: 100, after: $after) {\n    pageInfo {\n      endCursor\n      hasNextPage\n    }\n    nodes {\n      id\n      kind\n      receivedAt\n      status {\n        state\n        isFinal\n        vendorStatus\n      }\n      sendOutcome\n      subject {\n        ... on ViberMessage {\n          trackingId\n        }\n        ... on FailoverFlow {\n          trackingId\n        }\n        ... on DeliveryReport {\n          messageId\n        }\n        ... on Send {\n          id\n        }\n      }\n    }\n  }\n}"): (typeof documents)["mutation SendCampaign($input: SendViberCampaignInput!) {\n  sendViberCampaign(input: $input) {\n    campaign {\n      trackingId\n    }\n  }\n}\n\nquery FollowCampaign($trackingId: ID!, $after: String) {\n  campaign(trackingId: $trackingId) {\n    messages(first: 100, after: $after) {\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      nodes {\n        to\n        country\n        price\n        status {\n          state\n          isSettled\n        }\n      }\n    }\n  }\n}\n\nmutation SendFlow($input: SendFailoverFlowInput!) {\n  sendFailoverFlow(input: $input) {\n    failoverFlow {\n      trackingId\n    }\n  }\n}\n\nquery FollowFlow($trackingId: ID!) {\n  failoverFlow(trackingId: $trackingId) {\n    isFinal\n    steps {\n      order\n      channel\n      price\n      status {\n        state\n      }\n    }\n  }\n}\n\nquery FeedEnd {\n  deliveryEventsEnd\n}\n\nquery DeliveryFeed($after: String) {\n  deliveryEvents(first: 100, after: $after) {\n    pageInfo {\n      endCursor\n      hasNextPage\n    }\n    nodes {\n      id\n      kind\n      receivedAt\n      status {\n        state\n        isFinal\n        vendorStatus\n      }\n      sendOutcome\n      subject {\n        ... on ViberMessage {\n          trackingId\n        }\n        ... on FailoverFlow {\n          trackingId\n        }\n        ... on DeliveryReport {\n          messageId\n        }\n        ... on Send {\n          id\n        }\n      }\n    }\n  }\n}"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;