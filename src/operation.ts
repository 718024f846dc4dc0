import { MessagingError } from './errors/error.js';
import type { RequestIds, Trace } from './trace.js';

/** One request that went to a vendor. `route` is the template, never a real id; `status` null when no answer came. */
export interface UpstreamRequest {
  readonly vendor: string;
  readonly method: string;
  readonly route: string;
  readonly status: number | null;
  readonly milliseconds: number;
}

export interface OperationOptions {
  readonly deadline?: number;
  readonly fresh?: boolean;
  readonly maxCalls?: number;
  readonly keepsRequests?: boolean;
  readonly requestId?: string | null;
  readonly trace?: Trace | null;
}

/** Whether the caller disconnected before it was answered. */
export interface Disconnect {
  readonly isDisconnected: boolean;
  /** One callback alone. It is called at once where the caller has disconnected already. */
  onDisconnect(callback: () => void): void;
}

/**
 * The deadline, the budget of vendor calls and their counts of one GraphQL operation. Resolvers, vendor clients and the
 * server use it.
 */
export class Operation implements RequestIds {
  /** Epoch milliseconds: the present time throughout the operation. */
  readonly startedAt = Date.now();
  /** When the whole operation must be answered, on the clock of `performance.now()`, milliseconds. */
  deadline: number;
  /** Whether cached answers are refused: `Cache-Control: no-cache`, or a mutation that needs a proof. */
  fresh: boolean;
  /** Whether pages of a campaign that its watch has read are shown as events have kept them since. */
  showsFollowed = false;
  /** Whether messages of a campaign become known to the log before they are shown: those of a watcher's first update. */
  makesKnown = false;
  readonly maxCalls: number;
  /** Of the HTTP request that it answers, as in the answer; null for none. */
  readonly requestId: string | null;
  /** Where its vendor calls are recorded; null where traces are off. */
  readonly trace: Trace | null;
  /** Whether `requests` are reported. */
  readonly keepsRequests: boolean;

  calls = 0;
  coalesced = 0;
  cacheHits = 0;
  retries = 0;
  readonly requests: UpstreamRequest[] = [];
  /** Requests that may end after the answer: those of paid sends. They do not reject unnoticed. */
  readonly unfinished: Promise<unknown>[] = [];
  /** The shortest time that any part of the answer may be cached, seconds; null as long as none has set it. */
  maxAgeSeconds: number | null = null;

  constructor(options: OperationOptions = {}) {
    this.deadline = options.deadline ?? Number.POSITIVE_INFINITY;
    this.fresh = options.fresh ?? false;
    this.maxCalls = options.maxCalls ?? Number.POSITIVE_INFINITY;
    this.requestId = options.requestId ?? null;
    this.trace = options.trace ?? null;
    this.keepsRequests = options.keepsRequests ?? true;
  }

  /** An answer may be cached until the first of its parts expires; one with records of this graph, not at all. */
  limitMaxAge(milliseconds: number): void {
    const seconds = Math.max(0, Math.floor(milliseconds / 1000));
    this.maxAgeSeconds = Math.min(this.maxAgeSeconds ?? seconds, seconds);
  }

  /** Milliseconds left until the deadline; 0 or less when it has passed. */
  remaining(): number {
    return this.deadline - performance.now();
  }

  /** For an operation without a waiter: it has no time left, so that it starts no more vendor calls. */
  cancel(): void {
    this.deadline = Number.NEGATIVE_INFINITY;
  }

  get isCancelled(): boolean {
    return this.deadline === Number.NEGATIVE_INFINITY;
  }

  /** Takes one vendor call out of the budget. @throws OPERATION_TOO_EXPENSIVE when none is left. */
  spend(): void {
    if (this.calls >= this.maxCalls)
      throw new MessagingError('OPERATION_TOO_EXPENSIVE', {
        message: `The operation needs more than ${this.maxCalls} vendor calls; at most ${this.maxCalls} are allowed.`,
      });
    this.calls++;
  }

  /** The vendor calls, for `extensions.upstream`. */
  report(): Record<string, unknown> {
    const { calls, coalesced, cacheHits, retries, requests } = this;
    return { calls, coalesced, cacheHits, retries, requests };
  }
}
