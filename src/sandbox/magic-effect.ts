import type { ViberEnd } from './data/life.js';
import type { Failure, Reply } from './http/reply.js';

/** What a magic value brings about. */
export type Effect =
  /** This instead of the true answer. */
  | { readonly kind: 'answer'; readonly reply: Reply }
  | { readonly kind: 'delay'; readonly milliseconds: number }
  | { readonly kind: 'failure'; readonly failure: Failure }
  /** Half of the true answer, as a whole HTTP message. */
  | { readonly kind: 'half' }
  | { readonly kind: 'rewrite'; readonly rewrite: (body: unknown) => unknown }
  /** The vendor refuses the caller: for ever, or until it comes with a token that was issued later. */
  | { readonly kind: 'access'; readonly status: 401 | 403; readonly until: 'never' | 'new token' }
  /** The largest page of this campaign. */
  | { readonly kind: 'page size'; readonly largest: number }
  /** Page 0 is well, the others get this. */
  | { readonly kind: 'later pages'; readonly reply: Reply }
  /** How the message to this recipient ends. */
  | { readonly kind: 'end'; readonly end: ViberEnd }
  /** A sent campaign whose tracking answers this for so long. */
  | { readonly kind: 'tracking'; readonly reply: Reply; readonly milliseconds: number };

/** Puts an effect over the true answer. Effects that are not about the answer leave it as it is. */
export function bendReply(effect: Effect, reply: Reply): Reply {
  switch (effect.kind) {
    case 'answer':
      return effect.reply;
    case 'delay':
      return { ...reply, delay: effect.milliseconds };
    case 'failure':
      return { ...reply, failure: effect.failure };
    case 'half':
      return { ...reply, text: reply.text.slice(0, Math.ceil(reply.text.length / 2)) };
    case 'rewrite':
      // a refusal stays what it is
      return reply.status === 200 ? { ...reply, text: JSON.stringify(effect.rewrite(JSON.parse(reply.text))) } : reply;
    default:
      return reply;
  }
}
