import { createHash } from 'node:crypto';
import { errors, type JWTPayload, jwtVerify, type JWTVerifyGetKey, type JWTVerifyOptions } from 'jose';
import { LRUCache } from 'lru-cache';
import { type Scope, SCOPES } from '../../graph/context.js';
import type { Caller } from './caller.js';
import { type Jwks, JwksUnavailable } from './jwks.js';
import { cannotBeChecked, unauthenticated } from './credential.js';

/** The claims of a valid token. */
export interface TokenClaims {
  readonly tenant: string;
  /** A digest of `sub`, else `client_id` or `azp`: the same for every token of one subject. */
  readonly subject: string;
  readonly scopes: ReadonlySet<Scope>;
  /** Epoch milliseconds from which on the token is refused. */
  readonly expiresAt: number;
}

export interface TokenReaderOptions {
  readonly jwks: Jwks;
  readonly issuer: string;
  readonly audience: string;
  /** Null when this server has no such tenant. */
  readonly callerFor: (claims: TokenClaims) => Caller | null;
  /** Valid tokens that are cached, the latest ones. */
  readonly maxTrusted?: number;
  /** Tokens that are verified at once. */
  readonly maxChecks?: number;
}

/** Verifies each token once: a valid one is cached, and requests with the same token share one verification. */
export interface TokenReader {
  known(hex: string): Caller | null;
  /** @throws RequestError UNAUTHENTICATED; OVERLOADED when the keys cannot be loaded, or too many tokens are being verified */
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
/** A key that the issuer withdraws is accepted at most this long. */
const MAX_TRUST_MS = 5 * 60_000;
const MAX_TRUSTED = 10_000;
/** While the key set does not answer, every token that names an unknown key waits, and any caller can make one. */
const MAX_CHECKS = 1000;
/** Keys of the set that are tried for a token without `kid`, in their order. */
const MAX_KEYS_TRIED = 32;

/** Reads bearer JWTs. @see RFC 7519, RFC 8725 */
export function createTokenReader(options: TokenReaderOptions): TokenReader {
  const { jwks, issuer, audience, callerFor, maxTrusted = MAX_TRUSTED, maxChecks = MAX_CHECKS } = options;
  const verifyOptions: JWTVerifyOptions = {
    issuer,
    audience,
    algorithms: ALGORITHMS,
    clockTolerance: CLOCK_TOLERANCE_SECONDS,
    requiredClaims: ['exp'],
  };
  const trusted = new LRUCache<string, { readonly caller: Caller; readonly until: number }>({ max: maxTrusted });
  const inflight = new Map<string, Promise<Caller>>();

  /** A key may be replaced without another `kid`: a signature that no key verifies is tried once more with a new set. */
  async function verifyWithLatest(token: string): Promise<{ payload: JWTPayload }> {
    try {
      return await verify(token, jwks.find, verifyOptions);
    } catch (error) {
      const mayBeReplaced =
        error instanceof errors.JWSSignatureVerificationFailed || error instanceof errors.JWKSMultipleMatchingKeys;
      if (!mayBeReplaced || !(await jwks.reloadIfOld())) throw error;
      return verify(token, jwks.find, verifyOptions);
    }
  }

  async function check(token: string, hex: string): Promise<Caller> {
    const { payload } = await verifyWithLatest(token).catch((error: unknown) => {
      throw error instanceof JwksUnavailable ? cannotBeChecked() : unauthenticated();
    });
    const claims = readClaims(payload);
    const caller = claims && callerFor(claims);
    if (!caller) throw unauthenticated();
    trusted.set(hex, { caller, until: Math.min(claims.expiresAt, Date.now() + MAX_TRUST_MS) });
    return caller;
  }

  return {
    known(hex) {
      const token = trusted.get(hex);
      return token && Date.now() < token.until ? token.caller : null;
    },
    read(token, hex) {
      const running = inflight.get(hex);
      if (running) return running;
      if (inflight.size >= maxChecks) return Promise.reject(cannotBeChecked());
      const checked = check(token, hex).finally(() => inflight.delete(hex));
      inflight.set(hex, checked);
      return checked;
    },
  };
}

/** Where several keys fit the token's header, the one that verifies its signature counts. */
async function verify(
  token: string,
  findKey: JWTVerifyGetKey,
  options: JWTVerifyOptions,
): Promise<{ payload: JWTPayload }> {
  try {
    return await jwtVerify(token, findKey, options);
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
    let tried = 0;
    for await (const key of error) {
      if (++tried > MAX_KEYS_TRIED) break;
      try {
        return await jwtVerify(token, key, options);
      } catch (failure) {
        const isOfKey =
          !(failure instanceof errors.JOSEError) || failure instanceof errors.JWSSignatureVerificationFailed;
        if (!isOfKey) throw failure;
      }
    }
    throw error;
  }
}

function readClaims(payload: JWTPayload): TokenClaims | null {
  const { tenant, sub, client_id: client, azp, scope, scopes } = payload;
  if (typeof tenant !== 'string') return null;
  const subject = [sub, client, azp].find((claim) => typeof claim === 'string') ?? '';
  const granted = new Set([...wordsOf(scope), ...wordsOf(scopes)]);
  return {
    tenant,
    subject: createHash('sha256').update(`subject:${subject}`).digest('base64url').slice(0, 12),
    scopes: new Set(SCOPES.filter((name) => granted.has(name))),
    expiresAt: ((payload.exp ?? 0) + CLOCK_TOLERANCE_SECONDS) * 1000,
  };
}

/** Issuers write scopes as a text with spaces (RFC 8693) or as a list. */
function wordsOf(claim: unknown): unknown[] {
  if (typeof claim === 'string') return claim.split(' ');
  return Array.isArray(claim) ? claim : [];
}
