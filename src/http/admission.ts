import type { MessagingError } from '../error.js';
import type { Bulkhead } from './bulkhead.js';
import type { CircuitBreaker, Pass } from './circuit-breaker.js';
import type { Outcome } from './exchange.js';
import { Fault } from './fault.js';
import type { Vendor } from './vendor-client.js';
import type { VendorCall } from './vendor-call.js';
import type { CallKind, Observe, VendorEvent } from './vendor-event.js';

/** A call that asks to be let in. Exactly one of the two is called, maybe at once. */
export interface Applicant {
  readonly call: VendorCall;
  /** On the clock of `performance.now()`, milliseconds. */
  readonly deadline: number;
  /** Whoever is admitted says how it `ended`. */
  admitted(pass: Pass): void;
  /** With UPSTREAM_UNAVAILABLE, OVERLOADED or UPSTREAM_TIMEOUT; nothing has left. */
  refused(error: MessagingError): void;
}

/**
 * The way in for one kind of call: circuit breaker first, then the bulkhead; and what each learns of the end. It calls
 * back instead of promising, because most calls are let in at once and a promise each is what they would wait for.
 */
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

  ask(applicant: Applicant): void {
    let pass: Pass;
    try {
      pass = this.#breaker.enter();
    } catch (error) {
      return this.#refuse(applicant, 'CIRCUIT_OPEN', error as MessagingError);
    }
    if (this.#bulkhead.tryEnter()) return applicant.admitted(pass);
    this.#bulkhead.wait(applicant.call.operation, {
      deadline: applicant.deadline,
      admitted: () => applicant.admitted(pass),
      refused: (error) => {
        this.#breaker.abandoned(pass);
        this.#refuse(applicant, error.code === 'OVERLOADED' ? 'OVERLOADED' : 'QUEUED_TOO_LONG', error);
      },
    });
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

  #refuse(
    applicant: Applicant,
    reason: Extract<VendorEvent, { type: 'REFUSED' }>['reason'],
    error: MessagingError,
  ): void {
    applicant.call.settle();
    this.#observe({ type: 'REFUSED', kind: this.#kind, vendor: this.#vendor, reason });
    applicant.refused(error);
  }
}
