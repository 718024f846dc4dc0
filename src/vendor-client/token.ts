import { MessagingError } from '../errors/error.js';
import { CircuitBreaker, type CircuitState } from './circuit-breaker.js';
import { monotonicClock, type Clock } from './clock.js';
import type { Authorization, Vendor } from './vendor-client.js';
import { waitAtMost } from './wait.js';

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
  readonly now?: Clock;
  readonly onCircuitChange?: (state: CircuitState) => void;
}

interface HeldToken {
  readonly header: string;
  readonly renewAt: number;
  readonly expiresAt: number;
}

/** A token endpoint that fails is asked once in this time, milliseconds. */
const FAILURE_KEPT_MS = 1000;

/**
 * `Authorization: Bearer` with a token that is fetched once however many wait, kept while it lives and renewed ahead.
 * Clocks are compared and no timer runs: lives of 20 years overflow timers.
 */
export function createTokenAuthorization(options: TokenAuthorizationOptions): Authorization {
  const { fetchToken, vendor, timeoutMs = 5000, now = monotonicClock, onCircuitChange } = options;
  const breaker = new CircuitBreaker(vendor, now, onCircuitChange);
  let held: HeldToken | null = null;
  let fetching: Promise<string> | null = null;
  let failure: { readonly error: unknown; readonly until: number } | null = null;

  const fetchAsync = async (): Promise<FetchedToken> => fetchToken(performance.now() + timeoutMs);

  /** The one fetch under way, or a new one unless the last has just failed. */
  function fetchShared(): Promise<string> {
    if (fetching) return fetching;
    if (failure && now() < failure.until) return Promise.reject(failure.error);
    const pass = breaker.enter();
    const fetch = fetchAsync().then(
      (token) => {
        breaker.succeeded(pass);
        failure = null;
        held = holdToken(token, now());
        return held.header;
      },
      (error: unknown) => {
        if (isOutage(error)) breaker.failed(pass, {});
        else breaker.succeeded(pass);
        failure = { error, until: now() + FAILURE_KEPT_MS };
        throw error;
      },
    );
    fetching = fetch;
    const landed = (): void => void (fetching = null);
    fetch.then(landed, landed);
    return fetch;
  }

  async function waitForNew(deadline: number): Promise<string> {
    return waitAtMost(
      fetchShared(),
      deadline - performance.now(),
      () => new MessagingError('UPSTREAM_TIMEOUT', { vendor }),
    );
  }

  return {
    header(deadline) {
      const time = now();
      if (held === null || time >= held.expiresAt) return waitForNew(deadline);
      // Nobody waits for a renewal ahead, and when it fails the token still has some life.
      if (time >= held.renewAt) waitForNew(deadline).catch(() => undefined);
      return held.header;
    },
    renew(used, deadline) {
      if (held && held.header !== used && now() < held.expiresAt) return Promise.resolve(held.header);
      held = null;
      return waitForNew(deadline);
    },
    get circuit() {
      return breaker.state;
    },
  };
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
