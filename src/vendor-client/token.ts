import { MessagingError } from '../errors/error.js';
import { CircuitBreaker, type CircuitState } from './circuit-breaker.js';
import { systemClock, waitAtMost, type Clock } from './clock.js';
import type { Authorization, Vendor } from './vendor-client.js';

export interface FetchedToken {
  readonly value: string;
  /** What is left of its life, as the vendor says; nonsense is taken for a short life. */
  readonly expiresInSeconds: number;
}

export interface TokenAuthorizationOptions {
  /** One request for a token. @throws MessagingError */
  readonly fetchToken: (deadline: number) => Promise<FetchedToken>;
  readonly vendor?: Vendor;
  /** Deadline of one fetch, whoever waits for it, milliseconds. */
  readonly timeoutMs?: number;
  readonly clock?: Clock;
  readonly onCircuitChange?: (state: CircuitState) => void;
}

interface HeldToken {
  readonly header: string;
  readonly renewAt: number;
  readonly expiresAt: number;
}

/** A token endpoint that fails is asked once in this time, or in what it says under `Retry-After` if that is longer. */
const FAILURE_KEPT_SECONDS = 1;

/**
 * `Authorization: Bearer` with a token that is fetched once however many wait, kept while it lives and renewed ahead.
 * Clocks are compared and no timer runs: lives of 20 years overflow timers.
 */
export function createTokenAuthorization(options: TokenAuthorizationOptions): Authorization {
  const { fetchToken, vendor, timeoutMs = 5000, clock = systemClock, onCircuitChange } = options;
  const breaker = new CircuitBreaker(vendor, clock, onCircuitChange);
  let held: HeldToken | null = null;
  let fetching: Promise<string> | null = null;
  let failure: { readonly error: unknown; readonly until: number } | null = null;

  const fetchAsync = async (): Promise<FetchedToken> => fetchToken(clock.now() + timeoutMs);

  /** The one fetch under way, or a new one unless the last has just failed. */
  function fetchShared(): Promise<string> {
    if (fetching) return fetching;
    if (failure && clock.now() < failure.until)
      return Promise.reject(repeated(failure.error, failure.until - clock.now()));
    const pass = breaker.enter();
    const fetch = fetchAsync().then(
      (token) => {
        breaker.succeeded(pass);
        failure = null;
        held = holdToken(token, clock.now());
        return held.header;
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
      if (held === null || time >= held.expiresAt) return waitForNew(deadline);
      // Nobody waits for a renewal ahead, and when it fails the token still has some life.
      if (time >= held.renewAt) waitForNew(deadline).catch(() => undefined);
      return held.header;
    },
    renew(used, deadline) {
      if (held && held.header !== used && clock.now() < held.expiresAt) return Promise.resolve(held.header);
      held = null;
      return waitForNew(deadline);
    },
    get circuit() {
      return breaker.state;
    },
  };
}

const waitOf = (error: unknown): number | undefined =>
  error instanceof MessagingError ? error.details.retryAfterSeconds : undefined;

const secondsToWait = (error: unknown): number => Math.max(FAILURE_KEPT_SECONDS, waitOf(error) ?? 0);

/** The failure of a fetch, for a caller that comes while it is not repeated: what is left of a wait is counted down. */
function repeated(error: unknown, leftMs: number): unknown {
  if (!(error instanceof MessagingError) || waitOf(error) === undefined) return error;
  return new MessagingError(error.code, { ...error.details, retryAfterSeconds: Math.ceil(leftMs / 1000) });
}

const SHORTEST_LIFE_SECONDS = 1;
const RENEW_AHEAD_SECONDS = 30;

function holdToken({ value, expiresInSeconds }: FetchedToken, now: number): HeldToken {
  const life = usableLife(expiresInSeconds);
  return { header: `Bearer ${value}`, renewAt: now + renewAfter(life) * 1000, expiresAt: now + life * 1000 };
}

/** 0, negative and unreadable lives: a second, in which the vendor is not asked for a token with every call. */
const usableLife = (seconds: number): number =>
  Number.isFinite(seconds) ? Math.max(SHORTEST_LIFE_SECONDS, seconds) : SHORTEST_LIFE_SECONDS;

/** Nine tenths of the life, or half a minute before its end where that is earlier and the life is long. */
const renewAfter = (life: number): number =>
  life > 2 * RENEW_AHEAD_SECONDS ? Math.min(0.9 * life, life - RENEW_AHEAD_SECONDS) : 0.9 * life;

const isOutage = (error: unknown): boolean =>
  error instanceof MessagingError && (error.code === 'UPSTREAM_UNAVAILABLE' || error.code === 'UPSTREAM_TIMEOUT');
