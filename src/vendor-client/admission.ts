import type { MessagingError } from '../errors/error.js';
import type { Bulkhead, Waiter } from './bulkhead.js';
import type { CircuitBreaker, Pass } from './circuit-breaker.js';
import type { Outcome } from './exchange.js';
import { Fault } from './fault.js';
import type { Vendor } from './vendor-client.js';
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

  /** @throws UPSTREAM_UNAVAILABLE, at once, while the circuit is open; the call is over then */
  pass(call: VendorCall): Pass {
    try {
      return this.#breaker.enter();
    } catch (error) {
      this.#refuse(call, 'CIRCUIT_OPEN');
      throw error;
    }
  }

  /** Once it has its pass. Whoever is admitted says how it `ended`, whoever is refused that it was `turnedAway`. */
  enter({ operation }: VendorCall, waiter: Waiter): void {
    if (this.#bulkhead.tryEnter()) waiter.admitted();
    else this.#bulkhead.wait(operation, waiter);
  }

  turnedAway(call: VendorCall, pass: Pass, { code }: MessagingError): void {
    this.#breaker.abandoned(pass);
    this.#refuse(call, code === 'OVERLOADED' ? 'OVERLOADED' : 'QUEUED_TOO_LONG');
  }

  /** @param resource tells calls apart for the circuit breaker */
  ended(call: VendorCall, pass: Pass, resource: unknown, outcome: Outcome): void {
    if (!(outcome instanceof Error)) this.#judge(pass, resource, outcome.status >= 500 && outcome.status <= 599);
    // Without a request of its own (no token, no time left) the call tells nothing of the vendor.
    else if (outcome instanceof Fault && call.requests > 0) this.#judge(pass, resource, outcome.kind !== 'UNREADABLE');
    else this.#breaker.abandoned(pass);
    call.settle();
    this.#bulkhead.leave();
  }

  #judge(pass: Pass, resource: unknown, failed: boolean): void {
    if (failed) this.#breaker.failed(pass, resource);
    else this.#breaker.succeeded(pass);
  }

  #refuse(call: VendorCall, reason: Extract<VendorEvent, { type: 'REFUSED' }>['reason']): void {
    call.settle();
    this.#observe({ type: 'REFUSED', kind: this.#kind, vendor: this.#vendor, reason });
  }
}
