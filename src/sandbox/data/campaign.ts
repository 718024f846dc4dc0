import type { Reply } from '../http/reply.js';
import { partId, sandboxIds } from '../ids.js';
import { hour, minute, second, type Clock } from './clock.js';
import { contentAt, fitsSession, isTransactional } from './content.js';
import { recipientAt } from './country.js';
import { viberLives, type ViberEnd } from './life.js';
import type { ViberMessage } from './viber-message.js';

export interface Campaign {
  readonly trackingId: string;
  readonly name?: string;
  readonly total: number;
  /** The message at a position from 1 to `total`. */
  messageAt(position: number): ViberMessage;
  /** What tracking answers until then instead of the messages. */
  readonly trackingFailure?: { readonly reply: Reply; readonly until: number };
}

/** Nine ends in the first nine messages, and a cycle that shares no factor with those of layouts and countries. */
const ends: readonly ViberEnd[] = [
  'seen',
  'delivered',
  'undelivered',
  'expired',
  'queued',
  'failed',
  'sent',
  'unsent',
  'expiredAfterDelivery',
  'delivered',
  'seen',
  'delivered',
  'seen',
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

export const senderName = 'Sandbox Shop';

/** The campaigns that exist from the start. `seed` shifts the variety of their messages, never an id. */
export function listMadeUpCampaigns(clock: Clock, seed: number): Campaign[] {
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
      // the ends are not shifted: the named messages keep theirs
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
        // at most a minute apart and in no order, with 0, 2 or 3 digits of fraction
        createdAt: isMoving ? createdAt : roundDown(createdAt - ((n * 7919) % minute), [second, 10, 1][n % 3] ?? 1),
        life: viberLives[end],
        inCapitals: n % 2 === 0,
        content,
        price: isTransactional(content) ? 0.01 : country.price,
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
