import { findCountry, promotionalPrice, TRANSACTIONAL_PRICE } from '../../../sandbox/country.js';
import { type Life, viberLives, type ViberEnd } from '../../../sandbox/life.js';
import type { Effect } from '../../../sandbox/magic.js';
import type { TrackingFailure } from '../../../sandbox/reply.js';
import { isTextOnly, type ViberMessage } from '../../../sandbox/viber-message.js';
import { findMagic } from './magic.js';

type Sent = Pick<ViberMessage, 'to' | 'content' | 'template' | 'isSession'>;

/** Final states of messages to recipients without a magic value, in turn. */
const ends: readonly ViberEnd[] = ['seen', 'delivered', 'seen', 'expired', 'delivered', 'undelivered'];

/**
 * How the message to one recipient goes, and what it costs.
 * @param index among the messages of one send
 */
export function outcomeOf({ to, content, template, isSession }: Sent, index: number): { life: Life; price: number } {
  const effect = findMagic('recipient', to)?.effect;
  const rule = effect?.kind === 'outside template' && isTextOnly(content) && !isSession ? effect : null;
  const isTransactional = template !== undefined || (isTextOnly(content) && !(rule && 'isPromotional' in rule));
  const usual = ends[index % ends.length]!;
  const end = endOf(effect) ?? (rule && 'end' in rule ? rule.end : usual);
  return {
    life: viberLives[end],
    price: isTransactional ? TRANSACTIONAL_PRICE : promotionalPrice(findCountry(to)),
  };
}

function endOf(effect: Effect | undefined): ViberEnd | undefined {
  switch (effect?.kind) {
    case 'end':
    case 'delay':
      return effect.end;
    case 'callbacks':
    case 'sent although cancelled':
      return 'seen';
    default:
      return undefined;
  }
}

export const trackingFailureOf = (effect: Effect | undefined, now: number): TrackingFailure | undefined =>
  effect?.kind === 'tracking' ? { reply: effect.reply, until: now + effect.milliseconds } : undefined;
