import type { Operation } from '../operation.js';
import type { CallSpan, Trace } from '../trace.js';
import type { Waiter } from './bulkhead.js';
import type { CallPolicy, SizedRequest } from './call-policy.js';
import type { Pass } from './circuit-breaker.js';
import { exchange, type Outcome, type OutcomeReceiver } from './exchange.js';
import { Fault } from './fault.js';
import { retryAfterSeconds } from './rate-limit.js';
import type { Headers } from './renewal.js';
import type { RouteCalls } from './route-calls.js';
import { isTransient, retryDelay } from './retry.js';
import type { RefusalReason, VendorAnswer } from './vendor-client.js';

/** What a call is made for. */
export interface CallOwner extends OutcomeReceiver {
  /** Whether a caller still waits: a read whose callers have disconnected makes no further request. */
  isAwaited(): boolean;
  /** Asked while the call waits for its slot and right before each request: an Error ends the call, no request goes out. */
  refusal?(): Error | null;
  /** Of the operations that the answer is for; absent where it is for the one that made the call. */
  traces?(): readonly (Trace | null)[];
}

/**
 * One call and all the requests it takes: rate limit, circuit breaker, bulkhead, authorization, request, renewal of the
 * token, retry, all within one deadline. In callbacks: promises would delay every answer by several microtasks.
 */
export class VendorCall implements Waiter, OutcomeReceiver {
  readonly operation: Operation;
  /** On the clock of `performance.now()`, milliseconds. */
  readonly deadline: number;
  readonly #policy: CallPolicy;
  readonly #request: SizedRequest;
  readonly #resource: unknown;
  readonly #owner: CallOwner;
  #pass: Pass = 'CALL';
  #header = '';
  #isRenewed = false;
  #retries = 0;
  #requests = 0;
  #requestedAt = 0;
  #span: CallSpan | null = null;
  #calls: RouteCalls | null = null;

  /**
   * @param resource identity of what is requested, for the circuit breaker
   * @param owner called once with an answer of any status, or an Error
   * @throws OPERATION_TOO_EXPENSIVE
   */
  constructor(policy: CallPolicy, request: SizedRequest, operation: Operation, resource: unknown, owner: CallOwner) {
    operation.spend();
    this.operation = operation;
    this.deadline = policy.clock.now() + policy.timeoutMs;
    this.#policy = policy;
    this.#request = request;
    this.#resource = resource;
    this.#owner = owner;
  }

  start(): void {
    const { rateLimit, breaker, bulkhead } = this.#policy;
    const limited = rateLimit.refusal();
    if (limited) return this.#refuse('RATE_LIMITED', limited);
    try {
      this.#pass = breaker.enter();
    } catch (error) {
      return this.#refuse('CIRCUIT_OPEN', error as Error);
    }
    if (bulkhead.tryAcquire()) this.admitted();
    else bulkhead.wait(this.operation, this);
  }

  refusal(): Error | null {
    return this.#owner.refusal?.() ?? null;
  }

  refused(error: Error, reason: RefusalReason): void {
    this.#policy.breaker.abandoned(this.#pass);
    this.#refuse(reason, error);
  }

  admitted(): void {
    this.#policy.retries?.countCall();
    this.authorize();
  }

  ended(outcome: Outcome): void {
    this.#record(outcome);
    this.#conclude(outcome);
  }

  /** The beginning of every attempt. */
  authorize(): void {
    let header: string | Promise<string>;
    try {
      header = this.#policy.renewal.header(this.deadline);
    } catch (error) {
      return this.#end(error as Error);
    }
    if (typeof header === 'string') return this.#sendRequest(header);
    header.then(
      (known) => this.#sendRequest(known),
      (error: Error) => this.#end(error),
    );
  }

  #sendRequest(header: string): void {
    const { rateLimit, renewal, transport, clock, limit } = this.#policy;
    // Another call may have met the limit while this one waited for its slot, its token or its retry.
    const limited = rateLimit.refusal();
    if (limited && this.#requests === 0) this.#observeRefusal('RATE_LIMITED');
    const refusal = limited ?? this.refusal();
    if (refusal) return this.#end(refusal);
    const now = clock.now();
    if (now >= this.deadline || !this.#owner.isAwaited()) return this.#conclude(new Fault('DEADLINE', false));
    this.#header = header;
    this.#requests++;
    this.#requestedAt = now;
    const { method, route, url, body, maxBytes } = this.#request;
    this.#calls = limit.started(route, now);
    let headers = renewal.merge(this.#request.headers, header);
    if (this.operation.trace !== null) headers = this.#startSpan(this.operation.trace, headers);
    exchange(transport, clock, { method, url, headers, body }, this.deadline - now, maxBytes, this);
  }

  /** @returns the headers of the request, with the context that the vendor is given */
  #startSpan(trace: Trace, headers: Headers): Headers {
    const { vendor, kind } = this.#policy;
    const { method, route, url } = this.#request;
    this.#span = trace.startCall({ vendor, kind, method, route, url, resends: this.#requests - 1 });
    return this.#span?.headers ? { ...headers, ...this.#span.headers } : headers;
  }

  #record(outcome: Outcome): void {
    const { vendor, kind, rateLimit, observe, clock } = this.#policy;
    const { method, route } = this.#request;
    const now = clock.now();
    this.#reportLoad(outcome, now);
    const milliseconds = Math.round((now - this.#requestedAt) * 10) / 10;
    const isAnswer = !(outcome instanceof Error);
    if (isAnswer) rateLimit.answered(outcome.status, outcome.headers);
    const { kind: fault = null, code } = outcome instanceof Fault ? outcome : {};
    const request = { vendor, method, route, status: isAnswer ? outcome.status : null, milliseconds };
    const { keepsRequests, requests, requestId, trace } = this.operation;
    this.#span?.end({ status: request.status, fault, traces: this.#owner.traces?.() ?? [trace] });
    if (keepsRequests) requests.push(request);
    observe({ type: 'REQUEST', kind, request, requestId, trace, fault, code });
  }

  #reportLoad(outcome: Outcome, now: number): void {
    const { limit } = this.#policy;
    const calls = this.#calls!;
    const milliseconds = now - this.#requestedAt;
    if (outcome instanceof Error) {
      const kind = outcome instanceof Fault ? outcome.kind : 'UNREADABLE';
      if (kind === 'UNREADABLE') limit.ignored(calls, now, milliseconds);
      else limit.failed(calls, now, milliseconds, kind === 'DEADLINE');
    } else if (outcome.status === 429) limit.refused(calls, now, milliseconds);
    else if (outcome.status >= 500) limit.failed(calls, now, milliseconds, false);
    else limit.answered(calls, now, milliseconds);
  }

  #conclude(outcome: Outcome): void {
    if (!(outcome instanceof Error) && this.#renews(outcome)) return;
    if (this.#pass === 'CALL' && isTransient(outcome) && this.#owner.isAwaited() && this.#repeats(outcome)) return;
    this.#end(outcome);
  }

  /** Whether a refusal is met with a new token, once in an attempt. */
  #renews(answer: VendorAnswer): boolean {
    const { renewal } = this.#policy;
    if (this.#isRenewed) {
      renewal.answered(this.#request.route, answer, this.#header);
      return false;
    }
    const renewed = renewal.renew(this.#request.route, answer, this.#header, this.deadline);
    renewed?.then(
      (header) => {
        if (header === this.#header || !this.#countRepeat()) return this.#end(answer);
        this.#isRenewed = true;
        this.#sendRequest(header);
      },
      (error: Error) => this.#end(error),
    );
    return renewed !== null;
  }

  /** Whether there is another attempt, after a while. */
  #repeats(outcome: Outcome): boolean {
    const { retries, clock, random } = this.#policy;
    if (retries === null) return false;
    const delay = retryDelay({
      outcome,
      retries: this.#retries,
      remainingMs: this.deadline - clock.now(),
      isAffordable: () => retries.take() && this.#countRepeat(),
      random,
    });
    if (delay === null) return false;
    this.#retries++;
    this.#isRenewed = false;
    clock.setTimeout(authorizeAgain, delay, this);
    return true;
  }

  /** Counts one more request; false when the operation has used up its calls: then the outcome so far is final. */
  #countRepeat(): boolean {
    if (this.operation.calls >= this.operation.maxCalls) return false;
    this.operation.spend();
    this.operation.retries++;
    return true;
  }

  #end(outcome: Outcome): void {
    this.#reportHealth(outcome);
    this.#refund();
    this.#policy.bulkhead.release();
    this.#owner.ended(outcome);
  }

  #reportHealth(outcome: Outcome): void {
    const { breaker, clock } = this.#policy;
    const fault = outcome instanceof Fault && this.#requests > 0 ? outcome : null;
    // A call without a request (no token, deadline passed) says nothing about the vendor's health.
    if (outcome instanceof Error && !fault) return breaker.abandoned(this.#pass);
    const failed =
      outcome instanceof Error ? fault?.kind !== 'UNREADABLE' : outcome.status >= 500 && outcome.status < 600;
    if (!failed) return breaker.succeeded(this.#pass);
    const seconds = outcome instanceof Error ? 0 : retryAfterSeconds(outcome.headers, clock.wallTime());
    breaker.failed(this.#pass, this.#resource, 1000 * (seconds ?? 0));
  }

  #refuse(reason: RefusalReason, error: Error): void {
    this.#refund();
    this.#observeRefusal(reason);
    this.#owner.ended(error);
  }

  #observeRefusal(reason: RefusalReason): void {
    this.#policy.observe({ type: 'REFUSED', kind: this.#policy.kind, vendor: this.#policy.vendor, reason });
  }

  /** A call without a request is not counted. */
  #refund(): void {
    if (this.#requests === 0) this.operation.calls--;
  }
}

const authorizeAgain = (call: VendorCall): void => call.authorize();
