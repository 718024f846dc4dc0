import type {
  LabelValueInput,
  SendViberCampaignInput,
  ViberContentInput,
  ViberFileInput,
  ViberVideoInput,
} from '../../../graph/campaign/campaign.input.js';

/** The body of a send (Routee docs: send a Viber campaign). Members that are undefined are left out by JSON. */
export function campaignOrder(input: SendViberCampaignInput): unknown {
  const { recipients } = input;
  return {
    senderInfoTrackingId: input.senderId,
    to: filled(recipients.phoneNumbers),
    contacts: filled(recipients.contactIds),
    groups: filled(recipients.groups),
    campaignName: told(input.name),
    isSessionMessage: input.isSession,
    scheduledDate: input.scheduledAt ? scheduledDate(input.scheduledAt) : undefined,
    body: { ...body(input.content), fallbackValues: fallbackValues(input.fallbackValues) },
    ttl: told(input.ttlSeconds),
    callbackUrl: told(input.statusCallbackUrl),
    inboundUrl: told(input.inboundCallbackUrl),
    label: told(input.label),
  };
}

const told = <Value>(value: Value | null | undefined): Value | undefined => value ?? undefined;

const filled = (list: readonly string[] | null | undefined): readonly string[] | undefined =>
  list?.length ? list : undefined;

/** `YYYY-MM-DDThh:mm:ssZ`: whole seconds. */
const scheduledDate = (instant: string): string => `${new Date(instant).toISOString().slice(0, 19)}Z`;

function body({ text, imageUrl, action, file, video }: ViberContentInput) {
  return {
    text: told(text),
    imageURL: told(imageUrl),
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
