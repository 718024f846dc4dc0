import { randomUUID } from 'node:crypto';
import { findCountry } from '../../../sandbox/country.js';
import { formatDate } from '../../../sandbox/life.js';
import type { Effect } from '../../../sandbox/magic.js';
import { senderNames, statusWord, type ViberMessage } from '../../../sandbox/viber-message.js';
import type { World } from '../../../sandbox/world.js';
import { reportMessages } from './callbacks.js';
import { outcomeOf, trackingFailureOf } from './outcome.js';
import { refusals } from './refusal.js';
import { invalid, isPhoneNumber, type Rule, type Send } from './send.js';
import { type TemplateRequest, templateRules, templateShape, usedTemplate } from './template-request.js';
import {
  DEFAULT_TTL_SECONDS,
  readContent,
  viberFileShape,
  type ViberRequest,
  viberRules,
  viberShape,
} from './viber-request.js';

/** Who one message goes to, and who is called back. */
interface Addressed {
  readonly senderInfoTrackingId?: string;
  readonly to?: string;
  /** Seconds. */
  readonly ttl?: number;
  readonly callbackUrl?: string;
  readonly inboundUrl?: string;
}

type MessageRequest = ViberRequest & Addressed;

const recipientRule: Rule<Addressed> = [({ to }) => !isPhoneNumber(to), refusals.recipient];

/** POST /viber (Routee docs: send a Viber message) */
export const createMessageSend = (world: World): Send<MessageRequest> => ({
  path: '/viber',
  scope: 'viber',
  shape: { ...viberShape, to: 'string', body: { ...viberShape.body, viberFile: viberFileShape('fileURL') } },
  rules: viberRules<MessageRequest>([recipientRule]),
  recipients: ({ to }) => (to === undefined ? [] : [to]),
  accept: (request, effect) =>
    accept(world, request, effect, {
      content: readContent(request),
      isSession: request.isSessionMessage ?? false,
    }),
});

type TemplateMessageRequest = TemplateRequest & Addressed;

/**
 * POST /viber/transactional/messages. Of ttl, callbackUrl and deliveryScope the documents say nothing: they are as
 * elsewhere.
 */
export const createTemplateMessageSend = (world: World): Send<TemplateMessageRequest> => ({
  path: '/viber/transactional/messages',
  scope: 'viber',
  badTokenStatus: 403,
  shape: { ...templateShape, to: 'string', ttl: 'number', callbackUrl: 'string' },
  rules: [
    recipientRule,
    [({ ttl }) => ttl !== undefined && ttl > 86_400, refusals.ttl],
    [({ ttl }) => ttl !== undefined && (ttl < 30 || !Number.isInteger(ttl)), invalid('ttl must be at least 30')],
    [({ callbackUrl: url }) => url !== undefined && !URL.canParse(url), invalid('callbackUrl')],
    ...templateRules,
  ],
  recipients: ({ to }) => (to === undefined ? [] : [to]),
  accept: (request, effect) =>
    accept(world, request, effect, { content: {}, isSession: false, template: usedTemplate(request) }),
});

function accept(
  world: World,
  request: Addressed & Pick<ViberRequest, 'label'>,
  effect: Effect | undefined,
  sent: Pick<ViberMessage, 'content' | 'isSession' | 'template'>,
) {
  const { to = '', ttl = DEFAULT_TTL_SECONDS, senderInfoTrackingId = '' } = request;
  const createdAt = world.clock.now();
  const message: ViberMessage = {
    trackingId: randomUUID(),
    to,
    from: senderNames.get(senderInfoTrackingId) ?? '',
    country: findCountry(to),
    createdAt,
    ...outcomeOf({ to, ...sent }, 0),
    inCapitals: false,
    ...sent,
    ...(sent.isSession && { sessionId: randomUUID() }),
    ttlSeconds: ttl,
    expireOnDelivery: false,
    originatingService: 'Viber',
    groups: [],
    trackingFailure: trackingFailureOf(effect, createdAt),
    report: sent.template ? TEMPLATE_REPORT : CONTENT_REPORT,
  };
  world.messages.add(message);
  reportMessages(world, [message], request);
  return viewSent(message, request);
}

/** Reports without an SMS after Viber, one with a template and one without. */
const TEMPLATE_REPORT = 1;
const CONTENT_REPORT = 3;

/**
 * Flat, the country as a name, the ttl as a text; without a price and a label (Routee docs: send a Viber message,
 * response).
 */
function viewSent(message: ViberMessage, { callbackUrl, inboundUrl }: Addressed) {
  const { text, imageUrl, action, file, video } = message.content;
  // JSON leaves out members that are undefined
  return {
    trackingId: message.trackingId,
    to: message.to,
    from: message.from,
    country: message.country.name,
    status: { status: statusWord(message, message.life[0].word), date: formatDate(message.createdAt) },
    applicationName: 'default',
    direction: 'Outbound',
    ttl: String(message.ttlSeconds),
    ...message.template,
    message: text,
    imageUrl,
    viberAction: action,
    viberFile: file && { fileName: file.name, fileType: file.type, fileUrl: file.url },
    viberVideo: video && {
      videoURL: video.url,
      videoThumbnail: video.thumbnail,
      fileSize: video.megabytes,
      duration: video.seconds,
    },
    sessionMessage: message.isSession,
    callbackUrl,
    inboundUrl,
  };
}
