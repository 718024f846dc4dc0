import type { Clock, Timer } from '../clock.js';

/** One timer that can be set again. */
export class RestartableTimer {
  readonly #clock: Clock;
  readonly #callback: () => void;
  #timer: Timer | undefined;

  constructor(clock: Clock, callback: () => void) {
    this.#clock = clock;
    this.#callback = callback;
  }

  get isSet(): boolean {
    return this.#timer !== undefined;
  }

  /** In the place of the time that was set before. */
  set(milliseconds: number): void {
    this.clear();
    this.#timer = this.#clock.setTimeout(RestartableTimer.#expired, milliseconds, this as RestartableTimer);
  }

  clear(): void {
    if (this.#timer === undefined) return;
    this.#clock.clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  static #expired(timer: RestartableTimer): void {
    timer.#timer = undefined;
    timer.#callback();
  }
}
