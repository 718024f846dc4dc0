import { createHash } from 'node:crypto';
import { type JWTPayload, jwtVerify, type JWTVerifyGetKey } from 'jose';
import { LRUCache } from 'lru-cache';
import type { Scope } from '../../graph/context.js';
import type { Caller } from './caller.js';
import { KeySetUnavailable } from './key-set.js';
import { cannotBeChecked, unauthenticated } from './refusal.js';

/** What a good token says. */
export interface TokenClaims {
  readonly tenant: string;
  /** A digest of who the token is about: `sub`, else `client_id` or `azp`. The same for every token of theirs. */
  readonly subject: string;
  readonly scopes: ReadonlySet<Scope>;
}

export interface TokenReaderOptions {
  readonly keySet: JWTVerifyGetKey;
  readonly issuer: string;
  readonly audience: string;
  /** Null when this server has no such tenant. */
  readonly callerFor: (claims: TokenClaims) => Caller | null;
  /** So many good tokens are remembered, the latest ones. */
  readonly maxTrusted?: number;
  /** So many tokens are checked at once. */
  readonly maxChecks?: number;
}

/** Tokens that were checked already are taken without another check, and those under way are checked once. */
export interface TokenReader {
  known(hex: string): Caller | null;
  /** @throws RequestError UNAUTHENTICATED; OVERLOADED when the keys cannot be had, or too many are being checked */
  read(token: string, hex: string): Promise<Caller>;
}

/** Signatures that the holder of the public key cannot make. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];
const CLOCK_TOLERANCE_SECONDS = 5;
/** A key that the issuer withdraws opens nothing after this time. */
const LONGEST_TRUST_MS = 5 * 60_000;
const MAX_TRUSTED = 10_000;
/** While the key set does not answer, every token that names an unknown key waits for it, and anybody can make one. */
const MAX_CHECKS = 1000;

/** Reads bearer JWTs. @see RFC 7519, RFC 8725 */
export function createTokenReader(options: TokenReaderOptions): TokenReader {
  const { keySet, issuer, audience, callerFor, maxTrusted = MAX_TRUSTED, maxChecks = MAX_CHECKS } = options;
  const trusted = new LRUCache<string, { readonly caller: Caller; readonly until: number }>({ max: maxTrusted });
  const underWay = new Map<string, Promise<Caller>>();

  async function check(token: string, hex: string): Promise<Caller> {
    const { payload } = await jwtVerify(token, keySet, {
      issuer,
      audience,
      algorithms: ALGORITHMS,
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      requiredClaims: ['exp'],
    }).catch((error: unknown) => {
      throw error instanceof KeySetUnavailable ? cannotBeChecked() : unauthenticated();
    });
    const claims = readClaims(payload);
    const caller = claims && callerFor(claims);
    if (!caller) throw unauthenticated();
    const expiresAt = ((payload.exp ?? 0) + CLOCK_TOLERANCE_SECONDS) * 1000;
    trusted.set(hex, { caller, until: Math.min(expiresAt, Date.now() + LONGEST_TRUST_MS) });
    return caller;
  }

  return {
    known(hex) {
      const token = trusted.get(hex);
      return token && Date.now() < token.until ? token.caller : null;
    },
    read(token, hex) {
      const running = underWay.get(hex);
      if (running) return running;
      if (underWay.size >= maxChecks) return Promise.reject(cannotBeChecked());
      const checked = check(token, hex).finally(() => underWay.delete(hex));
      underWay.set(hex, checked);
      return checked;
    },
  };
}

function readClaims(payload: JWTPayload): TokenClaims | null {
  const { tenant, sub, client_id: client, azp, scope, scopes } = payload;
  if (typeof tenant !== 'string') return null;
  const who = [sub, client, azp].find((claim) => typeof claim === 'string') ?? '';
  const told = new Set([...wordsOf(scope), ...wordsOf(scopes)]);
  return {
    tenant,
    subject: createHash('sha256').update(`subject:${who}`).digest('base64url').slice(0, 12),
    scopes: new Set(SCOPES.filter((name) => told.has(name))),
  };
}

const SCOPES: readonly Scope[] = ['read', 'read:recipients', 'send'];

/** Issuers write scopes as a text with spaces (RFC 8693) or as a list. */
function wordsOf(claim: unknown): unknown[] {
  if (typeof claim === 'string') return claim.split(' ');
  return Array.isArray(claim) ? claim : [];
}
