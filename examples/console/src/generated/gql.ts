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
    "\n  query MayRead {\n    campaigns(first: 1) {\n      totalCount\n    }\n  }\n": typeof types.MayReadDocument,
    "\n  query MaySend($input: SendViberMessageInput!) {\n    previewViberMessage(input: $input) {\n      isSendable\n    }\n  }\n": typeof types.MaySendDocument,
    "\n  query EventsEnd {\n    deliveryEventsEnd\n  }\n": typeof types.EventsEndDocument,
    "\n  fragment CampaignFacts on Campaign {\n    state\n    scheduledAt\n    cancelledAt\n    send {\n      id\n      outcome\n    }\n  }\n": typeof types.CampaignFactsFragmentDoc,
    "\n  query Message($trackingId: ID!) {\n    viberMessage(trackingId: $trackingId) {\n      id\n      trackingId\n      to\n      from\n      country\n      price\n      ttlSeconds\n      status {\n        state\n        isFinal\n        detailedStatus\n        description\n        vendorStatus\n        updatedAt\n      }\n      timeline {\n        ...TimelineEntryParts\n      }\n      deliveryReport {\n        id\n        extraId\n        deliveredVia\n      }\n    }\n  }\n": typeof types.MessageDocument,
    "\n  fragment Content on ViberContent {\n    kind\n    text\n    imageUrl\n    action {\n      caption\n      targetUrl\n    }\n    file {\n      name\n      type\n      url\n    }\n    video {\n      url\n      thumbnailUrl\n      durationSeconds\n    }\n  }\n": typeof types.ContentFragmentDoc,
    "\n  fragment Progress on CampaignProgress {\n    asOf\n    total\n    settled\n    isSettled\n    isFinal\n    cost\n    firstUpdateAt\n    lastUpdateAt\n    states {\n      state\n      count\n    }\n    countries {\n      country\n      total\n      cost\n      states {\n        state\n        count\n      }\n    }\n  }\n": typeof types.ProgressFragmentDoc,
    "\n  query History($trackingId: ID!, $after: String) {\n    deliveryEvents(filter: { campaignTrackingId: $trackingId, kinds: [VIBER_MESSAGE] }, first: 100, after: $after) {\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      nodes {\n        receivedAt\n        status {\n          state\n        }\n        subject {\n          ... on ViberMessage {\n            id\n            trackingId\n          }\n        }\n      }\n    }\n  }\n": typeof types.HistoryDocument,
    "\n  fragment TimelineEntryParts on TimelineEntry {\n    at\n    order\n    channel\n    state\n    detailedStatus\n    description\n  }\n": typeof types.TimelineEntryPartsFragmentDoc,
    "\n  query Messages(\n    $trackingId: ID!\n    $filter: ViberMessageFilter\n    $first: Int\n    $after: String\n    $last: Int\n    $before: String\n  ) {\n    campaign(trackingId: $trackingId) {\n      id\n      trackingId\n      messages(filter: $filter, first: $first, after: $after, last: $last, before: $before) {\n        totalCount\n        pageInfo {\n          hasNextPage\n          hasPreviousPage\n          startCursor\n          endCursor\n        }\n        nodes {\n          id\n          trackingId\n          ...MessageRow\n        }\n      }\n    }\n  }\n": typeof types.MessagesDocument,
    "\n  fragment MessageRow on ViberMessage {\n    trackingId\n    to\n    country\n    price\n    status {\n      state\n      isFinal\n      detailedStatus\n      updatedAt\n    }\n  }\n": typeof types.MessageRowFragmentDoc,
    "\n  query Campaign($trackingId: ID!) {\n    campaign(trackingId: $trackingId) {\n      id\n      trackingId\n      ...CampaignHead\n      progress {\n        ...Progress\n      }\n    }\n  }\n": typeof types.CampaignDocument,
    "\n  fragment CampaignHead on Campaign {\n    trackingId\n    name\n    applicationName\n    createdAt\n    scheduledAt\n    cancelledAt\n    cost\n    totalMessages\n    ttlSeconds\n    label\n    groups\n    sender {\n      name\n    }\n    content {\n      ...Content\n    }\n    ...CampaignFacts\n  }\n": typeof types.CampaignHeadFragmentDoc,
    "\n  subscription CampaignUpdated($trackingId: ID!, $after: String) {\n    campaignUpdated(trackingId: $trackingId, after: $after) {\n      cursor\n      isLast\n      campaign {\n        id\n        trackingId\n        cancelledAt\n        progress {\n          ...Progress\n        }\n      }\n      changedMessages {\n        id\n        trackingId\n        ...MessageRow\n      }\n    }\n  }\n": typeof types.CampaignUpdatedDocument,
    "\n  mutation CancelCampaign($trackingId: ID!) {\n    cancelViberCampaign(input: { trackingId: $trackingId }) {\n      campaign {\n        id\n        trackingId\n        cancelledAt\n      }\n      send {\n        id\n        outcome\n      }\n    }\n  }\n": typeof types.CancelCampaignDocument,
    "\n  query Campaigns($first: Int!, $after: String) {\n    campaigns(first: $first, after: $after) {\n      totalCount\n      pageInfo {\n        hasNextPage\n        hasPreviousPage\n        startCursor\n        endCursor\n      }\n      edges {\n        cursor\n        node {\n          id\n          trackingId\n          ...CampaignRow\n        }\n      }\n    }\n  }\n": typeof types.CampaignsDocument,
    "\n  fragment CampaignRow on Campaign {\n    id\n    trackingId\n    name\n    createdAt\n    totalMessages\n    cost\n    sender {\n      name\n    }\n    ...CampaignFacts\n  }\n": typeof types.CampaignRowFragmentDoc,
    "\n  query ProgressOf($ids: [ID!]!) {\n    nodes(ids: $ids) {\n      ... on Campaign {\n        ...CampaignProgressOf\n      }\n    }\n  }\n": typeof types.ProgressOfDocument,
    "\n  fragment CampaignProgressOf on Campaign {\n    id\n    trackingId\n    cancelledAt\n    progress {\n      ...Progress\n    }\n  }\n": typeof types.CampaignProgressOfFragmentDoc,
    "\n  subscription Changes($after: String) {\n    deliveryEventAdded(filter: { kinds: [VIBER_MESSAGE, SEND] }, after: $after) {\n      cursor\n      campaign {\n        id\n        trackingId\n      }\n    }\n  }\n": typeof types.ChangesDocument,
    "\n  subscription CampaignCounted($trackingId: ID!, $after: String) {\n    campaignUpdated(trackingId: $trackingId, after: $after) {\n      cursor\n      isLast\n      campaign {\n        ...CampaignProgressOf\n      }\n    }\n  }\n": typeof types.CampaignCountedDocument,
    "\n  query Flow($trackingId: ID!) {\n    failoverFlow(trackingId: $trackingId) {\n      id\n      trackingId\n      ...FlowParts\n    }\n  }\n": typeof types.FlowDocument,
    "\n  subscription FlowUpdated($trackingId: ID!, $after: String) {\n    failoverFlowUpdated(trackingId: $trackingId, after: $after) {\n      cursor\n      isLast\n      failoverFlow {\n        id\n        trackingId\n        ...FlowParts\n      }\n    }\n  }\n": typeof types.FlowUpdatedDocument,
    "\n  fragment FlowParts on FailoverFlow {\n    trackingId\n    status\n    kind\n    failureReason\n    terminationChannel\n    totalPrice\n    createdAt\n    updatedAt\n    steps {\n      order\n      channel\n      ...StepParts\n    }\n    timeline {\n      ...TimelineEntryParts\n    }\n  }\n": typeof types.FlowPartsFragmentDoc,
    "\n  fragment StepParts on FailoverStep {\n    __typename\n    order\n    channel\n    to\n    from\n    country\n    price\n    createdAt\n    failoverOnStates\n    status {\n      state\n      isFinal\n      detailedStatus\n      description\n      updatedAt\n    }\n    ... on ViberStep {\n      trackingId\n      ttlSeconds\n      content {\n        ...Content\n      }\n    }\n    ... on SmsStep {\n      text\n      part\n      parts\n      operator\n      ttlSeconds\n    }\n    ... on VoiceStep {\n      durationSeconds\n      answeredBy\n    }\n    ... on OtherStep {\n      vendorType\n    }\n  }\n": typeof types.StepPartsFragmentDoc,
    "\n  query Flows($filter: FailoverFlowFilter, $first: Int!, $after: String) {\n    failoverFlows(filter: $filter, first: $first, after: $after) {\n      totalCount\n      pageInfo {\n        hasNextPage\n        hasPreviousPage\n        startCursor\n        endCursor\n      }\n      edges {\n        cursor\n        node {\n          id\n          trackingId\n          ...FlowRow\n        }\n      }\n    }\n  }\n": typeof types.FlowsDocument,
    "\n  fragment FlowRow on FailoverFlow {\n    trackingId\n    status\n    kind\n    createdAt\n    terminationChannel\n    totalPrice\n    steps {\n      order\n      channel\n      to\n      status {\n        state\n      }\n    }\n  }\n": typeof types.FlowRowFragmentDoc,
    "\n  subscription FlowChanges($after: String) {\n    deliveryEventAdded(filter: { kinds: [FAILOVER_FLOW] }, after: $after) {\n      cursor\n      subject {\n        ... on FailoverFlow {\n          id\n          trackingId\n          ...FlowRow\n        }\n      }\n    }\n  }\n": typeof types.FlowChangesDocument,
    "\n  subscription FlowFollowed($trackingId: ID!, $after: String) {\n    failoverFlowUpdated(trackingId: $trackingId, after: $after) {\n      cursor\n      isLast\n      failoverFlow {\n        id\n        trackingId\n        ...FlowRow\n      }\n    }\n  }\n": typeof types.FlowFollowedDocument,
    "\n  subscription MessageUpdated($trackingId: ID!, $after: String) {\n    viberMessageUpdated(trackingId: $trackingId, after: $after) {\n      cursor\n      isLast\n      viberMessage {\n        id\n        trackingId\n        price\n        status {\n          state\n          isFinal\n          detailedStatus\n          description\n          vendorStatus\n          updatedAt\n        }\n      }\n    }\n  }\n": typeof types.MessageUpdatedDocument,
    "\n  query Report($by: DeliveryReportBy!) {\n    deliveryReport(by: $by) {\n      id\n      ...ReportParts\n    }\n  }\n": typeof types.ReportDocument,
    "\n  subscription ReportUpdated($by: DeliveryReportBy!, $after: String) {\n    deliveryReportUpdated(by: $by, after: $after) {\n      cursor\n      isLast\n      deliveryReport {\n        id\n        ...ReportParts\n      }\n    }\n  }\n": typeof types.ReportUpdatedDocument,
    "\n  fragment ReportParts on DeliveryReport {\n    messageId\n    extraId\n    phoneNumber\n    deliveredVia\n    lastChannel\n    reportedAt\n    clicks\n    totalSmsParts\n    deliveredSmsParts\n    status {\n      state\n      description\n      vendorStatus\n    }\n    attempts {\n      channel\n      reportedAt\n      status {\n        state\n        description\n      }\n    }\n    plan {\n      channel\n      ttlSeconds\n    }\n  }\n": typeof types.ReportPartsFragmentDoc,
    "\n  fragment SendParts on Send {\n    id\n    kind\n    outcome\n    name\n    createdAt\n    recipientCount\n    campaign {\n      id\n      trackingId\n    }\n    viberMessage {\n      id\n      trackingId\n    }\n    failoverFlow {\n      id\n      trackingId\n    }\n  }\n": typeof types.SendPartsFragmentDoc,
    "\n  query SendByKey($key: String!) {\n    send(by: { idempotencyKey: $key }) {\n      id\n      ...SendParts\n    }\n  }\n": typeof types.SendByKeyDocument,
    "\n  subscription Outcomes($after: String) {\n    deliveryEventAdded(filter: { kinds: [SEND] }, after: $after) {\n      cursor\n      subject {\n        ... on Send {\n          id\n        }\n      }\n    }\n  }\n": typeof types.OutcomesDocument,
    "\n  fragment Preview on SendPreview {\n    isSendable\n    keyState\n    contentKind\n    billing\n    characterCount\n    recipientCount\n    recipientsPerCountry {\n      country\n      count\n    }\n    violations {\n      code\n      message\n      inputPath\n    }\n    warnings {\n      code\n      message\n      inputPath\n    }\n    estimatedCost {\n      amount\n      currency\n      basis\n    }\n    balance {\n      amount\n      currency\n    }\n  }\n": typeof types.PreviewFragmentDoc,
    "\n  query PreviewCampaign($input: SendViberCampaignInput!) {\n    preview: previewViberCampaign(input: $input) {\n      ...Preview\n    }\n  }\n": typeof types.PreviewCampaignDocument,
    "\n  query PreviewMessage($input: SendViberMessageInput!) {\n    preview: previewViberMessage(input: $input) {\n      ...Preview\n    }\n  }\n": typeof types.PreviewMessageDocument,
    "\n  query PreviewFlow($input: SendFailoverFlowInput!) {\n    preview: previewFailoverFlow(input: $input) {\n      ...Preview\n    }\n  }\n": typeof types.PreviewFlowDocument,
    "\n  query Recent {\n    sends(first: 8) {\n      nodes {\n        id\n        ...SendParts\n      }\n    }\n  }\n": typeof types.RecentDocument,
    "\n  query Senders {\n    campaigns(first: 20) {\n      nodes {\n        id\n        trackingId\n        sender {\n          id\n          name\n        }\n      }\n    }\n  }\n": typeof types.SendersDocument,
    "\n  mutation SendCampaign($input: SendViberCampaignInput!) {\n    sendViberCampaign(input: $input) {\n      replayed\n      campaign {\n        id\n        trackingId\n      }\n    }\n  }\n": typeof types.SendCampaignDocument,
    "\n  mutation SendMessage($input: SendViberMessageInput!) {\n    sendViberMessage(input: $input) {\n      replayed\n      viberMessage {\n        id\n        trackingId\n      }\n    }\n  }\n": typeof types.SendMessageDocument,
    "\n  mutation SendFlow($input: SendFailoverFlowInput!) {\n    sendFailoverFlow(input: $input) {\n      replayed\n      failoverFlow {\n        id\n        trackingId\n      }\n    }\n  }\n": typeof types.SendFlowDocument,
};
const documents: Documents = {
    "\n  query MayRead {\n    campaigns(first: 1) {\n      totalCount\n    }\n  }\n": types.MayReadDocument,
    "\n  query MaySend($input: SendViberMessageInput!) {\n    previewViberMessage(input: $input) {\n      isSendable\n    }\n  }\n": types.MaySendDocument,
    "\n  query EventsEnd {\n    deliveryEventsEnd\n  }\n": types.EventsEndDocument,
    "\n  fragment CampaignFacts on Campaign {\n    state\n    scheduledAt\n    cancelledAt\n    send {\n      id\n      outcome\n    }\n  }\n": types.CampaignFactsFragmentDoc,
    "\n  query Message($trackingId: ID!) {\n    viberMessage(trackingId: $trackingId) {\n      id\n      trackingId\n      to\n      from\n      country\n      price\n      ttlSeconds\n      status {\n        state\n        isFinal\n        detailedStatus\n        description\n        vendorStatus\n        updatedAt\n      }\n      timeline {\n        ...TimelineEntryParts\n      }\n      deliveryReport {\n        id\n        extraId\n        deliveredVia\n      }\n    }\n  }\n": types.MessageDocument,
    "\n  fragment Content on ViberContent {\n    kind\n    text\n    imageUrl\n    action {\n      caption\n      targetUrl\n    }\n    file {\n      name\n      type\n      url\n    }\n    video {\n      url\n      thumbnailUrl\n      durationSeconds\n    }\n  }\n": types.ContentFragmentDoc,
    "\n  fragment Progress on CampaignProgress {\n    asOf\n    total\n    settled\n    isSettled\n    isFinal\n    cost\n    firstUpdateAt\n    lastUpdateAt\n    states {\n      state\n      count\n    }\n    countries {\n      country\n      total\n      cost\n      states {\n        state\n        count\n      }\n    }\n  }\n": types.ProgressFragmentDoc,
    "\n  query History($trackingId: ID!, $after: String) {\n    deliveryEvents(filter: { campaignTrackingId: $trackingId, kinds: [VIBER_MESSAGE] }, first: 100, after: $after) {\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      nodes {\n        receivedAt\n        status {\n          state\n        }\n        subject {\n          ... on ViberMessage {\n            id\n            trackingId\n          }\n        }\n      }\n    }\n  }\n": types.HistoryDocument,
    "\n  fragment TimelineEntryParts on TimelineEntry {\n    at\n    order\n    channel\n    state\n    detailedStatus\n    description\n  }\n": types.TimelineEntryPartsFragmentDoc,
    "\n  query Messages(\n    $trackingId: ID!\n    $filter: ViberMessageFilter\n    $first: Int\n    $after: String\n    $last: Int\n    $before: String\n  ) {\n    campaign(trackingId: $trackingId) {\n      id\n      trackingId\n      messages(filter: $filter, first: $first, after: $after, last: $last, before: $before) {\n        totalCount\n        pageInfo {\n          hasNextPage\n          hasPreviousPage\n          startCursor\n          endCursor\n        }\n        nodes {\n          id\n          trackingId\n          ...MessageRow\n        }\n      }\n    }\n  }\n": types.MessagesDocument,
    "\n  fragment MessageRow on ViberMessage {\n    trackingId\n    to\n    country\n    price\n    status {\n      state\n      isFinal\n      detailedStatus\n      updatedAt\n    }\n  }\n": types.MessageRowFragmentDoc,
    "\n  query Campaign($trackingId: ID!) {\n    campaign(trackingId: $trackingId) {\n      id\n      trackingId\n      ...CampaignHead\n      progress {\n        ...Progress\n      }\n    }\n  }\n": types.CampaignDocument,
    "\n  fragment CampaignHead on Campaign {\n    trackingId\n    name\n    applicationName\n    createdAt\n    scheduledAt\n    cancelledAt\n    cost\n    totalMessages\n    ttlSeconds\n    label\n    groups\n    sender {\n      name\n    }\n    content {\n      ...Content\n    }\n    ...CampaignFacts\n  }\n": types.CampaignHeadFragmentDoc,
    "\n  subscription CampaignUpdated($trackingId: ID!, $after: String) {\n    campaignUpdated(trackingId: $trackingId, after: $after) {\n      cursor\n      isLast\n      campaign {\n        id\n        trackingId\n        cancelledAt\n        progress {\n          ...Progress\n        }\n      }\n      changedMessages {\n        id\n        trackingId\n        ...MessageRow\n      }\n    }\n  }\n": types.CampaignUpdatedDocument,
    "\n  mutation CancelCampaign($trackingId: ID!) {\n    cancelViberCampaign(input: { trackingId: $trackingId }) {\n      campaign {\n        id\n        trackingId\n        cancelledAt\n      }\n      send {\n        id\n        outcome\n      }\n    }\n  }\n": types.CancelCampaignDocument,
    "\n  query Campaigns($first: Int!, $after: String) {\n    campaigns(first: $first, after: $after) {\n      totalCount\n      pageInfo {\n        hasNextPage\n        hasPreviousPage\n        startCursor\n        endCursor\n      }\n      edges {\n        cursor\n        node {\n          id\n          trackingId\n          ...CampaignRow\n        }\n      }\n    }\n  }\n": types.CampaignsDocument,
    "\n  fragment CampaignRow on Campaign {\n    id\n    trackingId\n    name\n    createdAt\n    totalMessages\n    cost\n    sender {\n      name\n    }\n    ...CampaignFacts\n  }\n": types.CampaignRowFragmentDoc,
    "\n  query ProgressOf($ids: [ID!]!) {\n    nodes(ids: $ids) {\n      ... on Campaign {\n        ...CampaignProgressOf\n      }\n    }\n  }\n": types.ProgressOfDocument,
    "\n  fragment CampaignProgressOf on Campaign {\n    id\n    trackingId\n    cancelledAt\n    progress {\n      ...Progress\n    }\n  }\n": types.CampaignProgressOfFragmentDoc,
    "\n  subscription Changes($after: String) {\n    deliveryEventAdded(filter: { kinds: [VIBER_MESSAGE, SEND] }, after: $after) {\n      cursor\n      campaign {\n        id\n        trackingId\n      }\n    }\n  }\n": types.ChangesDocument,
    "\n  subscription CampaignCounted($trackingId: ID!, $after: String) {\n    campaignUpdated(trackingId: $trackingId, after: $after) {\n      cursor\n      isLast\n      campaign {\n        ...CampaignProgressOf\n      }\n    }\n  }\n": types.CampaignCountedDocument,
    "\n  query Flow($trackingId: ID!) {\n    failoverFlow(trackingId: $trackingId) {\n      id\n      trackingId\n      ...FlowParts\n    }\n  }\n": types.FlowDocument,
    "\n  subscription FlowUpdated($trackingId: ID!, $after: String) {\n    failoverFlowUpdated(trackingId: $trackingId, after: $after) {\n      cursor\n      isLast\n      failoverFlow {\n        id\n        trackingId\n        ...FlowParts\n      }\n    }\n  }\n": types.FlowUpdatedDocument,
    "\n  fragment FlowParts on FailoverFlow {\n    trackingId\n    status\n    kind\n    failureReason\n    terminationChannel\n    totalPrice\n    createdAt\n    updatedAt\n    steps {\n      order\n      channel\n      ...StepParts\n    }\n    timeline {\n      ...TimelineEntryParts\n    }\n  }\n": types.FlowPartsFragmentDoc,
    "\n  fragment StepParts on FailoverStep {\n    __typename\n    order\n    channel\n    to\n    from\n    country\n    price\n    createdAt\n    failoverOnStates\n    status {\n      state\n      isFinal\n      detailedStatus\n      description\n      updatedAt\n    }\n    ... on ViberStep {\n      trackingId\n      ttlSeconds\n      content {\n        ...Content\n      }\n    }\n    ... on SmsStep {\n      text\n      part\n      parts\n      operator\n      ttlSeconds\n    }\n    ... on VoiceStep {\n      durationSeconds\n      answeredBy\n    }\n    ... on OtherStep {\n      vendorType\n    }\n  }\n": types.StepPartsFragmentDoc,
    "\n  query Flows($filter: FailoverFlowFilter, $first: Int!, $after: String) {\n    failoverFlows(filter: $filter, first: $first, after: $after) {\n      totalCount\n      pageInfo {\n        hasNextPage\n        hasPreviousPage\n        startCursor\n        endCursor\n      }\n      edges {\n        cursor\n        node {\n          id\n          trackingId\n          ...FlowRow\n        }\n      }\n    }\n  }\n": types.FlowsDocument,
    "\n  fragment FlowRow on FailoverFlow {\n    trackingId\n    status\n    kind\n    createdAt\n    terminationChannel\n    totalPrice\n    steps {\n      order\n      channel\n      to\n      status {\n        state\n      }\n    }\n  }\n": types.FlowRowFragmentDoc,
    "\n  subscription FlowChanges($after: String) {\n    deliveryEventAdded(filter: { kinds: [FAILOVER_FLOW] }, after: $after) {\n      cursor\n      subject {\n        ... on FailoverFlow {\n          id\n          trackingId\n          ...FlowRow\n        }\n      }\n    }\n  }\n": types.FlowChangesDocument,
    "\n  subscription FlowFollowed($trackingId: ID!, $after: String) {\n    failoverFlowUpdated(trackingId: $trackingId, after: $after) {\n      cursor\n      isLast\n      failoverFlow {\n        id\n        trackingId\n        ...FlowRow\n      }\n    }\n  }\n": types.FlowFollowedDocument,
    "\n  subscription MessageUpdated($trackingId: ID!, $after: String) {\n    viberMessageUpdated(trackingId: $trackingId, after: $after) {\n      cursor\n      isLast\n      viberMessage {\n        id\n        trackingId\n        price\n        status {\n          state\n          isFinal\n          detailedStatus\n          description\n          vendorStatus\n          updatedAt\n        }\n      }\n    }\n  }\n": types.MessageUpdatedDocument,
    "\n  query Report($by: DeliveryReportBy!) {\n    deliveryReport(by: $by) {\n      id\n      ...ReportParts\n    }\n  }\n": types.ReportDocument,
    "\n  subscription ReportUpdated($by: DeliveryReportBy!, $after: String) {\n    deliveryReportUpdated(by: $by, after: $after) {\n      cursor\n      isLast\n      deliveryReport {\n        id\n        ...ReportParts\n      }\n    }\n  }\n": types.ReportUpdatedDocument,
    "\n  fragment ReportParts on DeliveryReport {\n    messageId\n    extraId\n    phoneNumber\n    deliveredVia\n    lastChannel\n    reportedAt\n    clicks\n    totalSmsParts\n    deliveredSmsParts\n    status {\n      state\n      description\n      vendorStatus\n    }\n    attempts {\n      channel\n      reportedAt\n      status {\n        state\n        description\n      }\n    }\n    plan {\n      channel\n      ttlSeconds\n    }\n  }\n": types.ReportPartsFragmentDoc,
    "\n  fragment SendParts on Send {\n    id\n    kind\n    outcome\n    name\n    createdAt\n    recipientCount\n    campaign {\n      id\n      trackingId\n    }\n    viberMessage {\n      id\n      trackingId\n    }\n    failoverFlow {\n      id\n      trackingId\n    }\n  }\n": types.SendPartsFragmentDoc,
    "\n  query SendByKey($key: String!) {\n    send(by: { idempotencyKey: $key }) {\n      id\n      ...SendParts\n    }\n  }\n": types.SendByKeyDocument,
    "\n  subscription Outcomes($after: String) {\n    deliveryEventAdded(filter: { kinds: [SEND] }, after: $after) {\n      cursor\n      subject {\n        ... on Send {\n          id\n        }\n      }\n    }\n  }\n": types.OutcomesDocument,
    "\n  fragment Preview on SendPreview {\n    isSendable\n    keyState\n    contentKind\n    billing\n    characterCount\n    recipientCount\n    recipientsPerCountry {\n      country\n      count\n    }\n    violations {\n      code\n      message\n      inputPath\n    }\n    warnings {\n      code\n      message\n      inputPath\n    }\n    estimatedCost {\n      amount\n      currency\n      basis\n    }\n    balance {\n      amount\n      currency\n    }\n  }\n": types.PreviewFragmentDoc,
    "\n  query PreviewCampaign($input: SendViberCampaignInput!) {\n    preview: previewViberCampaign(input: $input) {\n      ...Preview\n    }\n  }\n": types.PreviewCampaignDocument,
    "\n  query PreviewMessage($input: SendViberMessageInput!) {\n    preview: previewViberMessage(input: $input) {\n      ...Preview\n    }\n  }\n": types.PreviewMessageDocument,
    "\n  query PreviewFlow($input: SendFailoverFlowInput!) {\n    preview: previewFailoverFlow(input: $input) {\n      ...Preview\n    }\n  }\n": types.PreviewFlowDocument,
    "\n  query Recent {\n    sends(first: 8) {\n      nodes {\n        id\n        ...SendParts\n      }\n    }\n  }\n": types.RecentDocument,
    "\n  query Senders {\n    campaigns(first: 20) {\n      nodes {\n        id\n        trackingId\n        sender {\n          id\n          name\n        }\n      }\n    }\n  }\n": types.SendersDocument,
    "\n  mutation SendCampaign($input: SendViberCampaignInput!) {\n    sendViberCampaign(input: $input) {\n      replayed\n      campaign {\n        id\n        trackingId\n      }\n    }\n  }\n": types.SendCampaignDocument,
    "\n  mutation SendMessage($input: SendViberMessageInput!) {\n    sendViberMessage(input: $input) {\n      replayed\n      viberMessage {\n        id\n        trackingId\n      }\n    }\n  }\n": types.SendMessageDocument,
    "\n  mutation SendFlow($input: SendFailoverFlowInput!) {\n    sendFailoverFlow(input: $input) {\n      replayed\n      failoverFlow {\n        id\n        trackingId\n      }\n    }\n  }\n": types.SendFlowDocument,
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
export function graphql(source: "\n  query MayRead {\n    campaigns(first: 1) {\n      totalCount\n    }\n  }\n"): (typeof documents)["\n  query MayRead {\n    campaigns(first: 1) {\n      totalCount\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query MaySend($input: SendViberMessageInput!) {\n    previewViberMessage(input: $input) {\n      isSendable\n    }\n  }\n"): (typeof documents)["\n  query MaySend($input: SendViberMessageInput!) {\n    previewViberMessage(input: $input) {\n      isSendable\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query EventsEnd {\n    deliveryEventsEnd\n  }\n"): (typeof documents)["\n  query EventsEnd {\n    deliveryEventsEnd\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment CampaignFacts on Campaign {\n    state\n    scheduledAt\n    cancelledAt\n    send {\n      id\n      outcome\n    }\n  }\n"): (typeof documents)["\n  fragment CampaignFacts on Campaign {\n    state\n    scheduledAt\n    cancelledAt\n    send {\n      id\n      outcome\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Message($trackingId: ID!) {\n    viberMessage(trackingId: $trackingId) {\n      id\n      trackingId\n      to\n      from\n      country\n      price\n      ttlSeconds\n      status {\n        state\n        isFinal\n        detailedStatus\n        description\n        vendorStatus\n        updatedAt\n      }\n      timeline {\n        ...TimelineEntryParts\n      }\n      deliveryReport {\n        id\n        extraId\n        deliveredVia\n      }\n    }\n  }\n"): (typeof documents)["\n  query Message($trackingId: ID!) {\n    viberMessage(trackingId: $trackingId) {\n      id\n      trackingId\n      to\n      from\n      country\n      price\n      ttlSeconds\n      status {\n        state\n        isFinal\n        detailedStatus\n        description\n        vendorStatus\n        updatedAt\n      }\n      timeline {\n        ...TimelineEntryParts\n      }\n      deliveryReport {\n        id\n        extraId\n        deliveredVia\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Content on ViberContent {\n    kind\n    text\n    imageUrl\n    action {\n      caption\n      targetUrl\n    }\n    file {\n      name\n      type\n      url\n    }\n    video {\n      url\n      thumbnailUrl\n      durationSeconds\n    }\n  }\n"): (typeof documents)["\n  fragment Content on ViberContent {\n    kind\n    text\n    imageUrl\n    action {\n      caption\n      targetUrl\n    }\n    file {\n      name\n      type\n      url\n    }\n    video {\n      url\n      thumbnailUrl\n      durationSeconds\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Progress on CampaignProgress {\n    asOf\n    total\n    settled\n    isSettled\n    isFinal\n    cost\n    firstUpdateAt\n    lastUpdateAt\n    states {\n      state\n      count\n    }\n    countries {\n      country\n      total\n      cost\n      states {\n        state\n        count\n      }\n    }\n  }\n"): (typeof documents)["\n  fragment Progress on CampaignProgress {\n    asOf\n    total\n    settled\n    isSettled\n    isFinal\n    cost\n    firstUpdateAt\n    lastUpdateAt\n    states {\n      state\n      count\n    }\n    countries {\n      country\n      total\n      cost\n      states {\n        state\n        count\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query History($trackingId: ID!, $after: String) {\n    deliveryEvents(filter: { campaignTrackingId: $trackingId, kinds: [VIBER_MESSAGE] }, first: 100, after: $after) {\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      nodes {\n        receivedAt\n        status {\n          state\n        }\n        subject {\n          ... on ViberMessage {\n            id\n            trackingId\n          }\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query History($trackingId: ID!, $after: String) {\n    deliveryEvents(filter: { campaignTrackingId: $trackingId, kinds: [VIBER_MESSAGE] }, first: 100, after: $after) {\n      pageInfo {\n        hasNextPage\n        endCursor\n      }\n      nodes {\n        receivedAt\n        status {\n          state\n        }\n        subject {\n          ... on ViberMessage {\n            id\n            trackingId\n          }\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment TimelineEntryParts on TimelineEntry {\n    at\n    order\n    channel\n    state\n    detailedStatus\n    description\n  }\n"): (typeof documents)["\n  fragment TimelineEntryParts on TimelineEntry {\n    at\n    order\n    channel\n    state\n    detailedStatus\n    description\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Messages(\n    $trackingId: ID!\n    $filter: ViberMessageFilter\n    $first: Int\n    $after: String\n    $last: Int\n    $before: String\n  ) {\n    campaign(trackingId: $trackingId) {\n      id\n      trackingId\n      messages(filter: $filter, first: $first, after: $after, last: $last, before: $before) {\n        totalCount\n        pageInfo {\n          hasNextPage\n          hasPreviousPage\n          startCursor\n          endCursor\n        }\n        nodes {\n          id\n          trackingId\n          ...MessageRow\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query Messages(\n    $trackingId: ID!\n    $filter: ViberMessageFilter\n    $first: Int\n    $after: String\n    $last: Int\n    $before: String\n  ) {\n    campaign(trackingId: $trackingId) {\n      id\n      trackingId\n      messages(filter: $filter, first: $first, after: $after, last: $last, before: $before) {\n        totalCount\n        pageInfo {\n          hasNextPage\n          hasPreviousPage\n          startCursor\n          endCursor\n        }\n        nodes {\n          id\n          trackingId\n          ...MessageRow\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment MessageRow on ViberMessage {\n    trackingId\n    to\n    country\n    price\n    status {\n      state\n      isFinal\n      detailedStatus\n      updatedAt\n    }\n  }\n"): (typeof documents)["\n  fragment MessageRow on ViberMessage {\n    trackingId\n    to\n    country\n    price\n    status {\n      state\n      isFinal\n      detailedStatus\n      updatedAt\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Campaign($trackingId: ID!) {\n    campaign(trackingId: $trackingId) {\n      id\n      trackingId\n      ...CampaignHead\n      progress {\n        ...Progress\n      }\n    }\n  }\n"): (typeof documents)["\n  query Campaign($trackingId: ID!) {\n    campaign(trackingId: $trackingId) {\n      id\n      trackingId\n      ...CampaignHead\n      progress {\n        ...Progress\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment CampaignHead on Campaign {\n    trackingId\n    name\n    applicationName\n    createdAt\n    scheduledAt\n    cancelledAt\n    cost\n    totalMessages\n    ttlSeconds\n    label\n    groups\n    sender {\n      name\n    }\n    content {\n      ...Content\n    }\n    ...CampaignFacts\n  }\n"): (typeof documents)["\n  fragment CampaignHead on Campaign {\n    trackingId\n    name\n    applicationName\n    createdAt\n    scheduledAt\n    cancelledAt\n    cost\n    totalMessages\n    ttlSeconds\n    label\n    groups\n    sender {\n      name\n    }\n    content {\n      ...Content\n    }\n    ...CampaignFacts\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription CampaignUpdated($trackingId: ID!, $after: String) {\n    campaignUpdated(trackingId: $trackingId, after: $after) {\n      cursor\n      isLast\n      campaign {\n        id\n        trackingId\n        cancelledAt\n        progress {\n          ...Progress\n        }\n      }\n      changedMessages {\n        id\n        trackingId\n        ...MessageRow\n      }\n    }\n  }\n"): (typeof documents)["\n  subscription CampaignUpdated($trackingId: ID!, $after: String) {\n    campaignUpdated(trackingId: $trackingId, after: $after) {\n      cursor\n      isLast\n      campaign {\n        id\n        trackingId\n        cancelledAt\n        progress {\n          ...Progress\n        }\n      }\n      changedMessages {\n        id\n        trackingId\n        ...MessageRow\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CancelCampaign($trackingId: ID!) {\n    cancelViberCampaign(input: { trackingId: $trackingId }) {\n      campaign {\n        id\n        trackingId\n        cancelledAt\n      }\n      send {\n        id\n        outcome\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation CancelCampaign($trackingId: ID!) {\n    cancelViberCampaign(input: { trackingId: $trackingId }) {\n      campaign {\n        id\n        trackingId\n        cancelledAt\n      }\n      send {\n        id\n        outcome\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Campaigns($first: Int!, $after: String) {\n    campaigns(first: $first, after: $after) {\n      totalCount\n      pageInfo {\n        hasNextPage\n        hasPreviousPage\n        startCursor\n        endCursor\n      }\n      edges {\n        cursor\n        node {\n          id\n          trackingId\n          ...CampaignRow\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query Campaigns($first: Int!, $after: String) {\n    campaigns(first: $first, after: $after) {\n      totalCount\n      pageInfo {\n        hasNextPage\n        hasPreviousPage\n        startCursor\n        endCursor\n      }\n      edges {\n        cursor\n        node {\n          id\n          trackingId\n          ...CampaignRow\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment CampaignRow on Campaign {\n    id\n    trackingId\n    name\n    createdAt\n    totalMessages\n    cost\n    sender {\n      name\n    }\n    ...CampaignFacts\n  }\n"): (typeof documents)["\n  fragment CampaignRow on Campaign {\n    id\n    trackingId\n    name\n    createdAt\n    totalMessages\n    cost\n    sender {\n      name\n    }\n    ...CampaignFacts\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ProgressOf($ids: [ID!]!) {\n    nodes(ids: $ids) {\n      ... on Campaign {\n        ...CampaignProgressOf\n      }\n    }\n  }\n"): (typeof documents)["\n  query ProgressOf($ids: [ID!]!) {\n    nodes(ids: $ids) {\n      ... on Campaign {\n        ...CampaignProgressOf\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment CampaignProgressOf on Campaign {\n    id\n    trackingId\n    cancelledAt\n    progress {\n      ...Progress\n    }\n  }\n"): (typeof documents)["\n  fragment CampaignProgressOf on Campaign {\n    id\n    trackingId\n    cancelledAt\n    progress {\n      ...Progress\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription Changes($after: String) {\n    deliveryEventAdded(filter: { kinds: [VIBER_MESSAGE, SEND] }, after: $after) {\n      cursor\n      campaign {\n        id\n        trackingId\n      }\n    }\n  }\n"): (typeof documents)["\n  subscription Changes($after: String) {\n    deliveryEventAdded(filter: { kinds: [VIBER_MESSAGE, SEND] }, after: $after) {\n      cursor\n      campaign {\n        id\n        trackingId\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription CampaignCounted($trackingId: ID!, $after: String) {\n    campaignUpdated(trackingId: $trackingId, after: $after) {\n      cursor\n      isLast\n      campaign {\n        ...CampaignProgressOf\n      }\n    }\n  }\n"): (typeof documents)["\n  subscription CampaignCounted($trackingId: ID!, $after: String) {\n    campaignUpdated(trackingId: $trackingId, after: $after) {\n      cursor\n      isLast\n      campaign {\n        ...CampaignProgressOf\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Flow($trackingId: ID!) {\n    failoverFlow(trackingId: $trackingId) {\n      id\n      trackingId\n      ...FlowParts\n    }\n  }\n"): (typeof documents)["\n  query Flow($trackingId: ID!) {\n    failoverFlow(trackingId: $trackingId) {\n      id\n      trackingId\n      ...FlowParts\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription FlowUpdated($trackingId: ID!, $after: String) {\n    failoverFlowUpdated(trackingId: $trackingId, after: $after) {\n      cursor\n      isLast\n      failoverFlow {\n        id\n        trackingId\n        ...FlowParts\n      }\n    }\n  }\n"): (typeof documents)["\n  subscription FlowUpdated($trackingId: ID!, $after: String) {\n    failoverFlowUpdated(trackingId: $trackingId, after: $after) {\n      cursor\n      isLast\n      failoverFlow {\n        id\n        trackingId\n        ...FlowParts\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment FlowParts on FailoverFlow {\n    trackingId\n    status\n    kind\n    failureReason\n    terminationChannel\n    totalPrice\n    createdAt\n    updatedAt\n    steps {\n      order\n      channel\n      ...StepParts\n    }\n    timeline {\n      ...TimelineEntryParts\n    }\n  }\n"): (typeof documents)["\n  fragment FlowParts on FailoverFlow {\n    trackingId\n    status\n    kind\n    failureReason\n    terminationChannel\n    totalPrice\n    createdAt\n    updatedAt\n    steps {\n      order\n      channel\n      ...StepParts\n    }\n    timeline {\n      ...TimelineEntryParts\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment StepParts on FailoverStep {\n    __typename\n    order\n    channel\n    to\n    from\n    country\n    price\n    createdAt\n    failoverOnStates\n    status {\n      state\n      isFinal\n      detailedStatus\n      description\n      updatedAt\n    }\n    ... on ViberStep {\n      trackingId\n      ttlSeconds\n      content {\n        ...Content\n      }\n    }\n    ... on SmsStep {\n      text\n      part\n      parts\n      operator\n      ttlSeconds\n    }\n    ... on VoiceStep {\n      durationSeconds\n      answeredBy\n    }\n    ... on OtherStep {\n      vendorType\n    }\n  }\n"): (typeof documents)["\n  fragment StepParts on FailoverStep {\n    __typename\n    order\n    channel\n    to\n    from\n    country\n    price\n    createdAt\n    failoverOnStates\n    status {\n      state\n      isFinal\n      detailedStatus\n      description\n      updatedAt\n    }\n    ... on ViberStep {\n      trackingId\n      ttlSeconds\n      content {\n        ...Content\n      }\n    }\n    ... on SmsStep {\n      text\n      part\n      parts\n      operator\n      ttlSeconds\n    }\n    ... on VoiceStep {\n      durationSeconds\n      answeredBy\n    }\n    ... on OtherStep {\n      vendorType\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Flows($filter: FailoverFlowFilter, $first: Int!, $after: String) {\n    failoverFlows(filter: $filter, first: $first, after: $after) {\n      totalCount\n      pageInfo {\n        hasNextPage\n        hasPreviousPage\n        startCursor\n        endCursor\n      }\n      edges {\n        cursor\n        node {\n          id\n          trackingId\n          ...FlowRow\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query Flows($filter: FailoverFlowFilter, $first: Int!, $after: String) {\n    failoverFlows(filter: $filter, first: $first, after: $after) {\n      totalCount\n      pageInfo {\n        hasNextPage\n        hasPreviousPage\n        startCursor\n        endCursor\n      }\n      edges {\n        cursor\n        node {\n          id\n          trackingId\n          ...FlowRow\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment FlowRow on FailoverFlow {\n    trackingId\n    status\n    kind\n    createdAt\n    terminationChannel\n    totalPrice\n    steps {\n      order\n      channel\n      to\n      status {\n        state\n      }\n    }\n  }\n"): (typeof documents)["\n  fragment FlowRow on FailoverFlow {\n    trackingId\n    status\n    kind\n    createdAt\n    terminationChannel\n    totalPrice\n    steps {\n      order\n      channel\n      to\n      status {\n        state\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription FlowChanges($after: String) {\n    deliveryEventAdded(filter: { kinds: [FAILOVER_FLOW] }, after: $after) {\n      cursor\n      subject {\n        ... on FailoverFlow {\n          id\n          trackingId\n          ...FlowRow\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  subscription FlowChanges($after: String) {\n    deliveryEventAdded(filter: { kinds: [FAILOVER_FLOW] }, after: $after) {\n      cursor\n      subject {\n        ... on FailoverFlow {\n          id\n          trackingId\n          ...FlowRow\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription FlowFollowed($trackingId: ID!, $after: String) {\n    failoverFlowUpdated(trackingId: $trackingId, after: $after) {\n      cursor\n      isLast\n      failoverFlow {\n        id\n        trackingId\n        ...FlowRow\n      }\n    }\n  }\n"): (typeof documents)["\n  subscription FlowFollowed($trackingId: ID!, $after: String) {\n    failoverFlowUpdated(trackingId: $trackingId, after: $after) {\n      cursor\n      isLast\n      failoverFlow {\n        id\n        trackingId\n        ...FlowRow\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription MessageUpdated($trackingId: ID!, $after: String) {\n    viberMessageUpdated(trackingId: $trackingId, after: $after) {\n      cursor\n      isLast\n      viberMessage {\n        id\n        trackingId\n        price\n        status {\n          state\n          isFinal\n          detailedStatus\n          description\n          vendorStatus\n          updatedAt\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  subscription MessageUpdated($trackingId: ID!, $after: String) {\n    viberMessageUpdated(trackingId: $trackingId, after: $after) {\n      cursor\n      isLast\n      viberMessage {\n        id\n        trackingId\n        price\n        status {\n          state\n          isFinal\n          detailedStatus\n          description\n          vendorStatus\n          updatedAt\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Report($by: DeliveryReportBy!) {\n    deliveryReport(by: $by) {\n      id\n      ...ReportParts\n    }\n  }\n"): (typeof documents)["\n  query Report($by: DeliveryReportBy!) {\n    deliveryReport(by: $by) {\n      id\n      ...ReportParts\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription ReportUpdated($by: DeliveryReportBy!, $after: String) {\n    deliveryReportUpdated(by: $by, after: $after) {\n      cursor\n      isLast\n      deliveryReport {\n        id\n        ...ReportParts\n      }\n    }\n  }\n"): (typeof documents)["\n  subscription ReportUpdated($by: DeliveryReportBy!, $after: String) {\n    deliveryReportUpdated(by: $by, after: $after) {\n      cursor\n      isLast\n      deliveryReport {\n        id\n        ...ReportParts\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ReportParts on DeliveryReport {\n    messageId\n    extraId\n    phoneNumber\n    deliveredVia\n    lastChannel\n    reportedAt\n    clicks\n    totalSmsParts\n    deliveredSmsParts\n    status {\n      state\n      description\n      vendorStatus\n    }\n    attempts {\n      channel\n      reportedAt\n      status {\n        state\n        description\n      }\n    }\n    plan {\n      channel\n      ttlSeconds\n    }\n  }\n"): (typeof documents)["\n  fragment ReportParts on DeliveryReport {\n    messageId\n    extraId\n    phoneNumber\n    deliveredVia\n    lastChannel\n    reportedAt\n    clicks\n    totalSmsParts\n    deliveredSmsParts\n    status {\n      state\n      description\n      vendorStatus\n    }\n    attempts {\n      channel\n      reportedAt\n      status {\n        state\n        description\n      }\n    }\n    plan {\n      channel\n      ttlSeconds\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment SendParts on Send {\n    id\n    kind\n    outcome\n    name\n    createdAt\n    recipientCount\n    campaign {\n      id\n      trackingId\n    }\n    viberMessage {\n      id\n      trackingId\n    }\n    failoverFlow {\n      id\n      trackingId\n    }\n  }\n"): (typeof documents)["\n  fragment SendParts on Send {\n    id\n    kind\n    outcome\n    name\n    createdAt\n    recipientCount\n    campaign {\n      id\n      trackingId\n    }\n    viberMessage {\n      id\n      trackingId\n    }\n    failoverFlow {\n      id\n      trackingId\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SendByKey($key: String!) {\n    send(by: { idempotencyKey: $key }) {\n      id\n      ...SendParts\n    }\n  }\n"): (typeof documents)["\n  query SendByKey($key: String!) {\n    send(by: { idempotencyKey: $key }) {\n      id\n      ...SendParts\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription Outcomes($after: String) {\n    deliveryEventAdded(filter: { kinds: [SEND] }, after: $after) {\n      cursor\n      subject {\n        ... on Send {\n          id\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  subscription Outcomes($after: String) {\n    deliveryEventAdded(filter: { kinds: [SEND] }, after: $after) {\n      cursor\n      subject {\n        ... on Send {\n          id\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment Preview on SendPreview {\n    isSendable\n    keyState\n    contentKind\n    billing\n    characterCount\n    recipientCount\n    recipientsPerCountry {\n      country\n      count\n    }\n    violations {\n      code\n      message\n      inputPath\n    }\n    warnings {\n      code\n      message\n      inputPath\n    }\n    estimatedCost {\n      amount\n      currency\n      basis\n    }\n    balance {\n      amount\n      currency\n    }\n  }\n"): (typeof documents)["\n  fragment Preview on SendPreview {\n    isSendable\n    keyState\n    contentKind\n    billing\n    characterCount\n    recipientCount\n    recipientsPerCountry {\n      country\n      count\n    }\n    violations {\n      code\n      message\n      inputPath\n    }\n    warnings {\n      code\n      message\n      inputPath\n    }\n    estimatedCost {\n      amount\n      currency\n      basis\n    }\n    balance {\n      amount\n      currency\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query PreviewCampaign($input: SendViberCampaignInput!) {\n    preview: previewViberCampaign(input: $input) {\n      ...Preview\n    }\n  }\n"): (typeof documents)["\n  query PreviewCampaign($input: SendViberCampaignInput!) {\n    preview: previewViberCampaign(input: $input) {\n      ...Preview\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query PreviewMessage($input: SendViberMessageInput!) {\n    preview: previewViberMessage(input: $input) {\n      ...Preview\n    }\n  }\n"): (typeof documents)["\n  query PreviewMessage($input: SendViberMessageInput!) {\n    preview: previewViberMessage(input: $input) {\n      ...Preview\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query PreviewFlow($input: SendFailoverFlowInput!) {\n    preview: previewFailoverFlow(input: $input) {\n      ...Preview\n    }\n  }\n"): (typeof documents)["\n  query PreviewFlow($input: SendFailoverFlowInput!) {\n    preview: previewFailoverFlow(input: $input) {\n      ...Preview\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Recent {\n    sends(first: 8) {\n      nodes {\n        id\n        ...SendParts\n      }\n    }\n  }\n"): (typeof documents)["\n  query Recent {\n    sends(first: 8) {\n      nodes {\n        id\n        ...SendParts\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Senders {\n    campaigns(first: 20) {\n      nodes {\n        id\n        trackingId\n        sender {\n          id\n          name\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query Senders {\n    campaigns(first: 20) {\n      nodes {\n        id\n        trackingId\n        sender {\n          id\n          name\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SendCampaign($input: SendViberCampaignInput!) {\n    sendViberCampaign(input: $input) {\n      replayed\n      campaign {\n        id\n        trackingId\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation SendCampaign($input: SendViberCampaignInput!) {\n    sendViberCampaign(input: $input) {\n      replayed\n      campaign {\n        id\n        trackingId\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SendMessage($input: SendViberMessageInput!) {\n    sendViberMessage(input: $input) {\n      replayed\n      viberMessage {\n        id\n        trackingId\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation SendMessage($input: SendViberMessageInput!) {\n    sendViberMessage(input: $input) {\n      replayed\n      viberMessage {\n        id\n        trackingId\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SendFlow($input: SendFailoverFlowInput!) {\n    sendFailoverFlow(input: $input) {\n      replayed\n      failoverFlow {\n        id\n        trackingId\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation SendFlow($input: SendFailoverFlowInput!) {\n    sendFailoverFlow(input: $input) {\n      replayed\n      failoverFlow {\n        id\n        trackingId\n      }\n    }\n  }\n"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;