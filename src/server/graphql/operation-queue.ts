/** More than this many vendor calls make an operation large. */
const MOST_CALLS_OF_A_SMALL_ONE = 8;

interface Waiting {
  readonly calls: number;
  readonly enter: () => void;
}

/**
 * Lets operations begin. While the event loop is saturated only so many run at a time as together may make `fewestCalls`
 * vendor calls; the others wait here, where they hold next to nothing. More of them under way would not be answered
 * sooner: each would live longer, and all that it makes meanwhile would be copied again and again by the collector.
 * Small ones go first, so that no large one is in their way.
 */
export class OperationQueue {
  readonly #fewestCalls: number;
  readonly #small: Waiting[] = [];
  readonly #large: Waiting[] = [];
  #maxCalls = Number.POSITIVE_INFINITY;
  #calls = 0;

  constructor(fewestCalls: number) {
    this.#fewestCalls = fewestCalls;
  }

  /**
   * Hears regularly how the event loop does. One that has time again gets twice as many calls each time it is heard of:
   * a short rest must not let in all who wait.
   */
  adapt(isSaturated: boolean): void {
    this.#maxCalls = isSaturated ? this.#fewestCalls : 2 * this.#maxCalls;
    this.#look();
  }

  get waiting(): number {
    return this.#small.length + this.#large.length;
  }

  /**
   * Whoever has entered must `leave` with the same number.
   * @param calls that the operation may make
   * @returns null when it may begin at once
   */
  enter(calls: number): Promise<void> | null {
    if (!this.#mustWait(calls)) {
      this.#calls += calls;
      return null;
    }
    const queue = calls > MOST_CALLS_OF_A_SMALL_ONE ? this.#large : this.#small;
    return new Promise((enter) => queue.push({ calls, enter }));
  }

  leave(calls: number): void {
    this.#calls -= calls;
    this.#look();
  }

  /** Lets in whom it can. */
  #look(): void {
    for (let queue = this.#next(); queue[0] && !this.#mustWait(queue[0].calls); queue = this.#next()) {
      const { calls, enter } = queue.shift()!;
      this.#calls += calls;
      enter();
    }
  }

  #next(): Waiting[] {
    return this.#small.length > 0 ? this.#small : this.#large;
  }

  #mustWait(calls: number): boolean {
    return this.#calls > 0 && this.#calls + calls > this.#maxCalls;
  }
}
