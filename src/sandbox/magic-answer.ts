import type { Reply } from './http/reply.js';
import { bendReply, type Effect } from './magic-effect.js';
import { findMagic, type Place } from './magic.js';

export type AccessEffect = Effect & { kind: 'access' };

/** Puts the magic of an id over the answer of a read. */
export interface MagicAnswers {
  /**
   * `refuseAccess` is the vendor's own way to refuse a caller; null lets it pass. `pageNumber` is of the read, 0 where it
   * has no pages.
   */
  pass(asked: {
    place: Place;
    id: string;
    pageNumber?: number;
    refuseAccess: (effect: AccessEffect) => Reply | null;
    answer: () => Reply;
  }): Reply;
}

export function createMagicAnswers(): MagicAnswers {
  const met = new Set<string>();
  return {
    pass({ place, id, pageNumber = 0, refuseAccess, answer }) {
      const magic = findMagic(place, id);
      if (!magic) return answer();
      const { effect } = magic;
      if (effect.kind === 'access') return refuseAccess(effect) ?? answer();
      if (effect.kind === 'later pages') return pageNumber > 0 ? effect.reply : answer();
      const key = `${place} ${id}`;
      if (magic.once && met.has(key)) return answer();
      met.add(key);
      return bendReply(effect, answer());
    },
  };
}
