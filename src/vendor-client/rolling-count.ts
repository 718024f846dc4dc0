import type { Clock } from '../clock.js';

const SECONDS = 10;

/** Counts events of the last ten seconds, with a resolution of one second, in constant memory. */
export class RollingCount {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #counts = new Array<number>(SECONDS).fill(0);
  #second = 0;

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
    this.#second = this.#currentSecond();
  }

  add(): void {
    this.#advance();
    this.#counts[this.#second % SECONDS]!++;
  }

  total(): number {
    this.#advance();
    return this.#counts.reduce((sum, count) => sum + count, 0);
  }

  clear(): void {
    this.#counts.fill(0);
  }

  #advance(): void {
    const second = this.#currentSecond();
    if (second === this.#second) return;
    const passed = Math.min(SECONDS, second - this.#second);
    for (let i = 1; i <= passed; i++) this.#counts[(this.#second + i) % SECONDS] = 0;
    this.#second = second;
  }

  #currentSecond(): number {
    return Math.floor(this.#clock.now() / 1000);
  }
}
