/** So many refusals in a second are a crowd, which stays one as long as the next second. */
const CROWD = 50;
const SECOND_MS = 1000;

/** Counts the operations that run, so that more than a server can finish are refused. */
export class OperationGate {
  readonly #limit: number;
  #running = 0;
  #sends = 0;
  #second = 0;
  #refusals = 0;
  #refusalsBefore = 0;
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

  /**
   * Whether there is a crowd before a full server. Those who ask what is being answered already could be let in, but
   * to tell them from others costs reading every request, which a crowd makes too dear.
   */
  get isCrowded(): boolean {
    if (!this.isFull) return false;
    this.#advance();
    return Math.max(this.#refusals, this.#refusalsBefore) >= CROWD;
  }

  /** Hears of a request that was refused because it is full. */
  refused(): void {
    this.#advance();
    this.#refusals += 1;
  }

  #advance(): void {
    const second = Math.floor(performance.now() / SECOND_MS);
    if (second === this.#second) return;
    this.#refusalsBefore = second === this.#second + 1 ? this.#refusals : 0;
    this.#refusals = 0;
    this.#second = second;
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
