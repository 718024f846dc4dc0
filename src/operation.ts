import { MessagingError } from './errors/error.js';

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
}

/** Tells whether the caller has left before it was answered. */
export interface Disconnect {
  readonly isDisconnected: boolean;
  /** One callback alone. It is called at once where the caller has left already. */
  onDisconnect(callback: () => void): void;
}

/**
 * What one GraphQL operation lends to every vendor call made for it, and what those calls tell it: time, budget and
 * account. A leaf: resolvers, vendor clients and the server all speak of it.
 */
export class Operation {
  /** When it began, epoch milliseconds: what "now" means throughout it. */
  readonly startedAt = Date.now();
  /** When the whole operation must be answered, on the clock of `performance.now()`, milliseconds. */
  deadline: number;
  /** Whether remembered answers are refused (`Cache-Control: no-cache`). */
  readonly fresh: boolean;
  readonly maxCalls: number;
  /** Of the HTTP request that it answers, as that caller is told; null for none. */
  readonly requestId: string | null;
  /** Whether somebody will ask for `requests`. */
  readonly keepsRequests: boolean;

  calls = 0;
  coalesced = 0;
  cacheHits = 0;
  retries = 0;
  readonly requests: UpstreamRequest[] = [];
  /** The shortest time that anything shown may still be kept, seconds; null as long as no vendor told anything. */
  maxAgeSeconds: number | null = null;

  constructor(options: OperationOptions = {}) {
    this.deadline = options.deadline ?? Number.POSITIVE_INFINITY;
    this.fresh = options.fresh ?? false;
    this.maxCalls = options.maxCalls ?? Number.POSITIVE_INFINITY;
    this.requestId = options.requestId ?? null;
    this.keepsRequests = options.keepsRequests ?? true;
  }

  /** Milliseconds left until the deadline; 0 or less when it has passed. */
  remaining(): number {
    return this.deadline - performance.now();
  }

  /** Nobody waits for it any more: from now on it has no time left, so that it begins no more vendor calls. */
  cancel(): void {
    this.deadline = Number.NEGATIVE_INFINITY;
  }

  get isCancelled(): boolean {
    return this.deadline === Number.NEGATIVE_INFINITY;
  }

  /** Takes one vendor call out of the budget. @throws OPERATION_TOO_EXPENSIVE when none is left. */
  spend(): void {
    if (this.calls >= this.maxCalls) throw new MessagingError('OPERATION_TOO_EXPENSIVE');
    this.calls++;
  }

  /** The account of the vendor calls, for `extensions.upstream`. */
  report(): Record<string, unknown> {
    const { calls, coalesced, cacheHits, retries, requests } = this;
    return { calls, coalesced, cacheHits, retries, requests };
  }
}
