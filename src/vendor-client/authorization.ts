import { MessagingError } from '../errors/error.js';
import { CircuitBreaker, type CircuitState } from './circuit-breaker.js';
import { systemClock, type Clock } from '../clock.js';
import { waitAtMost } from '../wait-at-most.js';
import type { Authorization, Vendor } from './vendor-client.js';

/** HTTP Basic (RFC 7617), in UTF-8: one header for all calls, never renewed. */
export function createBasicAuthorization(login: string, password: string): Authorization {
  const header = `Basic ${Buffer.from(`${login}:${password}`).toString('base64')}`;
  return { header: () => header, renew: null };
}

export interface FetchedToken {
  readonly value: string;
  /** As the vendor says; 0, negative and unreadable values are read as one second. */
  readonly expiresInSeconds: number;
}

export interface TokenAuthorizationOptions {
  /** One request for a token. @throws MessagingError */
  readonly fetchToken: (deadline: number) => Promise<FetchedToken>;
  readonly vendor?: Vendor;
  /** Deadline of one fetch, milliseconds. */
  readonly timeoutMs?: number;
  readonly clock?: Clock;
  readonly onCircuitChange?: (state: CircuitState) => void;
}

interface CurrentToken {
  readonly header: string;
  readonly renewAt: number;
  readonly expiresAt: number;
}

/** A token endpoint that failed is not called again for this time, or for its `Retry-After` if that is longer. */
const FAILURE_SECONDS = 1;

/**
 * `Authorization: Bearer` with a token that concurrent calls fetch once, use until it expires, and renew before that.
 * Expiry is compared with the clock, without a timer: a lifetime of 20 years overflows one.
 */
export function createTokenAuthorization(options: TokenAuthorizationOptions): Authorization {
  const { fetchToken, vendor, timeoutMs = 5000, clock = systemClock, onCircuitChange } = options;
  const breaker = new CircuitBreaker(vendor, clock, onCircuitChange);
  let current: CurrentToken | null = null;
  let fetching: Promise<string> | null = null;
  let failure: { readonly error: unknown; readonly until: number } | null = null;

  const fetchAsync = async (): Promise<FetchedToken> => fetchToken(clock.now() + timeoutMs);

  /** Joins the fetch in flight, or starts one unless the last has just failed. */
  function fetchShared(): Promise<string> {
    if (fetching) return fetching;
    if (failure && clock.now() < failure.until)
      return Promise.reject(repeated(failure.error, failure.until - clock.now()));
    const pass = breaker.enter();
    const fetch = fetchAsync().then(
      (token) => {
        breaker.succeeded(pass);
        failure = null;
        current = currentToken(token, clock.now());
        return current.header;
      },
      (error: unknown) => {
        if (isOutage(error)) breaker.failed(pass, {});
        else breaker.succeeded(pass);
        failure = { error, until: clock.now() + 1000 * secondsToWait(error) };
        throw error;
      },
    );
    fetching = fetch;
    const finish = (): void => void (fetching = null);
    fetch.then(finish, finish);
    return fetch;
  }

  async function waitForNew(deadline: number): Promise<string> {
    return waitAtMost(
      clock,
      fetchShared(),
      deadline - clock.now(),
      () => new MessagingError('UPSTREAM_TIMEOUT', { vendor }),
    );
  }

  return {
    header(deadline) {
      const time = clock.now();
      if (current === null || time >= current.expiresAt) return waitForNew(deadline);
      // No call waits for a renewal ahead of expiry; if it fails, the token is still valid for a while.
      if (time >= current.renewAt) waitForNew(deadline).catch(() => undefined);
      return current.header;
    },
    renew(used, deadline) {
      if (current && current.header !== used && clock.now() < current.expiresAt) return Promise.resolve(current.header);
      current = null;
      return waitForNew(deadline);
    },
    get circuit() {
      return breaker.state;
    },
  };
}

const waitOf = (error: unknown): number | undefined =>
  error instanceof MessagingError ? error.details.retryAfterSeconds : undefined;

const secondsToWait = (error: unknown): number => Math.max(FAILURE_SECONDS, waitOf(error) ?? 0);

/** The failure of the last fetch, with the seconds that are left to wait. */
function repeated(error: unknown, remainingMs: number): unknown {
  if (!(error instanceof MessagingError) || waitOf(error) === undefined) return error;
  return new MessagingError(error.code, { ...error.details, retryAfterSeconds: Math.ceil(remainingMs / 1000) });
}

const MIN_LIFETIME_SECONDS = 1;
const RENEW_AHEAD_SECONDS = 30;

function currentToken({ value, expiresInSeconds }: FetchedToken, now: number): CurrentToken {
  const lifetime = usableLifetime(expiresInSeconds);
  return { header: `Bearer ${value}`, renewAt: now + renewAfter(lifetime) * 1000, expiresAt: now + lifetime * 1000 };
}

/** At least a second, so that not every call fetches a token. */
const usableLifetime = (seconds: number): number =>
  Number.isFinite(seconds) ? Math.max(MIN_LIFETIME_SECONDS, seconds) : MIN_LIFETIME_SECONDS;

/** After nine tenths of the lifetime; of one above a minute, at the latest half a minute before its end. */
const renewAfter = (lifetime: number): number =>
  lifetime > 2 * RENEW_AHEAD_SECONDS ? Math.min(0.9 * lifetime, lifetime - RENEW_AHEAD_SECONDS) : 0.9 * lifetime;

const isOutage = (error: unknown): boolean =>
  error instanceof MessagingError && (error.code === 'UPSTREAM_UNAVAILABLE' || error.code === 'UPSTREAM_TIMEOUT');
