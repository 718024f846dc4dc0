import { identifier, isObject, list, type Members, text, textId } from '../reading.js';
import type { CallbackReading, VendorCallbacks } from '../vendor.js';
import { readFlow } from './wire/flow.js';
import { readCampaignMessage, readDirection } from './wire/message.js';
import { readWord } from './wire/status.js';

/** Routee docs: callbacks of Viber messages and of failover flows. One body is about one of them. */
export const callbacks: VendorCallbacks = {
  sendsBatches: false,
  read(body, asOf) {
    if (!isObject(body)) return null;
    if (isNotStored(body)) return NOTHING;
    if (textId(body.trackingId) === null || readWord(body.status) === null) return null;
    return isOfFlow(body) ? readFlowStatus(body, asOf) : readMessageStatus(body, asOf);
  },
};

const NOTHING: CallbackReading = { values: [], sentIds: {} };

/** A body about things that the graph does not show by themselves. */
function isNotStored(body: Members): boolean {
  const isReply = readDirection(text(body.direction)) === 'INBOUND' && text(body.from) !== null;
  const isSmsOrVoice = identifier(body.messageId) !== null && readWord(body.status) !== null;
  const isSmsCampaign = textId(body.trackingId) !== null && isObject(body.messageStatuses);
  const isOtp = identifier(body.flowId) !== null && list(body.steps) !== null;
  return isReply || isSmsOrVoice || isSmsCampaign || isOtp;
}

const FLOW_MEMBERS = ['messages', 'terminationChannel', 'totalPrice', 'statusCode'];

/** A flow has a member that no message has, which may be null: `messages` is, or is left out, before its first step. */
const isOfFlow = (body: Members): boolean => FLOW_MEMBERS.some((name) => name in body);

/** The messages of a campaign name it; a single message names none, or an empty one. */
function readMessageStatus(body: Members, asOf: string): CallbackReading | null {
  const message = readCampaignMessage(body, asOf, null);
  if (message === null) return null;
  const { trackingId, campaignTrackingId } = message;
  return {
    values: [message],
    sentIds: { VIBER_MESSAGE: trackingId, ...(campaignTrackingId && { VIBER_CAMPAIGN: campaignTrackingId }) },
  };
}

function readFlowStatus(body: Members, asOf: string): CallbackReading | null {
  const flow = readFlow(body, asOf);
  return flow && { values: [flow], sentIds: { FAILOVER_FLOW: flow.trackingId } };
}
