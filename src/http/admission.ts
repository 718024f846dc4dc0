import type { MessagingError } from '../error.js';
import type { Bulkhead } from './bulkhead.js';
import type { CircuitBreaker, Pass } from './circuit-breaker.js';
import { Fault } from './fault.js';
import type { Vendor, VendorAnswer } from './vendor-client.js';
import type { VendorCall } from './vendor-call.js';
import type { CallKind, Observe, VendorEvent } from './vendor-event.js';

/** The way in for one kind of call: circuit breaker first, then the bulkhead; and what each learns of the end. */
export class Admission {
  readonly #vendor: Vendor;
  readonly #kind: CallKind;
  readonly #breaker: CircuitBreaker;
  readonly #bulkhead: Bulkhead;
  readonly #observe: Observe;

  constructor(vendor: Vendor, kind: CallKind, breaker: CircuitBreaker, bulkhead: Bulkhead, observe: Observe) {
    this.#vendor = vendor;
    this.#kind = kind;
    this.#breaker = breaker;
    this.#bulkhead = bulkhead;
    this.#observe = observe;
  }

  /**
   * @param resource tells calls apart for the circuit breaker
   * @throws UPSTREAM_UNAVAILABLE, OVERLOADED or UPSTREAM_TIMEOUT before anything has left, or what `work` throws
   */
  async run(
    call: VendorCall,
    resource: unknown,
    deadline: number,
    work: (pass: Pass) => Promise<VendorAnswer>,
  ): Promise<VendorAnswer> {
    const pass = this.#pass(call);
    try {
      const turn = this.#bulkhead.enter(call.operation, deadline);
      if (turn !== null) await turn;
    } catch (error) {
      this.#breaker.abandoned(pass);
      this.#refused(call, (error as MessagingError).code === 'OVERLOADED' ? 'OVERLOADED' : 'QUEUED_TOO_LONG');
      throw error;
    }
    try {
      const answer = await work(pass);
      this.#judge(pass, resource, answer.status >= 500 && answer.status <= 599);
      return answer;
    } catch (error) {
      // Without a request of its own (no token, no time left) the call tells nothing of the vendor.
      if (error instanceof Fault && call.requests > 0) this.#judge(pass, resource, error.kind !== 'UNREADABLE');
      else this.#breaker.abandoned(pass);
      throw error;
    } finally {
      call.settle();
      this.#bulkhead.leave();
    }
  }

  #pass(call: VendorCall): Pass {
    try {
      return this.#breaker.enter();
    } catch (error) {
      this.#refused(call, 'CIRCUIT_OPEN');
      throw error;
    }
  }

  #judge(pass: Pass, resource: unknown, failed: boolean): void {
    if (failed) this.#breaker.failed(pass, resource);
    else this.#breaker.succeeded(pass);
  }

  #refused(call: VendorCall, reason: Extract<VendorEvent, { type: 'REFUSED' }>['reason']): void {
    call.settle();
    this.#observe({ type: 'REFUSED', kind: this.#kind, vendor: this.#vendor, reason });
  }
}
