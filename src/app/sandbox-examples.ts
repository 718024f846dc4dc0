import { flowId, sandboxIds } from '../sandbox/ids.js';
import type { ExampleSubjects } from '../server/http/explorer/examples.js';

/** What the explorer's examples ask for in the sandbox. */
export const EXPLORER_SUBJECTS: ExampleSubjects = {
  campaign: sandboxIds.campaign237,
  liveCampaign: sandboxIds.campaignLive,
  flow: sandboxIds.flowVoice,
  otherFlow: sandboxIds.flowUnknownStep,
  reportExtraId: 'report-viber-then-sms',
  sender: sandboxIds.sender,
  recipient: '+12025550160', // delivered after 3 s, seen after 8 s
  pricedRecipient: '+306912345678',
  refusedRecipient: '+12025550101', // not enough balance
};

/** Operations that the start prints. */
export const OPERATIONS: readonly string[] = [
  `{ campaign(trackingId: "${sandboxIds.campaign12}") { name messages(first: 3) { nodes { to status { state isSettled } } pageInfo { endCursor } totalCount } } }`,
  `{ failoverFlow(trackingId: "${flowId(1)}") { status steps { order channel status { state } ... on ViberStep { message { content { kind } } } } } }`,
  `{ deliveryReport(by: { extraId: "report-sms" }) { status { state vendorStatus } deliveredVia attempts { channel status { state } } } }`,
];
