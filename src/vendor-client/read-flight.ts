import type { MessagingError } from '../errors/error.js';
import type { Operation } from '../operation.js';
import type { Admission } from './admission.js';
import type { Authorized } from './authorized.js';
import type { Waiter } from './bulkhead.js';
import type { Pass } from './circuit-breaker.js';
import type { Outcome, OutcomeTaker } from './exchange.js';
import { Fault } from './fault.js';
import type { RequestHeaders } from './request-headers.js';
import type { RetryBudget } from './retry-budget.js';
import { mayPass, retryDelay } from './retry-rule.js';
import type { Transport } from './transport.js';
import type { VendorAnswer, VendorRead } from './vendor-client.js';
import type { VendorCall } from './vendor-call.js';

/** What all reads of one client share on their way out. */
export interface ReadRoute {
  readonly admission: Admission;
  readonly authorized: Authorized;
  readonly budget: RetryBudget;
  readonly transport: Transport;
  readonly headers: RequestHeaders;
}

/** Somebody who waits for a flight to land. */
export interface Passenger {
  readonly operation: Operation;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/**
 * One read on its way: let in, authorized, asked, asked again where the rules allow it, all by one deadline; then it
 * lands once for everyone on board. Every step calls the next one back: no promise stands between a vendor's answer
 * and those who wait for it.
 */
export class ReadFlight implements Waiter, OutcomeTaker {
  readonly key: string;
  readonly read: VendorRead<unknown>;
  readonly call: VendorCall;
  readonly deadline: number;
  readonly #route: ReadRoute;
  readonly #land: (flight: ReadFlight, outcome: Outcome) => void;
  readonly #passengers: Passenger[] = [];
  #pass: Pass = 'CALL';
  #header = '';
  #isRenewed = false;
  #retries = 0;

  /**
   * @param deadline when it lands at the latest, on the clock of `performance.now()`, milliseconds
   * @param land told once how it ended: an answer of any status, or an Error
   */
  constructor(
    key: string,
    read: VendorRead<unknown>,
    call: VendorCall,
    deadline: number,
    route: ReadRoute,
    land: (flight: ReadFlight, outcome: Outcome) => void,
  ) {
    this.key = key;
    this.read = read;
    this.call = call;
    this.deadline = deadline;
    this.#route = route;
    this.#land = land;
  }

  board(passenger: Passenger): void {
    this.#passengers.push(passenger);
  }

  /**
   * Those on board, who are so no longer: a map that once held a flight may still be alive in the old generation, and
   * with it all that the flight holds, until the next full collection.
   */
  alight(): Passenger[] {
    return this.#passengers.splice(0);
  }

  depart(): void {
    const { admission } = this.#route;
    try {
      this.#pass = admission.pass(this.call);
    } catch (error) {
      return this.#land(this, error as Error);
    }
    admission.enter(this.call, this);
  }

  refused(error: MessagingError): void {
    this.#route.admission.turnedAway(this.call, this.#pass, error);
    this.#land(this, error);
  }

  admitted(): void {
    if (!this.#isAwaited()) return this.#end(new Fault('DEADLINE', false));
    this.#route.budget.countCall();
    this.#authorize();
  }

  ended(outcome: Outcome): void {
    if (!(outcome instanceof Error) && this.#renews(outcome)) return;
    if (this.#pass === 'CALL' && mayPass(outcome) && this.#isAwaited() && this.#repeats(outcome)) return;
    this.#end(outcome);
  }

  #authorize(): void {
    let header: string | Promise<string>;
    try {
      header = this.#route.authorized.header(this.deadline);
    } catch (error) {
      return this.#end(error as Error);
    }
    if (typeof header === 'string') return this.#request(header);
    header.then(
      (known) => this.#request(known),
      (error: Error) => this.#end(error),
    );
  }

  #request(header: string): void {
    this.#header = header;
    const { call, read, deadline } = this;
    const { transport, headers } = this.#route;
    call.request(transport, read, headers.authorized(read.headers, header), deadline, read.maxBytes, this);
  }

  /** Whether a refusal is met with a new token, once in an attempt. */
  #renews(answer: VendorAnswer): boolean {
    const { authorized } = this.#route;
    if (this.#isRenewed) {
      authorized.renewed(answer, this.#header);
      return false;
    }
    const renewal = authorized.renew(answer, this.#header, this.deadline);
    renewal?.then(
      (header) => {
        if (header === this.#header || !this.call.payForRepeat()) return this.#end(answer);
        this.#isRenewed = true;
        this.#request(header);
      },
      (error: Error) => this.#end(error),
    );
    return renewal !== null;
  }

  /** Whether there is another attempt, after a while. */
  #repeats(outcome: Outcome): boolean {
    const delay = retryDelay({
      outcome,
      retries: this.#retries,
      remainingMs: this.deadline - performance.now(),
      isAffordable: () => this.#route.budget.take() && this.call.payForRepeat(),
      random: Math.random,
    });
    if (delay === null) return false;
    this.#retries++;
    this.#isRenewed = false;
    setTimeout(() => (this.#isAwaited() ? this.#authorize() : this.#end(outcome)), delay);
    return true;
  }

  /** Whether an operation that waits has time left: one whose caller has gone has none. */
  #isAwaited(): boolean {
    return this.#passengers.some(({ operation }) => operation.remaining() > 0);
  }

  #end(outcome: Outcome): void {
    this.#route.admission.ended(this.call, this.#pass, this.key, outcome);
    this.#land(this, outcome);
  }
}
