import type { Redis } from 'ioredis';
import { DISCONNECTED, storeFault } from './store-fault.js';

/** Why Redis is away, for the log: the last error of its connections since they were ready says it, a close alone does not. */
export class RedisOutage {
  #word: string | null = null;
  #report: ((cause: string) => void) | null = null;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;
  readonly #causeMs: number;

  /** @param connectTimeoutMs half of it is waited after a close for the error with which the connection cannot be made again */
  constructor(connectTimeoutMs: number) {
    this.#causeMs = connectTimeoutMs / 2;
  }

  /** To be called before the connection is made. */
  watch(redis: Redis): void {
    redis.on('error', (error: Error) => this.#failed(storeFault(error)));
    redis.on('ready', () => (this.#word = null));
  }

  /**
   * Wraps what reports the states of a store: one whose connection was closed is reported with what the next attempt to
   * connect says, or in time as DISCONNECTED; the states after it come later.
   */
  explain<State>(report: (state: State, cause: string | null) => void): (state: State, cause: string | null) => void {
    return (state, cause) => {
      if (this.#isClosed) return;
      this.#settle(DISCONNECTED);
      if (cause !== DISCONNECTED) return report(state, cause);
      if (this.#word !== null) return report(state, this.#word);
      this.#report = (known) => report(state, known);
      this.#timer = setTimeout(() => this.#settle(DISCONNECTED), this.#causeMs).unref();
    };
  }

  /** Reports what waits. What fails later was under way as its store closed, and is no outage. */
  close(): void {
    this.#settle(DISCONNECTED);
    this.#isClosed = true;
  }

  #settle(cause: string): void {
    clearTimeout(this.#timer);
    const report = this.#report;
    this.#report = null;
    report?.(cause);
  }

  #failed(word: string): void {
    if (word === DISCONNECTED) return; // what follows the first error
    this.#word = word;
    this.#settle(word);
  }
}
