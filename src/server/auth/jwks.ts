import { createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey } from 'jose';

const TIMEOUT_MS = 3000;
/** Tokens that name unknown keys, or whose signatures no key verifies, reload the set at most this often. */
const COOLDOWN_MS = 5000;
/** A failed load is not repeated within this time. */
const FAILURE_KEPT_MS = 1000;
/** A set older than this is reloaded in the background, as is any set after a load that failed; */
const RENEW_AFTER_MS = 10 * 60_000;
/** and while that fails its keys are accepted up to this age. */
const MAX_AGE_MS = 60 * 60_000;

/** The set cannot be loaded: nothing is known about the token. */
export class JwksUnavailable extends Error {
  override readonly name = 'JwksUnavailable';
}

export interface Jwks {
  readonly find: JWTVerifyGetKey;
  /** @returns whether the set was loaded anew: not within the cooldown. Rejects with JwksUnavailable */
  reloadIfOld(): Promise<boolean>;
}

/**
 * The issuer's keys (RFC 7517) by HTTP. `find` rejects with JwksUnavailable when the set cannot be loaded; any other
 * rejection is about the token alone: no key fits, several do, or the one that it names cannot be used.
 * @param onChange called once when the set cannot be loaded, with the cause in one or two words, and once when it can be again
 */
export function createJwks(url: URL, onChange: (cause: string | null) => void = () => undefined): Jwks {
  // Every load is started here, to distinguish a failed load from a key that cannot be imported.
  const remote = createRemoteJWKSet(url, {
    timeoutDuration: TIMEOUT_MS,
    cooldownDuration: Number.POSITIVE_INFINITY,
    cacheMaxAge: Number.POSITIVE_INFINITY,
    [customFetch]: fetchOk,
  });
  let loadedAt = Number.NEGATIVE_INFINITY;
  let renewAt = Number.POSITIVE_INFINITY;
  let loading: Promise<void> | null = null;
  let failure: { readonly error: unknown; readonly until: number } | null = null;

  const isOlderThan = (milliseconds: number): boolean => performance.now() - loadedAt >= milliseconds;

  function load(): Promise<void> {
    if (failure && performance.now() < failure.until) return Promise.reject(unavailable(failure.error));
    loading ??= remote
      .reload()
      .then(
        () => {
          if (failure) onChange(null);
          failure = null;
          loadedAt = performance.now();
          renewAt = loadedAt + RENEW_AFTER_MS;
        },
        (error: unknown) => {
          if (!failure) onChange(causeOf(error));
          renewAt = Number.NEGATIVE_INFINITY; // so that the next token shows whether it can be loaded again
          failure = { error, until: performance.now() + FAILURE_KEPT_MS };
          throw unavailable(error);
        },
      )
      .finally(() => (loading = null));
    return loading;
  }

  async function reloadIfOld(): Promise<boolean> {
    if (!isOlderThan(COOLDOWN_MS)) return false;
    await load();
    return true;
  }

  return {
    reloadIfOld,
    async find(header, token) {
      if (isOlderThan(MAX_AGE_MS)) await load();
      else if (performance.now() > renewAt) load().catch(() => undefined); // reported by onChange; the loaded keys serve meanwhile
      try {
        return await remote(header, token);
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey) || !(await reloadIfOld())) throw error;
        return remote(header, token);
      }
    },
  };
}

const unavailable = (cause: unknown): JwksUnavailable => new JwksUnavailable('the key set cannot be loaded', { cause });

/** @throws Error with the status in its `code` for any but 200, which the library does not name */
async function fetchOk(url: string, options: RequestInit): Promise<Response> {
  const response = await fetch(url, options);
  if (response.status === 200) return response;
  await response.body?.cancel();
  throw Object.assign(new Error('the key set is not answered with 200'), { code: `HTTP ${response.status}` });
}

/** In one or two words: messages of errors may quote the answer, or the address. */
function causeOf(error: unknown): string {
  let cause = error;
  while (cause !== null && typeof cause === 'object') {
    const { name, code, cause: inner } = cause as { name?: unknown; code?: unknown; cause?: unknown };
    if (name === 'TimeoutError') return 'NO_ANSWER';
    if (name === 'SyntaxError') return 'NOT_JSON';
    if (code === errors.JWKSInvalid.code) return 'NOT_A_KEY_SET';
    if (typeof code === 'string' && !code.startsWith('ERR_J')) return code;
    cause = inner;
  }
  return 'UNKNOWN';
}
