import { z } from 'zod';
import type { FetchedToken } from '../../../vendor-client/token.js';
import { number } from '../../reading.js';

/** Routee docs: authentication. `expires_in` is what remains, not the whole life. */
const token = z.object({ access_token: z.string().regex(/^[\x21-\x7e]+$/), expires_in: z.unknown().optional() });

const DEFAULT_LIFE_SECONDS = 3600;

/** Null when there is no token that could be sent in a header. */
export function readToken(body: unknown): FetchedToken | null {
  const parsed = token.safeParse(body);
  if (!parsed.success) return null;
  return { value: parsed.data.access_token, expiresInSeconds: number(parsed.data.expires_in) ?? DEFAULT_LIFE_SECONDS };
}
