import { MessagingError } from '../../errors/error.js';
import { overloaded } from '../answer/error-answer.js';
import { RequestError } from '../answer/request-error.js';
import { type StreamEnd, type Transport, TRANSPORTS } from '../answer/answer-stream.js';
import type { Caller } from '../auth/caller.js';

/** A subscription that is counted. */
export interface OpenSubscription {
  readonly transport: Transport | null;
  end(reason: StreamEnd): void;
}

export interface SubscriptionLimitOptions {
  /** Of this server. */
  readonly most: number;
  /** Of a caller that has no number of its own. */
  readonly mostPerCaller: number;
}

/** Others end at any time: an unused subscription is noticed by its heartbeats. */
const RETRY_AFTER_SECONDS = 10;

/** Counts the open subscriptions, of the server and of each caller. */
export class SubscriptionLimits {
  readonly #options: SubscriptionLimitOptions;
  readonly #open = new Set<OpenSubscription>();
  readonly #byCaller = new Map<string, number>();
  #isDraining = false;

  constructor(options: SubscriptionLimitOptions) {
    this.#options = options;
  }

  get open(): number {
    return this.#open.size;
  }

  get openByTransport(): Readonly<Record<Transport, number>> {
    const open = Object.fromEntries(TRANSPORTS.map((transport) => [transport, 0])) as Record<Transport, number>;
    for (const { transport } of this.#open) if (transport) open[transport]++;
    return open;
  }

  /** How many callers have one. */
  get callers(): number {
    return this.#byCaller.size;
  }

  /**
   * Counts one more, before anything of it starts.
   * @returns what takes it out again; calls after the first change nothing
   * @throws RequestError SUBSCRIPTION_LIMIT_EXCEEDED; OVERLOADED while the server drains
   */
  add({ credential, maxSubscriptions }: Caller, subscription: OpenSubscription): () => void {
    if (this.#isDraining) throw overloaded();
    const { most, mostPerCaller } = this.#options;
    const ofCaller = this.#byCaller.get(credential) ?? 0;
    const mostOfCaller = maxSubscriptions ?? mostPerCaller;
    if (ofCaller >= mostOfCaller) throw exceeded(429, `${mostOfCaller} subscriptions of one caller are allowed.`);
    if (this.#open.size >= most) throw exceeded(503, `${most} subscriptions of all callers together are allowed.`);
    this.#open.add(subscription);
    this.#byCaller.set(credential, ofCaller + 1);
    return () => {
      if (!this.#open.delete(subscription)) return;
      const left = (this.#byCaller.get(credential) ?? 1) - 1;
      if (left > 0) this.#byCaller.set(credential, left);
      else this.#byCaller.delete(credential);
    };
  }

  /** Ends every subscription; no other can be opened from now on. */
  drain(): void {
    this.#isDraining = true;
    for (const subscription of [...this.#open]) subscription.end('DRAINING');
  }
}

const exceeded = (status: number, message: string): RequestError =>
  new RequestError(
    status,
    new MessagingError('SUBSCRIPTION_LIMIT_EXCEEDED', {
      message: `As many subscriptions as are allowed are open: ${message}`,
      retryAfterSeconds: RETRY_AFTER_SECONDS,
    }),
  );
