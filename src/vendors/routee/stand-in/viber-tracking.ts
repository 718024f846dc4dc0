import type { Campaign } from '../../../sandbox/campaigns.js';
import { magicSamples } from '../../../sandbox/ids.js';
import { formatDate } from '../../../sandbox/life.js';
import { sendJson } from '../../../sandbox/reply.js';
import { type Content, messageMoment, statusWord, type ViberMessage } from '../../../sandbox/viber-message.js';
import type { World } from '../../../sandbox/world.js';
import { findMagic } from './magic.js';
import { failureAt, refusals, refuse, refuseInput } from './refusal.js';
import { MAX_PAGE_SIZE, readPage, type RouteeRoute, viewPage } from './routee-route.js';

/** GET /viber/tracking/{trackingId}: one message, 404 404019006. */
export const createMessageRoute = ({ clock, messages }: World): RouteeRoute => ({
  method: 'GET',
  template: '/viber/tracking/{trackingId}',
  scope: 'viber',
  place: 'message',
  answer(request) {
    const trackingId = request.param('trackingId');
    const message = messages.find(findMagic('message', trackingId) ? magicSamples.message : trackingId);
    if (!message) return refuse(refusals.messageNotFound);
    const failure = failureAt(message, clock.now(), refusals.messageNotFound);
    return failure ?? sendJson(200, viewMessage({ ...message, trackingId }, clock.now()));
  },
});

/** GET /viber/tracking/campaign/{trackingId}?page&size&sort: a Spring page of messages, 404 404009001. */
export const createCampaignMessagesRoute = ({ clock, campaigns }: World): RouteeRoute => ({
  method: 'GET',
  template: '/viber/tracking/campaign/{trackingId}',
  scope: 'viber',
  place: 'campaign',
  answer(request) {
    const trackingId = request.param('trackingId');
    const effect = findMagic('campaign', trackingId)?.effect;
    const campaign = campaigns.find(effect ? magicSamples.campaign : trackingId);
    if (!campaign) return refuse(refusals.campaignNotFound);
    const now = clock.now();
    const { total } = campaign;
    const failure = failureAt(campaign, now, refusals.campaignNotFound);
    if (failure) return failure;
    const page = readPage(request, 20, effect?.kind === 'page size' ? effect.largest : MAX_PAGE_SIZE);
    if ('wrong' in page) return refuseInput('not a page', page.wrong);
    const order = readOrder(request.query.get('sort'));
    if (order === 'wrong') return refuseInput('not an order', 'sort');
    const messages = order && sortMessages(campaign, order, now);
    const rowAt = (index: number) =>
      viewCampaignMessage(messages ? messages[index]! : campaign.messageAt(index + 1), trackingId, now);
    return sendJson(200, viewPage(page, total, rowAt));
  },
});

type Key = (message: ViberMessage, now: number) => string | number;

/** The fields that a page can be sorted by. The direction is not documented: `field,asc` and `field,desc` are Spring's form. */
const sortKeys = new Map<string, Key>([
  ['status.date', (message, now) => messageMoment(message, now).at],
  ['to', (message) => message.to],
  ['country', (message) => message.country.code],
  ['price', (message) => message.price],
]);

interface Order {
  readonly key: Key;
  readonly sign: 1 | -1;
}

function readOrder(sort: string | null): Order | null | 'wrong' {
  if (sort === null) return null;
  const [field = '', direction = 'asc', ...more] = sort.split(',');
  const key = sortKeys.get(field);
  if (!key || more.length > 0 || (direction !== 'asc' && direction !== 'desc')) return 'wrong';
  return { key, sign: direction === 'asc' ? 1 : -1 };
}

/** All messages in that order; equal ones keep the campaign's order, so that pages never overlap. */
function sortMessages(campaign: Campaign, { key, sign }: Order, now: number): ViberMessage[] {
  const keyed = Array.from({ length: campaign.total }, (_, index) => {
    const message = campaign.messageAt(index + 1);
    return { message, key: key(message, now) };
  });
  keyed.sort((a, b) => (a.key < b.key ? -sign : a.key > b.key ? sign : 0));
  return keyed.map(({ message }) => message);
}

/** Without a campaign, with a country name and imageURL (Routee docs: Viber tracking). */
function viewMessage(message: ViberMessage, now: number): Record<string, unknown> {
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

/** A row of a campaign's page: with a country code, imageUrl, videoUrl, fileId, and the campaign's fields. */
function viewCampaignMessage(message: ViberMessage, campaignTrackingId: string, now: number): Record<string, unknown> {
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
    ...message.template,
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
