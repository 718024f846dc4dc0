import type { Campaign } from '../data/campaign.js';
import type { CampaignBook } from '../data/campaign-book.js';
import type { Clock } from '../data/clock.js';
import { messageMoment, type ViberMessage } from '../data/viber-message.js';
import { sendJson, type Reply } from '../http/reply.js';
import type { Question, Route } from '../http/route.js';
import { findMagic } from '../magic.js';
import { standIns } from '../ids.js';
import { cutPage, largestPage, readPage } from './page.js';
import { refusals, refuse, refuseInput } from './refusal.js';
import { viewCampaignMessage, viewMessage } from './viber-view.js';

export interface ViberTrackingOptions {
  readonly clock: Clock;
  readonly book: CampaignBook;
}

/** GET /viber/tracking/{trackingId}: one message, 404 404019006. */
export function createMessageRoute({ clock, book }: ViberTrackingOptions): Route {
  return {
    method: 'GET',
    template: '/viber/tracking/{trackingId}',
    answer(question) {
      const trackingId = question.param('trackingId');
      const isMagic = findMagic('message', trackingId) !== null;
      const message = book.findMessage(isMagic ? standIns.message : trackingId);
      return message
        ? sendJson(200, viewMessage({ ...message, trackingId }, clock.now()))
        : refuse(refusals.messageNotFound);
    },
  };
}

/** GET /viber/tracking/campaign/{campaignTrackingId}?page&size&sort: a Spring page of messages, 404 404009001. */
export function createCampaignMessagesRoute({ clock, book }: ViberTrackingOptions): Route {
  return {
    method: 'GET',
    template: '/viber/tracking/campaign/{trackingId}',
    answer(question) {
      const trackingId = question.param('trackingId');
      const magic = findMagic('campaign', trackingId);
      const campaign = book.find(magic ? standIns.campaign : trackingId);
      if (!campaign) return refuse(refusals.campaignNotFound);
      const { trackingFailure } = campaign;
      if (trackingFailure && clock.now() < trackingFailure.until) return trackingFailure.reply;
      const largest = magic?.effect.kind === 'page size' ? magic.effect.largest : largestPage;
      return answerPage(question, campaign, trackingId, clock.now(), largest);
    },
  };
}

function answerPage(question: Question, campaign: Campaign, trackingId: string, now: number, largest: number): Reply {
  const page = readPage(question, 20, largest);
  if ('wrong' in page) return refuseInput('not a page', page.wrong);
  const order = readOrder(question.query.get('sort'));
  if (order === 'wrong') return refuseInput('not an order', 'sort');
  const messages = order ? sortMessages(campaign, order, now) : null;
  const view = (index: number) => {
    const message = messages ? messages[index] : campaign.messageAt(index + 1);
    return message && viewCampaignMessage(message, trackingId, now);
  };
  return sendJson(200, cutPage(page, campaign.total, view));
}

type Key = (message: ViberMessage, now: number) => string | number;

/** What a page can be sorted by. The documents name fields only; `field,asc` and `field,desc` are Spring's form. */
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

/** All messages in that order; equal ones stay in the campaign's own order, so that pages never overlap. */
function sortMessages(campaign: Campaign, { key, sign }: Order, now: number): ViberMessage[] {
  const keyed = Array.from({ length: campaign.total }, (_, index) => {
    const message = campaign.messageAt(index + 1);
    return { message, key: key(message, now) };
  });
  keyed.sort((a, b) => (a.key < b.key ? -sign : a.key > b.key ? sign : 0));
  return keyed.map(({ message }) => message);
}
