/** What the examples ask for: ids of the sandbox, or placeholders. */
export interface ExampleSubjects {
  readonly campaign: string;
  /** A flow with a Viber, an SMS and a voice step. */
  readonly flow: string;
  /** A flow with a step of a kind that this graph has no name for. */
  readonly otherFlow: string;
  readonly reportExtraId: string;
  readonly sender: string;
  readonly recipient: string;
  /** A phone number whose send is refused. */
  readonly refusedRecipient: string;
}

export interface Example {
  readonly document: string;
  /** No two examples give one name different values, so that all of them can stand in one tab. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/** None of them is a phone number: an example that is run as it stands cannot send anything. */
export const PLACEHOLDERS: ExampleSubjects = {
  campaign: '<tracking id of a campaign>',
  flow: '<tracking id of a failover flow>',
  otherFlow: '<tracking id of another flow>',
  reportExtraId: '<extra id of a message>',
  sender: '<id of a sender>',
  recipient: '<phone number>',
  refusedRecipient: '<no phone number>',
};

/** What a browser finds ready to run, in this order. */
export function exampleOperations(subjects: ExampleSubjects): readonly Example[] {
  const { campaign, flow, otherFlow, reportExtraId, sender, recipient, refusedRecipient } = subjects;
  return [
    { document: CAMPAIGN, variables: { campaign, after: null } },
    { document: FLOWS, variables: { flow, otherFlow } },
    { document: REPORT, variables: { report: { extraId: reportExtraId } } },
    { document: SEND, variables: { send: sendInput('example-1', sender, recipient) } },
    { document: REFUSED_SEND, variables: { refused: sendInput('example-2', sender, refusedRecipient) } },
  ];
}

/** All examples in one document, for an explorer that opens with one tab. */
export const joinExamples = (examples: readonly Example[]): Example => ({
  document: examples.map((example) => example.document).join('\n'),
  variables: Object.assign({}, ...examples.map((example) => example.variables)) as Record<string, unknown>,
});

const sendInput = (idempotencyKey: string, senderId: string, phoneNumber: string) => ({
  idempotencyKey,
  senderId,
  recipients: { phoneNumbers: [phoneNumber] },
  content: {
    text: 'Your parcel arrives today.',
    action: { caption: 'Track it', targetUrl: 'https://example.com/parcel' },
  },
});

const CAMPAIGN = `# A campaign's messages, page by page:
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
          text
        }
      }
    }
  }
}
`;

const FLOWS = `# Failover flows: each step has what its
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
      detailedStatus
    }
    ... on ViberStep {
      content {
        text
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

const REPORT = `# The delivery report of a message, with
# every channel that was tried.
query DeliveryReport($report: DeliveryReportBy!) {
  deliveryReport(by: $report) {
    status {
      state
      vendorStatus
      description
    }
    deliveredVia
    attempts {
      channel
      status {
        state
        description
      }
      reportedAt
    }
  }
}
`;

const SEND = `# Sends a campaign. Run it twice: under the same
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

const REFUSED_SEND = `# A send that is refused: extensions.code says why.
mutation RefusedSend($refused: SendViberCampaignInput!) {
  sendViberCampaign(input: $refused) {
    replayed
    campaign {
      trackingId
    }
  }
}
`;
