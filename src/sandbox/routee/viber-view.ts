import { formatDate } from '../data/clock.js';
import { messageMoment, statusWord, type ViberMessage } from '../data/viber-message.js';
import type { Content } from '../data/content.js';

/** One message as `GET /viber/tracking/{trackingId}` shows it: no campaign, a country name, imageURL (Routee docs: Viber tracking). */
export function viewMessage(message: ViberMessage, now: number): Record<string, unknown> {
  const { content } = message;
  return {
    ...viewShared(message, now),
    country: message.country.name,
    ...(content.imageUrl !== undefined && { imageURL: content.imageUrl }),
    ...viewAction(content),
    ...(content.file && { viberFile: viewFile(content.file) }),
    ...viewVideo(content, 'videoURL'),
    sessionMessage: message.isSession,
    expireOnDelivery: message.expireOnDelivery,
  };
}

/** The same message in the page of its campaign: a country code, imageUrl, videoUrl, fileId, and the campaign's own fields. */
export function viewCampaignMessage(
  message: ViberMessage,
  campaignTrackingId: string,
  now: number,
): Record<string, unknown> {
  const { content } = message;
  return {
    ...viewShared(message, now),
    country: message.country.code,
    groups: message.groups,
    ...(message.campaign?.name !== undefined && { campaign: message.campaign.name }),
    campaignTrackingId,
    ...(content.imageUrl !== undefined && { imageUrl: content.imageUrl }),
    ...viewAction(content),
    ...(content.file && {
      viberFile: { ...(content.file.id !== undefined && { fileId: content.file.id }), ...viewFile(content.file) },
    }),
    ...viewVideo(content, 'videoUrl'),
    ...(message.sessionId !== undefined && { sessionId: message.sessionId }),
    sessionMessage: message.isSession,
  };
}

function viewShared(message: ViberMessage, now: number) {
  const { stage, at } = messageMoment(message, now);
  const { detailedStatus, description } = stage;
  return {
    trackingId: message.trackingId,
    to: message.to,
    from: message.from,
    status: {
      status: statusWord(message, stage.word),
      date: formatDate(at),
      ...(description !== undefined && {
        reason: { ...(detailedStatus !== undefined && { detailedStatus }), description },
      }),
    },
    applicationName: 'default',
    originatingService: message.originatingService,
    direction: 'Outbound',
    // seconds, as text: in tracking only
    ttl: String(message.ttlSeconds),
    ...(message.content.text !== undefined && { message: message.content.text }),
    price: message.price,
  };
}

const viewAction = ({ action }: Content) => (action ? { viberAction: action } : {});

const viewFile = (file: NonNullable<Content['file']>) => ({
  fileName: file.name,
  fileType: file.type,
  fileUrl: file.url,
});

function viewVideo({ video }: Content, spelling: 'videoURL' | 'videoUrl') {
  if (!video) return {};
  return {
    viberVideo: {
      [spelling]: video.url,
      videoThumbnail: video.thumbnail,
      fileSize: video.megabytes,
      duration: video.seconds,
    },
  };
}
