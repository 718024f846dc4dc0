/** Counts the operations that run, so that more than a server can finish are refused at the door. */
export class OperationGate {
  readonly #limit: number;
  #running = 0;
  #sends = 0;
  #waiting: (() => void)[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  get running(): number {
    return this.#running;
  }

  get isFull(): boolean {
    return this.#running >= this.#limit;
  }

  /** Counts what runs until it has ended, whether or not anybody still waits for its answer. */
  watch(run: Promise<unknown>, isSend: boolean): void {
    this.#running += 1;
    if (isSend) this.#sends += 1;
    const leave = (): void => {
      this.#running -= 1;
      if (isSend) this.#sends -= 1;
      if (this.#sends === 0) for (const tell of this.#waiting.splice(0)) tell();
    };
    run.then(leave, leave);
  }

  /** Resolves when no send is under way. */
  async sendsDone(): Promise<void> {
    if (this.#sends > 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }
}
