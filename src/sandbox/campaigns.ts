import { recipientAt, TRANSACTIONAL_PRICE } from './country.js';
import { partId, sandboxIds, splitId } from './ids.js';
import { type Clock, hour, minute, second, viberLives, type ViberEnd } from './life.js';
import type { Effect } from './magic.js';
import type { TrackingFailure } from './reply.js';
import { contentAt, fitsSession, isTextOnly, senderName, type ViberMessage } from './viber-message.js';

export interface Campaign {
  readonly trackingId: string;
  readonly name?: string;
  readonly total: number;
  /** The message at a position from 1 to `total`. */
  messageAt(position: number): ViberMessage;
  /** Epoch milliseconds; absent when it was sent at once. */
  readonly scheduledAt?: number;
  readonly isCancelled?: true;
  readonly trackingFailure?: TrackingFailure;
  /** What a magic value makes of its cancellation. */
  readonly cancel?: Extract<Effect, { kind: 'cancel' }>;
  /** Whom the send asked to be called back. */
  readonly callbackRequest?: { readonly callbackUrl?: string; readonly inboundUrl?: string; readonly label?: string };
}

/** Final states. The first nine differ; 13 has no factor in common with the numbers of layouts and countries. */
// prettier-ignore
const ends: readonly ViberEnd[] = [
  'seen', 'delivered', 'undelivered', 'expired', 'queued', 'failed', 'sent', 'unsent', 'expiredAfterDelivery',
  'delivered', 'seen', 'delivered', 'seen',
];
const movingEnds: readonly ViberEnd[] = [
  'seen',
  'delivered',
  'undelivered',
  'expired',
  'failed',
  'expiredAfterDelivery',
];

const groups = [['customers'], [], ['customers', 'staff'], ['staff']] as const;

/** The campaigns that exist from the start. `seed` shifts layouts, countries and prices, never an id. */
export function listSampleCampaigns(clock: Clock, seed: number): Campaign[] {
  const { startedAt } = clock;
  return [
    createCampaign(sandboxIds.campaign12, 'Autumn twelve', 12, startedAt - hour, ends, seed),
    createCampaign(sandboxIds.campaign237, 'Autumn regulars', 237, startedAt - 26 * hour, ends, seed),
    createCampaign(sandboxIds.campaign5000, 'Autumn everybody', 5000, startedAt - 97 * hour, ends, seed),
    createCampaign(sandboxIds.campaignMoving, 'Just now', 6, startedAt, movingEnds, seed),
    createCampaign(sandboxIds.campaignEmpty, 'Nobody yet', 0, startedAt - 2 * minute, ends, seed),
  ];
}

function createCampaign(
  trackingId: string,
  name: string,
  total: number,
  createdAt: number,
  possibleEnds: readonly ViberEnd[],
  seed: number,
): Campaign {
  const isMoving = possibleEnds === movingEnds;
  return {
    trackingId,
    name,
    total,
    messageAt(position) {
      const n = position - 1 + seed;
      // not shifted by the seed: messages with a name in sandboxIds keep their state
      const end = possibleEnds[(position - 1) % possibleEnds.length] ?? 'delivered';
      const content = contentAt(n, `Hello number ${position}`);
      const { to, country } = recipientAt(n);
      const isSession = n % 5 === 3 && fitsSession(content);
      const messageId = partId(trackingId, position);
      return {
        trackingId: messageId,
        to,
        from: senderName,
        country,
        // within a minute and in no order, with 0, 2 or 3 fraction digits
        createdAt: isMoving ? createdAt : roundDown(createdAt - ((n * 7919) % minute), [second, 10, 1][n % 3] ?? 1),
        life: viberLives[end],
        inCapitals: n % 2 === 0,
        content,
        price: isTextOnly(content) ? TRANSACTIONAL_PRICE : country.price,
        ttlSeconds: [300, 86_400, 1_209_600][n % 3] ?? 300,
        isSession,
        ...(isSession && { sessionId: `5e551000${messageId.slice(8)}` }),
        expireOnDelivery: end === 'expiredAfterDelivery',
        originatingService: 'ViberCampaign',
        campaign: { trackingId, name },
        groups: groups[n % groups.length] ?? [],
        report: n % 5 === 4 ? 'none' : n,
      };
    },
  };
}

function roundDown(value: number, unit: number): number {
  return value - (value % unit);
}

/** Every campaign of the account: sample data, or sent since the start. */
export interface CampaignStore {
  find(trackingId: string): Campaign | null;
  findMessage(trackingId: string): ViberMessage | null;
  hasName(name: string): boolean;
  add(campaign: Campaign, messages: readonly ViberMessage[]): void;
  /** Its messages then stay in their first state, but for those given by position. */
  cancel(campaign: Campaign, sent: ReadonlyMap<number, ViberMessage>): void;
}

export function createCampaignStore(clock: Clock, seed: number): CampaignStore {
  const campaigns = new Map(listSampleCampaigns(clock, seed).map((campaign) => [campaign.trackingId, campaign]));
  const names = new Set([...campaigns.values()].map((campaign) => campaign.name));
  const sentMessages = new Map<string, { readonly campaignId: string; readonly position: number }>();
  return {
    find: (trackingId) => campaigns.get(trackingId) ?? null,
    findMessage(trackingId) {
      const sent = sentMessages.get(trackingId);
      if (sent) return campaigns.get(sent.campaignId)?.messageAt(sent.position) ?? null;
      const split = splitId(trackingId);
      const campaign = split && campaigns.get(split.wholeId);
      const isInside = campaign && split.position >= 1 && split.position <= campaign.total;
      return isInside ? campaign.messageAt(split.position) : null;
    },
    hasName: (name) => names.has(name),
    add(campaign, messages) {
      campaigns.set(campaign.trackingId, campaign);
      if (campaign.name !== undefined) names.add(campaign.name);
      for (const [index, message] of messages.entries())
        sentMessages.set(message.trackingId, { campaignId: campaign.trackingId, position: index + 1 });
    },
    cancel(campaign, sent) {
      campaigns.set(campaign.trackingId, {
        ...campaign,
        isCancelled: true,
        messageAt: (position) => sent.get(position) ?? { ...campaign.messageAt(position), life: viberLives.queued },
      });
    },
  };
}
