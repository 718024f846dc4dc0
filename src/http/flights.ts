import type { Kept } from './read-cache.js';

/** A read under way that others who ask the same may join. */
export interface Flight {
  /** When it ends at the latest, whoever still waits for it; on the clock of `performance.now()`, milliseconds. */
  readonly deadline: number;
  readonly landing: Promise<Kept>;
}

/** Reads under way by what they ask. */
export class Flights {
  readonly #underWay = new Map<string, Flight>();

  find(key: string): Flight | undefined {
    return this.#underWay.get(key);
  }

  /**
   * Starts a flight. It takes the place of an older one, which still serves those who joined it.
   * @param land told the value when no younger flight has taken over in the meantime
   */
  start(key: string, deadline: number, fly: () => Promise<Kept>, land: (kept: Kept) => void): Flight {
    const flight: Flight = { deadline, landing: fly() };
    this.#underWay.set(key, flight);
    flight.landing.then(
      (kept) => {
        if (this.#remove(key, flight)) land(kept);
      },
      () => this.#remove(key, flight),
    );
    return flight;
  }

  /** Nobody joins these any more and their values are not remembered. */
  forget(matches: (key: string) => boolean): void {
    for (const key of [...this.#underWay.keys()]) if (matches(key)) this.#underWay.delete(key);
  }

  get size(): number {
    return this.#underWay.size;
  }

  #remove(key: string, flight: Flight): boolean {
    return this.#underWay.get(key) === flight && this.#underWay.delete(key);
  }
}
