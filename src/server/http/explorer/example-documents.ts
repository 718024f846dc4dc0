export const CAMPAIGN = `# A campaign's messages, page by page:
# the endCursor of one is the "after" of the next.
query CampaignPage($campaign: ID!, $after: String) {
  campaign(trackingId: $campaign) {
    name
    messages(first: 5, after: $after) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        to
        status {
          state
          isSettled
          description
        }
        content {
          kind
        }
      }
    }
  }
}
`;

export const PROGRESS = `# How far a campaign is, as a whole.
query CampaignProgress($liveCampaign: ID!) {
  campaign(trackingId: $liveCampaign) {
    name
    progress {
      total
      settled
      isSettled
      states {
        state
        count
      }
      countries {
        country
        total
      }
    }
  }
}
`;

export const WATCH = `# A campaign as it moves: each change comes
# by itself, until isLast. The sandbox's sample
# moves for about four minutes after the start.
subscription WatchCampaign($watched: ID!) {
  campaignUpdated(trackingId: $watched) {
    cursor
    isLast
    campaign {
      progress {
        settled
        total
      }
    }
    changedMessages {
      trackingId
      status {
        state
      }
    }
  }
}
`;

export const FEED = `# Every change of messages, oldest first: the
# endCursor is the "after" of the next question.
query DeliveryFeed($since: String) {
  deliveryEvents(first: 20, after: $since, filter: { kinds: [VIBER_MESSAGE] }) {
    pageInfo {
      endCursor
      hasNextPage
    }
    nodes {
      cursor
      kind
      receivedAt
      status {
        state
      }
    }
  }
}
`;

export const CAMPAIGNS = `# The newest campaigns that this graph sent.
query Campaigns {
  campaigns(first: 10) {
    totalCount
    nodes {
      trackingId
      name
      state
      createdAt
      totalMessages
      cost
    }
  }
}
`;

export const FLOWS = `# Failover flows: each step has what its
# channel knows.
query FailoverFlows($flow: ID!, $otherFlow: ID!) {
  flow: failoverFlow(trackingId: $flow) {
    ...FlowWithSteps
  }
  otherFlow: failoverFlow(trackingId: $otherFlow) {
    ...FlowWithSteps
  }
}

fragment FlowWithSteps on FailoverFlow {
  status
  terminationChannel
  steps {
    order
    channel
    status {
      state
    }
    ... on ViberStep {
      content {
        kind
      }
    }
    ... on SmsStep {
      text
      part
      parts
    }
    ... on VoiceStep {
      answeredBy
      durationSeconds
    }
    ... on OtherStep {
      vendorType
    }
  }
}
`;

export const REPORT = `# The delivery report of a message, with
# every channel that was tried.
query DeliveryReport($report: DeliveryReportBy!) {
  deliveryReport(by: $report) {
    status {
      state
      vendorStatus
    }
    deliveredVia
    attempts {
      channel
      status {
        state
        vendorStatus
      }
      reportedAt
    }
  }
}
`;

export const PREVIEW = `# What a send would do: nothing is sent.
query SendPreview($preview: SendViberCampaignInput!) {
  previewViberCampaign(input: $preview) {
    isSendable
    violations {
      code
      message
      inputPath
    }
    warnings {
      code
      message
    }
    keyState
    contentKind
    billing
    recipientCount
    recipientsPerCountry {
      country
      count
    }
    estimatedCost {
      amount
      currency
      basis
    }
    balance {
      amount
      currency
    }
  }
}
`;

export const SEND = `# Sends a campaign. Run it twice: under the same
# idempotencyKey nothing is sent again.
mutation SendCampaign($send: SendViberCampaignInput!) {
  sendViberCampaign(input: $send) {
    replayed
    campaign {
      trackingId
      name
      state
      cost
      createdAt
    }
  }
}
`;

export const REFUSED_SEND = `# A send that is refused: extensions.code says why.
mutation RefusedSend($refused: SendViberCampaignInput!) {
  sendViberCampaign(input: $refused) {
    replayed
    campaign {
      trackingId
    }
  }
}
`;
