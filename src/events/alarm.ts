import type { Clock, Timer } from '../clock.js';

/** One timer that can be set again. */
export class Alarm {
  readonly #clock: Clock;
  readonly #ring: () => void;
  #timer: Timer | undefined;

  constructor(clock: Clock, ring: () => void) {
    this.#clock = clock;
    this.#ring = ring;
  }

  get isSet(): boolean {
    return this.#timer !== undefined;
  }

  /** In the place of the time that was set before. */
  set(milliseconds: number): void {
    this.clear();
    this.#timer = this.#clock.setTimeout(Alarm.#rang, milliseconds, this as Alarm);
  }

  clear(): void {
    if (this.#timer === undefined) return;
    this.#clock.clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  static #rang(alarm: Alarm): void {
    alarm.#timer = undefined;
    alarm.#ring();
  }
}
