import type { FetchedToken } from '../../vendor-client/authorization.js';
import type { TokenGrant } from './messages.js';

/** One token for each account, whichever worker fetched it. */
export interface TokenBroker {
  /**
   * @param held the number of the token that the worker has; a newer one is wanted. 0 for none
   * @param forMs how long the worker may take to fetch one
   * @returns a token, or the right to fetch one, which one worker has at a time
   */
  request(worker: number, account: string, held: number, forMs: number): Promise<TokenGrant>;
  /** @param token null where it could not be fetched: the next worker that waits may try */
  fetched(account: string, number: number, token: FetchedToken | null): void;
  /** The right to fetch passes on from a worker that has ended. */
  ended(worker: number): void;
}

interface Waiter {
  readonly worker: number;
  readonly held: number;
  readonly forMs: number;
  readonly resolve: (grant: TokenGrant) => void;
}

interface Account {
  known: { readonly number: number; readonly value: string; readonly expiresAt: number } | null;
  fetch: { readonly number: number; readonly worker: number; readonly timer: NodeJS.Timeout } | null;
  last: number;
  waiting: Waiter[];
}

/** Beyond the time of a fetch, before another worker may try, milliseconds. */
const MARGIN_MS = 1000;
/** A token that is shorter valid is fetched anew. */
const LEAST_SECONDS = 1;

export function createTokenBroker(now: () => number = () => performance.now()): TokenBroker {
  const accounts = new Map<string, Account>();

  function accountOf(name: string): Account {
    let account = accounts.get(name);
    if (!account) accounts.set(name, (account = { known: null, fetch: null, last: 0, waiting: [] }));
    return account;
  }

  /** Answers those that wait, as far as it is possible now. */
  function serve(account: Account): void {
    const { known, waiting } = account;
    account.waiting = [];
    const secondsLeft = known ? (known.expiresAt - now()) / 1000 : 0;
    for (const waiter of waiting) {
      if (known && known.number > waiter.held && secondsLeft >= LEAST_SECONDS)
        waiter.resolve({ number: known.number, token: { value: known.value, expiresInSeconds: secondsLeft } });
      else if (account.fetch) account.waiting.push(waiter);
      else grant(account, waiter);
    }
  }

  function grant(account: Account, { worker, forMs, resolve }: Waiter): void {
    const number = ++account.last;
    const timer = setTimeout(() => release(account, number), forMs + MARGIN_MS).unref();
    account.fetch = { number, worker, timer };
    resolve({ number, token: null });
  }

  function release(account: Account, number: number): void {
    if (account.fetch?.number !== number) return;
    clearTimeout(account.fetch.timer);
    account.fetch = null;
    serve(account);
  }

  return {
    request: (worker, name, held, forMs) =>
      new Promise((resolve) => {
        const account = accountOf(name);
        account.waiting.push({ worker, held, forMs, resolve });
        serve(account);
      }),
    fetched(name, number, token) {
      const account = accountOf(name);
      if (token && number > (account.known?.number ?? 0))
        account.known = { number, value: token.value, expiresAt: now() + 1000 * token.expiresInSeconds };
      release(account, number);
    },
    ended(worker) {
      for (const account of accounts.values()) {
        account.waiting = account.waiting.filter((waiter) => waiter.worker !== worker);
        if (account.fetch?.worker === worker) release(account, account.fetch.number);
      }
    },
  };
}
