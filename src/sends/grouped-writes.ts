import type { Change } from './shelf.js';

/** One write at a time; what arrives meanwhile goes together into the next, so that many share one wait for the disk. */
export interface GroupedWrites {
  add(changes: readonly Change[]): Promise<void>;
  idle(): Promise<void>;
}

interface Waiting {
  readonly changes: readonly Change[];
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export function createGroupedWrites(write: (changes: readonly Change[]) => Promise<void>): GroupedWrites {
  let waiting: Waiting[] = [];
  let running: Promise<void> | null = null;

  async function drain(): Promise<void> {
    while (waiting.length > 0) {
      const group = waiting;
      waiting = [];
      await write(group.flatMap(({ changes }) => changes)).then(
        () => group.forEach(({ resolve }) => resolve()),
        (error: unknown) => group.forEach(({ reject }) => reject(error)),
      );
    }
    running = null;
  }

  return {
    add: (changes) =>
      new Promise((resolve, reject) => {
        waiting.push({ changes, resolve, reject });
        running ??= drain();
      }),
    idle: async () => void (await running),
  };
}
