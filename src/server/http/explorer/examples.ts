import {
  CAMPAIGN,
  CAMPAIGNS,
  FEED,
  FLOWS,
  PREVIEW,
  PROGRESS,
  REFUSED_SEND,
  REPORT,
  SEND,
  WATCH,
} from './example-documents.js';

/** What the examples ask for: ids of the sandbox, or placeholders. */
export interface ExampleSubjects {
  readonly campaign: string;
  /** One that moves. */
  readonly liveCampaign: string;
  /** A flow with a Viber, an SMS and a voice step. */
  readonly flow: string;
  /** A flow with a step of a kind that this graph has no name for. */
  readonly otherFlow: string;
  readonly reportExtraId: string;
  readonly sender: string;
  readonly recipient: string;
  /** A phone number of a country whose prices are known. */
  readonly pricedRecipient: string;
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
  liveCampaign: '<tracking id of a campaign that was just sent>',
  flow: '<tracking id of a failover flow>',
  otherFlow: '<tracking id of another flow>',
  reportExtraId: '<extra id of a message>',
  sender: '<id of a sender>',
  recipient: '<phone number>',
  pricedRecipient: '<another phone number>',
  refusedRecipient: '<no phone number>',
};

/** What a browser finds ready to run, in this order. */
export function exampleOperations(subjects: ExampleSubjects): readonly Example[] {
  const {
    campaign,
    liveCampaign,
    flow,
    otherFlow,
    reportExtraId,
    sender,
    recipient,
    pricedRecipient,
    refusedRecipient,
  } = subjects;
  return [
    { document: CAMPAIGN, variables: { campaign, after: null } },
    { document: WATCH, variables: { watched: liveCampaign } },
    { document: PROGRESS, variables: { liveCampaign } },
    { document: FEED, variables: { since: null } },
    { document: CAMPAIGNS, variables: {} },
    { document: FLOWS, variables: { flow, otherFlow } },
    { document: REPORT, variables: { report: { extraId: reportExtraId } } },
    { document: PREVIEW, variables: { preview: sendInput('example-3', sender, pricedRecipient) } },
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
  name: `Parcel ${idempotencyKey}`, // unique in an account
  recipients: { phoneNumbers: [phoneNumber] },
  content: {
    text: 'Your parcel arrives today.',
    action: { caption: 'Track it', targetUrl: 'https://example.com/parcel' },
  },
});
