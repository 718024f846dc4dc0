import type { Reply } from '../http/reply.js';
import type { AccessEffect } from '../magic-answer.js';
import { refuseToken } from './refusal.js';
import type { Token, TokenDesk } from './token.js';

/** Refuses a caller for its token, as a magic value asks: for ever, or until it comes with a newer one. Null lets it pass. */
export type TokenGate = (effect: AccessEffect, key: string, token: Token) => Reply | null;

export function createTokenGate(tokens: TokenDesk): TokenGate {
  const refused = new Map<string, number>();
  return (effect, key, token) => {
    const generation = refused.get(key);
    if (effect.until === 'new token' && generation !== undefined && token.generation > generation) return null;
    refused.set(key, token.generation);
    // so that who asks for a new token gets one, and not the same again
    if (effect.status === 401 && effect.until === 'new token') tokens.withdraw(token);
    else tokens.retire(token);
    return effect.status === 401
      ? refuseToken(401, 'invalid_token', 'Invalid or expired access token')
      : refuseToken(403, 'access_denied', 'Access is denied');
  };
}
