export interface Wait {
  /** Resolves at the next `wake` of the id, when the time is over, or after `leave`. */
  readonly over: Promise<void>;
  leave(): void;
}

/** Who waits for a send to end, in this process. */
export interface Waiters {
  wait(id: string, milliseconds: number): Wait;
  wake(id: string): void;
  wakeAll(): void;
}

export function createWaiters(): Waiters {
  const waiting = new Map<string, Set<() => void>>();
  const wake = (id: string) => waiting.get(id)?.forEach((leave) => leave());

  return {
    wait(id, milliseconds) {
      const mine = waiting.get(id) ?? new Set();
      waiting.set(id, mine);
      let leave = () => {};
      const over = new Promise<void>((resolve) => {
        leave = () => {
          clearTimeout(timer);
          mine.delete(leave);
          if (mine.size === 0) waiting.delete(id);
          resolve();
        };
        const timer = setTimeout(leave, Math.max(0, milliseconds));
        mine.add(leave);
      });
      return { over, leave };
    },
    wake,
    wakeAll: () => [...waiting.keys()].forEach(wake),
  };
}
