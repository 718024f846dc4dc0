import type { Country } from './country.js';
import { sandboxIds } from './ids.js';
import { momentOf, type Life, type Moment } from './life.js';
import type { TrackingFailure } from './reply.js';
import type { UsedTemplate } from './templates.js';

/** The name that the sample messages come from. */
export const senderName = 'Sandbox Shop';

/** The account's senders: id and name. */
export const senderNames: ReadonlyMap<string, string> = new Map([
  [sandboxIds.sender, senderName],
  [sandboxIds.otherSender, 'Sandbox Desk'],
]);

/** The content of a Viber message. Endpoints spell it differently: see the views. */
export interface Content {
  readonly text?: string;
  readonly imageUrl?: string;
  readonly action?: { readonly caption: string; readonly targetUrl: string };
  readonly file?: { readonly id?: string; readonly name: string; readonly type: string; readonly url: string };
  readonly video?: {
    readonly url: string;
    readonly thumbnail: string;
    readonly megabytes: number;
    readonly seconds: number;
  };
}

const imageUrl = 'https://example.com/autumn.png';
const action = { caption: 'Shop now', targetUrl: 'https://example.com/autumn' };
const file = { id: 'file-1', name: 'terms', type: 'pdf', url: 'https://example.com/terms.pdf' };
const video = {
  url: 'https://example.com/autumn.mp4',
  thumbnail: 'https://example.com/autumn.jpg',
  megabytes: 12.5,
  seconds: 42,
};

/** Every documented layout (Routee docs: send a Viber campaign). */
const layouts: readonly ((text: string) => Content)[] = [
  (text) => ({ text }),
  () => ({ imageUrl }),
  (text) => ({ text, action }),
  (text) => ({ text, action, imageUrl }),
  () => ({ file }),
  () => ({ video }),
  (text) => ({ text, video }),
  (text) => ({ text, video, imageUrl }),
];

export function contentAt(n: number, text: string): Content {
  return (layouts[n % layouts.length] ?? ((only: string) => ({ text: only })))(text);
}

/** Text alone, as messages of transactions were before templates. */
export function isTextOnly(content: Content): boolean {
  return content.text !== undefined && !content.imageUrl && !content.action && !content.file && !content.video;
}

/** Session messages are Text, Image or File. */
export function fitsSession(content: Content): boolean {
  return (
    !content.video && !content.action && [content.text, content.imageUrl, content.file].filter(Boolean).length === 1
  );
}

/** A Viber message of a campaign, a flow or a single send. Only its stage changes with time. */
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
  /** Empty where a template is used. */
  readonly content: Content;
  readonly template?: UsedTemplate;
  readonly price: number;
  readonly ttlSeconds: number;
  readonly isSession: boolean;
  readonly sessionId?: string;
  readonly expireOnDelivery: boolean;
  readonly originatingService: 'ViberCampaign' | 'Viber' | 'Failover';
  readonly campaign?: { readonly trackingId: string; readonly name?: string };
  readonly groups: readonly string[];
  readonly trackingFailure?: TrackingFailure;
  /** Selects the GMS report under its trackingId; 'none' for no report. */
  readonly report: number | 'none';
}

export function messageMoment(message: ViberMessage, now: number): Moment {
  return momentOf(message.life, message.createdAt, now);
}

/** The status word in this message's letter case. */
export function statusWord(message: ViberMessage, word: string): string {
  return message.inCapitals ? word : word.charAt(0) + word.slice(1).toLowerCase();
}
