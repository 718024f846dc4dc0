import type { Reply } from '../http/reply.js';
import type { Question } from '../http/route.js';
import { refuseToken } from './refusal.js';
import type { Token, TokenDesk } from './token.js';

/** The token of a request when it is good for that scope, else the refusal. */
export function readBearer(
  tokens: TokenDesk,
  question: Question,
  scope: string,
): { token: Token } | { refusal: Reply } {
  const value = /^bearer (\S+)$/i.exec(question.header('authorization') ?? '')?.[1];
  if (value === undefined) {
    return { refusal: refuseToken(401, 'unauthorized', 'Full authentication is required to access this resource') };
  }
  const token = tokens.find(value);
  if (!token) return { refusal: refuseToken(401, 'invalid_token', 'Invalid or expired access token') };
  if (!token.scopes.includes(scope))
    return { refusal: refuseToken(403, 'insufficient_scope', 'Insufficient scope for this resource') };
  return { token };
}
