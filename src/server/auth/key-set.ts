import { createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey } from 'jose';

const TIMEOUT_MS = 3000;
/** Tokens that name unknown keys make it ask for the set again at most this often. */
const COOLDOWN_MS = 5000;
/** A set that fails is asked for once in this time. */
const FAILURE_KEPT_MS = 1000;
/** The set is asked for again after this time, by nobody's leave; */
const RENEW_AFTER_MS = 10 * 60_000;
/** and while that fails, the keys that are known hold good this long. */
const LONGEST_USE_MS = 60 * 60_000;

/** The set of keys cannot be had: nothing is known about the token. */
export class KeySetUnavailable extends Error {
  override readonly name = 'KeySetUnavailable';
}

const TOLD_OF_TOKEN = [errors.JWKSNoMatchingKey, errors.JWKSMultipleMatchingKeys, errors.JOSENotSupported];

/** The issuer's keys by HTTP. Rejects with an error of jose when the token names none of them, else KeySetUnavailable. */
export function createKeySet(url: URL): JWTVerifyGetKey {
  let failure: { readonly error: unknown; readonly until: number } | null = null;
  let renewAt = Number.POSITIVE_INFINITY;
  const remote = createRemoteJWKSet(url, {
    timeoutDuration: TIMEOUT_MS,
    cooldownDuration: COOLDOWN_MS,
    cacheMaxAge: LONGEST_USE_MS,
    [customFetch]: async (address, options) => {
      if (failure && performance.now() < failure.until) throw failure.error;
      return fetch(address, options);
    },
  });

  function keepFailure(error: unknown): void {
    if (error !== failure?.error) failure = { error, until: performance.now() + FAILURE_KEPT_MS };
  }

  function scheduleRenewal(): void {
    renewAt = performance.now() + RENEW_AFTER_MS;
  }

  return async (header, token) => {
    if (performance.now() > renewAt) remote.reload().then(scheduleRenewal, keepFailure);
    try {
      const key = await remote(header, token);
      if (renewAt === Number.POSITIVE_INFINITY) scheduleRenewal();
      return key;
    } catch (error) {
      if (TOLD_OF_TOKEN.some((kind) => error instanceof kind)) throw error;
      keepFailure(error);
      throw new KeySetUnavailable('the key set cannot be had', { cause: error });
    }
  };
}
