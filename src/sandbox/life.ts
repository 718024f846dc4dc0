/** The sandbox's clock. Sample data is dated relative to `startedAt`, so that it is always recent. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  readonly startedAt: number;
}

export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/** ISO 8601 in UTC with `Z` and 0, 2 or 3 fraction digits, as Routee's own examples vary. Nothing is rounded. */
export function formatDate(epochMilliseconds: number): string {
  const iso = new Date(epochMilliseconds).toISOString();
  if (epochMilliseconds % 1000 === 0) return iso.replace('.000Z', 'Z');
  return epochMilliseconds % 10 === 0 ? iso.replace(/\dZ$/, 'Z') : iso;
}

/** One state of a message. */
export interface Stage {
  /** Milliseconds after the message was created. */
  readonly after: number;
  /** The vendor's word. */
  readonly word: string;
  readonly detailedStatus?: string;
  readonly description?: string;
}

/** The states of a message in order, the first at 0. */
export type Life = readonly [Stage, ...Stage[]];

const queued: Stage = { after: 0, word: 'QUEUED', description: 'The message waits to be sent.' };
const sent: Stage = { after: second, word: 'SENT', description: 'The message was handed to Viber.' };
const delivered: Stage = {
  after: 3 * second,
  word: 'DELIVERED',
  detailedStatus: 'Delivered',
  description: 'The message was delivered to its recipient.',
};

/** By final state, which is reached within ten seconds (Routee docs: Viber message statuses). */
export const viberLives = {
  seen: [
    queued,
    sent,
    delivered,
    {
      after: 8 * second,
      word: 'SEEN',
      detailedStatus: 'Delivered',
      description: 'The message was read by its recipient.',
    },
  ],
  delivered: [queued, sent, delivered],
  undelivered: [
    queued,
    sent,
    {
      after: 4 * second,
      word: 'UNDELIVERED',
      detailedStatus: 'Not Viber User',
      description: 'The recipient does not use Viber.',
    },
  ],
  expired: [
    queued,
    sent,
    {
      after: 6 * second,
      word: 'EXPIRED',
      detailedStatus: 'TTL Expired',
      description: 'The message was not delivered in time.',
    },
  ],
  // DELIVERED is not the end when expireOnDelivery is set
  expiredAfterDelivery: [
    queued,
    sent,
    delivered,
    {
      after: 9 * second,
      word: 'EXPIRED',
      detailedStatus: 'Expired',
      description: 'The message expired after its delivery.',
    },
  ],
  failed: [
    queued,
    {
      after: 2 * second,
      word: 'FAILED',
      detailedStatus: 'Message Rejected',
      description: 'The platform did not accept the message.',
    },
  ],
  rejected: [
    queued,
    sent,
    {
      after: 2 * second,
      word: 'UNDELIVERED',
      detailedStatus: 'Message Rejected',
      description: 'The text is outside an approved template.',
    },
  ],
  unsent: [
    queued,
    { after: second, word: 'UNSENT', detailedStatus: 'System Failure', description: 'The balance was not enough.' },
  ],
  queued: [queued],
  sent: [queued, sent],
  // QUEUED is documented as: could not be delivered, being resent
  sentAgain: [
    queued,
    sent,
    {
      after: 2 * second,
      word: 'QUEUED',
      detailedStatus: 'System Failure',
      description: 'Destination network error.',
    },
    { ...delivered, after: 5 * second },
  ],
  deliveredAtOnce: [queued, { ...delivered, after: second / 2 }],
} as const satisfies Record<string, Life>;

export type ViberEnd = keyof typeof viberLives;

/** The same life, whose second state comes so much later. */
export function delayLife([first, ...rest]: Life, milliseconds: number): Life {
  return [first, ...rest.map((stage) => ({ ...stage, after: stage.after + milliseconds }))];
}

export interface Moment {
  readonly stage: Stage;
  /** Epoch milliseconds at which the stage started. */
  readonly at: number;
}

/** The stage at `now` of a life that starts at `createdAt`; the first stage before that. */
export function momentOf(life: Life, createdAt: number, now: number): Moment {
  let stage: Stage = life[0];
  for (const next of life) if (createdAt + next.after <= now) stage = next;
  return { stage, at: createdAt + stage.after };
}

/** Milliseconds until the last stage. */
export function durationOf(life: Life): number {
  return life.at(-1)?.after ?? 0;
}
