import { randomUUID } from 'node:crypto';
import type { Clock } from '../data/clock.js';

export interface Token {
  readonly value: string;
  readonly scopes: readonly string[];
  /** Counts the tokens that were issued: a later one is a newer one. */
  readonly generation: number;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

export interface TokenDesk {
  /** The one current token of these scopes, made when there is none. */
  issue(scopes: readonly string[]): Token;
  /** A token that is known, alive and not withdrawn. */
  find(value: string): Token | null;
  /** From now on the next `issue` makes a new token; this one stays good. */
  retire(token: Token): void;
  /** As `retire`, and the token is no longer good for anybody. */
  withdraw(token: Token): void;
}

/**
 * One token per application at a time, as Routee does: who asks again gets the same one, with the seconds it has left
 * (Routee docs: authentication; `expires_in` is the remaining life).
 */
export function createTokenDesk(clock: Clock, lifeSeconds: number): TokenDesk {
  const tokens = new Map<string, Token>();
  const current = new Map<string, Token>();
  let generation = 0;
  const isAlive = (token: Token) => token.expiresAt > clock.now();
  const retire = (token: Token) => {
    for (const [key, held] of current) if (held === token) current.delete(key);
  };
  return {
    issue(scopes) {
      const key = scopes.join(' ');
      const held = current.get(key);
      if (held && isAlive(held)) return held;
      for (const [value, token] of tokens) if (!isAlive(token)) tokens.delete(value);
      generation += 1;
      const token: Token = { value: randomUUID(), scopes, generation, expiresAt: clock.now() + lifeSeconds * 1000 };
      tokens.set(token.value, token);
      current.set(key, token);
      return token;
    },
    find(value) {
      const token = tokens.get(value);
      return token && isAlive(token) ? token : null;
    },
    retire,
    withdraw(token) {
      retire(token);
      tokens.delete(token.value);
    },
  };
}
