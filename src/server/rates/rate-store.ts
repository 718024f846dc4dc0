import { LRUCache } from 'lru-cache';

/** What was counted of one name, and when that ends. */
export interface RateWindow {
  readonly taken: number;
  /** On the clock of `performance.now()`. */
  readonly until: number;
}

/** Counts amounts by name in windows of a minute. A window starts with its first amount. */
export interface RateStore {
  /**
   * Takes the amount where the window holds at most `limit` with it; 0 only asks.
   * @returns null when it fits; else how long until the window ends, milliseconds
   */
  take(name: string, amount: number, limit: number): Promise<number | null>;
  /** Adds without a limit, or gives back with a negative amount: never below zero, and nothing once the window has ended. */
  adjust(name: string, amount: number): void;
  /** The running window as this process knows it, without asking anyone; null where none runs. */
  known(name: string): RateWindow | null;
}

export const WINDOW_MS = 60_000;

/**
 * The number of names is unbounded: an issuer may sign tokens for any number of subjects, and a network has more addresses than
 * there is memory. Beyond this many, the one used least recently is forgotten and starts anew.
 */
export const MAX_NAMES = 10_000;

/** Counts in this process alone. */
export function createMemoryRateStore(): RateStore {
  const windows = new LRUCache<string, { -readonly [Key in keyof RateWindow]: RateWindow[Key] }>({ max: MAX_NAMES });

  function find(name: string) {
    const window = windows.get(name);
    return window && performance.now() < window.until ? window : null;
  }
  function add(name: string, running: ReturnType<typeof find>, amount: number): void {
    if (running) running.taken = Math.max(0, running.taken + amount);
    else if (amount > 0) windows.set(name, { taken: amount, until: performance.now() + WINDOW_MS });
  }
  return {
    async take(name, amount, limit) {
      const running = find(name);
      if (running && running.taken + amount > limit) return running.until - performance.now();
      add(name, running, amount);
      return null;
    },
    adjust: (name, amount) => add(name, find(name), amount),
    known: find,
  };
}
