/** Runs tasks of one name one after another, tasks of different names side by side. */
export interface Turns {
  take<Result>(name: string, task: () => Promise<Result>): Promise<Result>;
  /** Resolves when nothing runs or waits any more. */
  idle(): Promise<void>;
}

export function createTurns(): Turns {
  const tails = new Map<string, Promise<void>>();

  return {
    take(name, task) {
      const result = (tails.get(name) ?? Promise.resolve()).then(task);
      const tail = result.then(
        () => {},
        () => {}, // the next in line does not care; the caller holds `result`
      );
      tails.set(name, tail);
      void tail.then(() => {
        if (tails.get(name) === tail) tails.delete(name);
      });
      return result;
    },
    async idle() {
      while (tails.size > 0) await Promise.all(tails.values());
    },
  };
}
