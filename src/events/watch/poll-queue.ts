/** Runs the reads of everything that is watched, so many at a time: queries need the vendor's connections too. */
export class PollQueue {
  readonly #most: number;
  readonly #waiting: (() => Promise<void>)[] = [];
  #running = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** @param read never rejects */
  add(read: () => Promise<void>): void {
    this.#waiting.push(read);
    this.#start();
  }

  #start(): void {
    while (this.#running < this.#most) {
      const read = this.#waiting.shift();
      if (!read) return;
      this.#running += 1;
      void read().finally(() => {
        this.#running -= 1;
        this.#start();
      });
    }
  }
}
