import type { Operation } from '../operation.js';
import { exchange } from './exchange.js';
import { Fault } from './fault.js';
import type { Transport } from './transport.js';
import type { Vendor, VendorAnswer, VendorRequest } from './vendor-client.js';
import type { CallKind, Observe } from './vendor-event.js';

/** One read or send on the account of the operation that leads it: the requests it takes, one after another. */
export class VendorCall {
  readonly operation: Operation;
  /** How many requests have gone out. */
  requests = 0;
  readonly #vendor: Vendor;
  readonly #kind: CallKind;
  readonly #observe: Observe;

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

  /** @throws Fault */
  async request(
    transport: Transport,
    request: VendorRequest,
    authorization: string,
    deadline: number,
    maxBytes: number,
  ): Promise<VendorAnswer> {
    const started = performance.now();
    if (started >= deadline) throw new Fault('DEADLINE', false);
    this.requests++;
    const { method, url, body } = request;
    const headers = { ...request.headers, authorization };
    try {
      const answer = await exchange(transport, { method, url, headers, body }, deadline, maxBytes);
      this.#record(request, started, answer.status, null);
      return answer;
    } catch (error) {
      this.#record(request, started, null, error instanceof Fault ? error : null);
      throw error;
    }
  }

  #record({ method, route }: VendorRequest, started: number, status: number | null, fault: Fault | null): void {
    const milliseconds = Math.round((performance.now() - started) * 10) / 10;
    const request = { vendor: this.#vendor, method, route, status, milliseconds };
    this.operation.requests.push(request);
    this.#observe({ type: 'REQUEST', kind: this.#kind, request, fault: fault?.kind ?? null, code: fault?.code });
  }
}
