/** A run that others may wait for. */
interface Inflight<Key, Result> {
  readonly key: Key;
  readonly result: Promise<Result>;
  /** The result as those who joined get it; made for the first of them. */
  shared: Promise<Result> | null;
  readonly cancel: () => void;
  /** Those who have not left. */
  waiters: number;
}

export interface SingleFlightOptions<Key, Result> {
  /** A part of the key that nearly always differs between keys. */
  readonly textOf: (key: Key) => string;
  /** Whether two keys of the same text have the same result. */
  readonly isSame: (a: Key, b: Key) => boolean;
  /** What those who joined get for the result. */
  readonly share: (result: Result) => Result;
  /** Has a callback called when the one who asked no longer waits. */
  readonly onLeave: (key: Key, callback: () => void) => void;
}

/**
 * Runs identical requests in flight once: later ones wait for the result of the first. A run without a waiter is
 * cancelled.
 */
export class SingleFlight<Key, Result> {
  readonly #options: SingleFlightOptions<Key, Result>;
  /** By text: few keys have the same text and differ in the rest. */
  readonly #inflight = new Map<string, Inflight<Key, Result>[]>();

  constructor(options: SingleFlightOptions<Key, Result>) {
    this.#options = options;
  }

  /** The result of an identical run in flight. */
  join(key: Key): Promise<Result> | undefined {
    const { textOf, isSame, share } = this.#options;
    const inflight = this.#inflight.get(textOf(key))?.find((other) => isSame(other.key, key));
    if (!inflight) return undefined;
    inflight.waiters += 1;
    this.#cancelWhenAllLeave(inflight, key);
    return (inflight.shared ??= inflight.result.then(share));
  }

  /** Lets others join a run until it has ended. */
  start(key: Key, result: Promise<Result>, cancel: () => void): Promise<Result> {
    const text = this.#options.textOf(key);
    const inflight: Inflight<Key, Result> = { key, result, shared: null, cancel, waiters: 1 };
    const same = this.#inflight.get(text) ?? [];
    same.push(inflight);
    this.#inflight.set(text, same);
    const finish = (): void => this.#remove(inflight);
    result.then(finish, finish);
    this.#cancelWhenAllLeave(inflight, key);
    return result;
  }

  #cancelWhenAllLeave(inflight: Inflight<Key, Result>, key: Key): void {
    this.#options.onLeave(key, () => {
      inflight.waiters -= 1;
      if (inflight.waiters > 0) return;
      this.#remove(inflight); // so that it is not joined from now on
      inflight.cancel();
    });
  }

  #remove(inflight: Inflight<Key, Result>): void {
    const text = this.#options.textOf(inflight.key);
    const same = this.#inflight.get(text);
    const index = same?.indexOf(inflight) ?? -1;
    if (!same || index < 0) return;
    // A Map that has grown leaves its old table in the old generation: an emptied list keeps nothing alive there.
    same.splice(index, 1);
    if (same.length === 0) this.#inflight.delete(text);
  }
}
