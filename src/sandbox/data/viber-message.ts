import type { Content } from './content.js';
import type { Country } from './country.js';
import { momentOf, type Life, type Moment } from './life.js';

/** One Viber message, whatever brought it about. What changes with time is its moment, nothing else. */
export interface ViberMessage {
  readonly trackingId: string;
  readonly to: string;
  readonly from: string;
  readonly country: Country;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly life: Life;
  /** Routee's letter case varies: SEEN or Seen. */
  readonly inCapitals: boolean;
  readonly content: Content;
  readonly price: number;
  readonly ttlSeconds: number;
  readonly isSession: boolean;
  readonly sessionId?: string;
  readonly expireOnDelivery: boolean;
  readonly originatingService: 'ViberCampaign' | 'Viber' | 'Failover';
  readonly campaign?: { readonly trackingId: string; readonly name?: string };
  readonly groups: readonly string[];
  /** Which report GMS files under its trackingId: chosen by number, none for 'none'. */
  readonly report: number | 'none';
}

export function messageMoment(message: ViberMessage, now: number): Moment {
  return momentOf(message.life, message.createdAt, now);
}

/** The status word as the vendor would write it for this message. */
export function statusWord(message: ViberMessage, word: string): string {
  return message.inCapitals ? word : word.charAt(0) + word.slice(1).toLowerCase();
}
