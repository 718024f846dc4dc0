import { randomUUID } from 'node:crypto';
import { senderName, type Campaign } from '../data/campaign.js';
import { isTransactional, type Content } from '../data/content.js';
import { countries, findCountry, recipientAt } from '../data/country.js';
import { viberLives, type ViberEnd } from '../data/life.js';
import type { ViberMessage } from '../data/viber-message.js';
import type { CampaignBody, CampaignRequest } from './campaign-request.js';

/** The recipients that a group or a contact of the account stands for. */
const groupSizes = new Map([
  ['customers', 25],
  ['staff', 5],
]);

/** How messages to ordinary recipients end, one after the other. */
const ends: readonly ViberEnd[] = ['seen', 'delivered', 'seen', 'expired', 'delivered', 'undelivered'];

export interface SentCampaign extends Campaign {
  readonly request: CampaignRequest;
  readonly createdAt: number;
  readonly messages: readonly ViberMessage[];
  readonly recipients: readonly Recipient[];
}

export interface Recipient {
  readonly to: string;
  readonly group?: string;
}

/** Makes the messages of a campaign. `endFor` may settle how the one to a number ends. */
export function createSentCampaign(
  request: CampaignRequest,
  now: number,
  endFor: (to: string) => ViberEnd | undefined,
): SentCampaign {
  const trackingId = randomUUID();
  const name = request.campaignName;
  const recipients = listRecipients(request);
  const content = readContent(request.body ?? {});
  // a scheduled message waits in its first state until then
  const startsAt = request.scheduledDate === undefined ? now : Date.parse(request.scheduledDate);
  const messages = recipients.map(({ to, group }, index): ViberMessage => {
    const country = findCountry(to);
    const isSession = request.isSessionMessage ?? false;
    return {
      trackingId: randomUUID(),
      to,
      from: senderName,
      country,
      createdAt: startsAt,
      life: viberLives[endFor(to) ?? ends[index % ends.length] ?? 'seen'],
      inCapitals: true,
      content,
      price: priceOf(content, country.code),
      ttlSeconds: request.ttl ?? 1_209_600,
      isSession,
      ...(isSession && { sessionId: randomUUID() }),
      expireOnDelivery: false,
      originatingService: 'ViberCampaign',
      campaign: { trackingId, name },
      groups: group === undefined ? [] : [group],
      report: index % 5 === 4 ? 'none' : index,
    };
  });
  const messageAt = (position: number): ViberMessage => {
    const message = messages[position - 1];
    if (!message) throw new RangeError(`no message ${position}`);
    return message;
  };
  return { trackingId, name, total: messages.length, messageAt, request, createdAt: now, messages, recipients };
}

/** Everybody once: a number that is named twice gets one message. */
function listRecipients({ to = [], contacts = [], groups = [] }: CampaignRequest): Recipient[] {
  const all: Recipient[] = [
    ...to.map((number) => ({ to: number })),
    ...contacts.map((_, index) => ({ to: recipientAt(900 + index).to })),
    ...groups.flatMap((group, g) =>
      Array.from({ length: groupSizes.get(group) ?? 0 }, (_, index) => ({
        group,
        to: recipientAt(100 * (g + 1) + index).to,
      })),
    ),
  ];
  return [...new Map(all.map((recipient) => [recipient.to, recipient])).values()];
}

function readContent({ text, imageURL, action, viberFile, viberVideo }: CampaignBody): Content {
  return {
    ...(text && { text }),
    ...(imageURL !== undefined && { imageUrl: imageURL }),
    ...(action && { action: { caption: action.caption ?? '', targetUrl: action.targetUrl ?? '' } }),
    ...(viberFile && {
      file: {
        id: 'file-sent',
        name: viberFile.fileName ?? '',
        type: viberFile.fileType ?? '',
        url: viberFile.fileUrl ?? '',
      },
    }),
    ...(viberVideo && {
      video: {
        url: viberVideo.videoURL ?? '',
        thumbnail: viberVideo.videoThumbnail ?? '',
        megabytes: viberVideo.fileSize ?? 0,
        seconds: viberVideo.duration ?? 0,
      },
    }),
  };
}

function priceOf(content: Content, countryCode: string): number {
  if (isTransactional(content)) return 0.01;
  return countries.find(({ code }) => code === countryCode)?.price ?? 0.05;
}
