/** Counts against one number a minute, by name. A minute begins with the first count. */
export interface Counter {
  /** Counts one. @returns null, or how long to wait where that was one too many, milliseconds */
  take(name: string): Promise<number | null>;
  /** Counts, and refuses nothing. */
  add(name: string, amount: number): Promise<void>;
  /** @returns null, or how long to wait where all is spent, milliseconds */
  waitWhenSpent(name: string): Promise<number | null>;
}

export const MINUTE_SECONDS = 60;
