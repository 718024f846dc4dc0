import type { Operation } from '../operation.js';
import { exchange, type Outcome, type OutcomeTaker } from './exchange.js';
import { Fault } from './fault.js';
import type { Transport } from './transport.js';
import type { Vendor, VendorRequest } from './vendor-client.js';
import type { CallKind, Observe } from './vendor-event.js';

/** One read or send on the account of the operation that leads it: the requests it takes, one after another. */
export class VendorCall implements OutcomeTaker {
  readonly operation: Operation;
  /** How many requests have gone out. */
  requests = 0;
  readonly #vendor: Vendor;
  readonly #kind: CallKind;
  readonly #observe: Observe;
  #request: VendorRequest | null = null;
  #started = 0;
  #taker: OutcomeTaker | null = null;

  /** @throws OPERATION_TOO_EXPENSIVE */
  constructor(vendor: Vendor, kind: CallKind, operation: Operation, observe: Observe) {
    operation.spend();
    this.operation = operation;
    this.#vendor = vendor;
    this.#kind = kind;
    this.#observe = observe;
  }

  /** Pays for one more request; false when the operation has no call left, so that what is known already counts. */
  payForRepeat(): boolean {
    if (this.operation.calls >= this.operation.maxCalls) return false;
    this.operation.spend();
    this.operation.retries++;
    return true;
  }

  /** A call of which nothing left costs nothing. */
  settle(): void {
    if (this.requests === 0) this.operation.calls--;
  }

  /** One request at a time. @param headers all of them */
  request(
    transport: Transport,
    request: VendorRequest,
    headers: Readonly<Record<string, string>>,
    deadline: number,
    maxBytes: number,
    taker: OutcomeTaker,
  ): void {
    const started = performance.now();
    if (started >= deadline) return taker.ended(new Fault('DEADLINE', false));
    this.requests++;
    this.#request = request;
    this.#started = started;
    this.#taker = taker;
    const { method, url, body } = request;
    exchange(transport, { method, url, headers, body }, deadline, maxBytes, this);
  }

  ended(outcome: Outcome): void {
    this.#record(this.#request!, outcome);
    this.#taker!.ended(outcome);
  }

  #record({ method, route }: VendorRequest, outcome: Outcome): void {
    const milliseconds = Math.round((performance.now() - this.#started) * 10) / 10;
    const status = outcome instanceof Error ? null : outcome.status;
    const fault = outcome instanceof Fault ? outcome : null;
    const request = { vendor: this.#vendor, method, route, status, milliseconds };
    if (this.operation.keepsRequests) this.operation.requests.push(request);
    const { requestId } = this.operation;
    this.#observe({
      type: 'REQUEST',
      kind: this.#kind,
      request,
      requestId,
      fault: fault?.kind ?? null,
      code: fault?.code,
    });
  }
}
