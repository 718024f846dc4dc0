import type { ExpectsCallbacks, WatchedName } from './watch.js';

/**
 * Whether the changes of one watched thing are expected to be called back: not from a read that found a change first
 * until the next callback.
 */
export class CallbackTrust {
  readonly #name: WatchedName;
  readonly #expectsCallbacks: ExpectsCallbacks;
  readonly #onKnown: () => void;
  #isExpected = false;
  #isAsking = false;
  #hasMissed = false;

  /** @param onKnown called when the answer came later, and it is yes */
  constructor(name: WatchedName, expectsCallbacks: ExpectsCallbacks, onKnown: () => void) {
    this.#name = name;
    this.#expectsCallbacks = expectsCallbacks;
    this.#onKnown = onKnown;
    this.#ask();
  }

  #ask(): void {
    if (this.#isExpected || this.#isAsking) return;
    const expected = this.#expectsCallbacks(this.#name);
    if (typeof expected === 'boolean') {
      this.#isExpected = expected;
      return;
    }
    this.#isAsking = true;
    const finish = (answer: boolean): void => {
      this.#isAsking = false;
      this.#isExpected = answer;
      if (answer) this.#onKnown();
    };
    expected.then(finish, () => finish(false)); // it is read as if none were expected
  }

  /** As long as it is not, each use asks again: a read or a callback may have named the campaign or flow of a message. */
  get isExpected(): boolean {
    this.#ask();
    return this.#isExpected && !this.#hasMissed;
  }

  /** A read found a change. */
  missed(): void {
    this.#hasMissed = true;
  }

  called(): void {
    this.#hasMissed = false;
  }
}
