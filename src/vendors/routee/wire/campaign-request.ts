import type { LabelValueInput, SendViberCampaignInput } from '../../../graph/campaign/campaign.input.js';
import { contentRequest, given } from './content-request.js';

/** The body of a send (Routee docs: send a Viber campaign). Members that are undefined are left out by JSON. */
export function campaignRequest(input: SendViberCampaignInput): unknown {
  const { recipients } = input;
  return {
    senderInfoTrackingId: input.senderId,
    to: filled(recipients.phoneNumbers),
    contacts: filled(recipients.contactIds),
    groups: filled(recipients.groups),
    campaignName: given(input.name),
    isSessionMessage: input.isSession ?? false,
    scheduledDate: input.scheduledAt ? scheduledDate(input.scheduledAt) : undefined,
    body: {
      ...contentRequest(input.content, { image: 'imageURL', file: 'fileUrl', video: 'videoURL' }),
      fallbackValues: fallbackValues(input.fallbackValues),
    },
    ttl: given(input.ttlSeconds),
    callbackUrl: given(input.statusCallbackUrl),
    inboundUrl: given(input.inboundCallbackUrl),
    label: given(input.label),
  };
}

const filled = (list: readonly string[] | null | undefined): readonly string[] | undefined =>
  list?.length ? list : undefined;

/** `YYYY-MM-DDThh:mm:ssZ`: whole seconds. */
const scheduledDate = (instant: string): string => `${new Date(instant).toISOString().slice(0, 19)}Z`;

function fallbackValues(values: readonly LabelValueInput[] | null | undefined) {
  return values?.length ? Object.fromEntries(values.map(({ label, value }) => [label, value])) : undefined;
}
