import type { ExpectsCallbacks, WatchedName } from './watch.js';

/** Whether the changes of one watched thing are expected to be called back: not from a read that found a change first until the next callback. */
export class CallbackTrust {
  #isExpected = false;
  #hasMissed = false;

  /** @param onKnown called when the answer came later, and it is yes */
  constructor(name: WatchedName, expectsCallbacks: ExpectsCallbacks, onKnown: () => void) {
    const expected = expectsCallbacks(name);
    if (typeof expected === 'boolean') {
      this.#isExpected = expected;
      return;
    }
    expected.then(
      (answer) => {
        this.#isExpected = answer;
        if (answer) onKnown();
      },
      () => undefined, // it is read as if none were expected
    );
  }

  get isExpected(): boolean {
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
