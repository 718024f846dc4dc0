/** Counts amounts by name in windows of a minute. A window starts with its first amount. */
export interface RateStore {
  /**
   * Takes the amount where the window holds at most `limit` with it; 0 only asks.
   * @returns null when it fits; else how long until the window ends, milliseconds
   */
  take(name: string, amount: number, limit: number): Promise<number | null>;
  /** Adds without a limit, or gives back with a negative amount: never below zero, and nothing once the window has ended. */
  adjust(name: string, amount: number): void;
}

export const WINDOW_MS = 60_000;
