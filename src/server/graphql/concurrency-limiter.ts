import { FairShare } from './fair-share.js';

/** So many refusals in a second are an overload, which lasts until the end of the next second. */
const OVERLOAD_REFUSALS = 50;
const SECOND_MS = 1000;

export interface ConcurrencyLimits {
  /** Operations at once. */
  readonly limit: number;
  /** How many tenants share them, see FairShare. */
  readonly tenants: number;
}

/**
 * Counts the operations that run, so that more than a server can finish are refused. Mutations of a tenant hold half of
 * what it may hold at most: repeats of a send wait as long as the vendor does, and reads must not wait with them.
 */
export class ConcurrencyLimiter {
  readonly #limit: number;
  readonly #running: FairShare;
  readonly #mutations: FairShare;
  #second = 0;
  #refusals = 0;
  #refusalsBefore = 0;
  #waitingForMutations: (() => void)[] = [];

  constructor({ limit, tenants }: ConcurrencyLimits) {
    this.#limit = limit;
    this.#running = new FairShare(tenants);
    this.#mutations = new FairShare(tenants);
  }

  get running(): number {
    return this.#running.total;
  }

  /** Whether one more operation of a tenant may run. */
  allows(tenant: string, isMutation: boolean): boolean {
    return (
      this.#running.allows(tenant, 1, this.#limit) &&
      (!isMutation || this.#mutations.allows(tenant, 1, Math.ceil(this.#limit / 2)))
    );
  }

  get tenants(): number {
    return this.#running.tenants;
  }

  /**
   * Whether a request is refused before its body is read: while many operations a second are refused, that costs least.
   * @param tenant null before the caller is identified; a server of several tenants then refuses nothing
   */
  shedsLoad(tenant: string | null): boolean {
    if (tenant === null && this.tenants > 1) return false;
    if (this.#running.allows(tenant ?? '', 1, this.#limit)) return false;
    this.#advance();
    return Math.max(this.#refusals, this.#refusalsBefore) >= OVERLOAD_REFUSALS;
  }

  /** Counts a request that was refused because too many run. */
  countRefusal(): void {
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

  /** Counts a run until it has ended, whether or not its caller still waits. */
  watch(tenant: string, isMutation: boolean, run: Promise<unknown>): void {
    this.#running.take(tenant, 1);
    if (isMutation) this.#mutations.take(tenant, 1);
    const finish = (): void => {
      this.#running.giveBack(tenant, 1);
      if (!isMutation) return;
      this.#mutations.giveBack(tenant, 1);
      if (this.#mutations.total === 0) for (const resolve of this.#waitingForMutations.splice(0)) resolve();
    };
    run.then(finish, finish);
  }

  /** Resolves when no mutation runs. */
  async mutationsDone(): Promise<void> {
    if (this.#mutations.total > 0) await new Promise<void>((resolve) => this.#waitingForMutations.push(resolve));
  }
}
