import { hour, second } from '../data/clock.js';
import { messageMoment, type ViberMessage } from '../data/viber-message.js';
import { gmsIdOf } from '../ids.js';

/** One channel's try. `status` 2 delivered, 3 not delivered, -1 neither yet (GMS docs: delivery reports). */
export interface Attempt {
  readonly channel: string;
  readonly status: number;
  readonly substatus: number;
  readonly hyberStatus: number;
  /** Epoch milliseconds. */
  readonly time: number;
  readonly smsParts?: number;
  readonly templateId?: number;
}

export interface Report {
  readonly messageId: string;
  /** Null: GMS leaves the member out. */
  readonly extraId: string | null;
  /** International, without plus. */
  readonly phone: string;
  readonly phoneAsNumber?: boolean;
  readonly attempts: readonly Attempt[];
  readonly started: boolean;
  readonly processing: boolean;
  readonly plan: readonly { readonly channel: string; readonly ttl: number }[];
  /** Null when click tracking was off. */
  readonly clicks: number | null;
}

const viberPlan = { channel: 'viber', ttl: 60 };
const smsPlan = { channel: 'sms', ttl: 300 };

/** What each state of the Viber message is to GMS. The code for seen is not documented: 24033 is made up. */
const viberCodes = new Map<string, readonly [status: number, substatus: number, hyberStatus: number]>([
  ['DELIVERED', [2, 23, 23033]],
  ['SEEN', [2, 24, 24033]],
  ['EXPIRED', [3, 35, 35015]],
  ['UNDELIVERED', [3, 34, 34033]],
  ['FAILED', [3, 36, 36024]],
]);

/** The report that GMS has under the trackingId of a Viber message; null when it has none. */
export function reportOfMessage(message: ViberMessage, now: number): Report | null {
  const n = message.report;
  const { stage, at } = messageMoment(message, now);
  if (n === 'none' || stage.word === 'UNSENT') return null;
  // every second one that does not arrive in time goes on by SMS
  const goesOnBySms = n % 2 === 0;
  const codes = viberCodes.get(stage.word);
  const attempts: Attempt[] = codes ? [viberAttempt(codes, at, n)] : [];
  if (stage.word === 'SENT') attempts.push({ channel: 'hyber', status: -1, substatus: -1, hyberStatus: -1, time: at });
  const smsAt = at + 2 * second;
  const isBySms = stage.word === 'EXPIRED' && goesOnBySms && smsAt <= now;
  if (isBySms)
    attempts.push({ channel: 'sms', status: 2, substatus: 23, hyberStatus: 23011, time: smsAt, smsParts: 1 + (n % 3) });
  const waitsForSms = stage.word === 'EXPIRED' && goesOnBySms && !isBySms;
  return {
    messageId: gmsIdOf(message.trackingId),
    extraId: message.trackingId,
    phone: message.to.slice(1),
    phoneAsNumber: n % 10 === 7,
    attempts,
    started: stage.word !== 'QUEUED',
    processing: stage.word === 'SENT' || waitsForSms,
    plan: goesOnBySms ? [viberPlan, smsPlan] : [viberPlan],
    clicks: message.content.action && attempts.some(({ status }) => status === 2) ? countClicks(at, now) : null,
  };
}

function viberAttempt(
  [status, substatus, hyberStatus]: readonly [number, number, number],
  time: number,
  n: number,
): Attempt {
  const isTemplate = hyberStatus === 23033 && n % 3 === 1;
  // template 0 stands for none
  const templateId = isTemplate ? 6_349_599 : n % 3 === 2 ? 0 : undefined;
  return { channel: 'viber', status, substatus, hyberStatus: isTemplate ? 23043 : hyberStatus, time, templateId };
}

/** Clicks keep growing after the status is final. */
function countClicks(since: number, now: number): number {
  return Math.min(25, Math.max(0, Math.floor((now - since) / (hour / 60))));
}
