import type { LabelValueInput, SendViberCampaignInput } from '../../../graph/campaign/campaign.input.js';
import type {
  ViberContentInput,
  ViberFileInput,
  ViberVideoInput,
} from '../../../graph/viber-message/viber-content.input.js';

/** The body of a send (Routee docs: send a Viber campaign). Members that are undefined are left out by JSON. */
export function sendRequest(input: SendViberCampaignInput): unknown {
  const { recipients } = input;
  return {
    senderInfoTrackingId: input.senderId,
    to: filled(recipients.phoneNumbers),
    contacts: filled(recipients.contactIds),
    groups: filled(recipients.groups),
    campaignName: given(input.name),
    isSessionMessage: input.isSession ?? false,
    scheduledDate: input.scheduledAt ? scheduledDate(input.scheduledAt) : undefined,
    body: { ...body(input.content), fallbackValues: fallbackValues(input.fallbackValues) },
    ttl: given(input.ttlSeconds),
    callbackUrl: given(input.statusCallbackUrl),
    inboundUrl: given(input.inboundCallbackUrl),
    label: given(input.label),
  };
}

const given = <Value>(value: Value | null | undefined): Value | undefined => value ?? undefined;

const filled = (list: readonly string[] | null | undefined): readonly string[] | undefined =>
  list?.length ? list : undefined;

/** `YYYY-MM-DDThh:mm:ssZ`: whole seconds. */
const scheduledDate = (instant: string): string => `${new Date(instant).toISOString().slice(0, 19)}Z`;

function body({ text, imageUrl, action, file, video }: ViberContentInput) {
  return {
    text: given(text),
    imageURL: given(imageUrl),
    action: action ? { caption: action.caption, targetUrl: action.targetUrl } : undefined,
    viberFile: file ? viberFile(file) : undefined,
    viberVideo: video ? viberVideo(video) : undefined,
  };
}

const viberFile = ({ name, type, url }: ViberFileInput) => ({ fileName: name, fileType: type, fileUrl: url });

const viberVideo = ({ url, thumbnailUrl, sizeMegabytes, durationSeconds }: ViberVideoInput) => ({
  videoURL: url,
  videoThumbnail: thumbnailUrl,
  fileSize: sizeMegabytes,
  duration: durationSeconds,
});

function fallbackValues(values: readonly LabelValueInput[] | null | undefined) {
  return values?.length ? Object.fromEntries(values.map(({ label, value }) => [label, value])) : undefined;
}
