import { MessagingError } from '../../errors/error.js';
import type { GraphContext } from '../../graph/context.js';
import type { DeliveryEvents, SubjectName } from '../../graph/delivery-event/delivery-event.source.js';
import type { DeliveryStatus } from '../../graph/delivery/delivery-status.type.js';
import type { Operation } from '../../operation.js';
import type { Clock } from '../../clock.js';
import type { SharedReads } from '../hub/shared-reads.js';
import type { PollQueue } from './poll-queue.js';

/** Something that is read as one. */
export type WatchedName = SubjectName | { readonly kind: 'VIBER_CAMPAIGN'; readonly id: string };

export type ExpectsCallbacks = (name: WatchedName) => boolean | Promise<boolean>;

/** What watching needs of its tenant. */
export interface WatchDeps {
  readonly events: DeliveryEvents;
  readonly clock: Clock;
  readonly shared: SharedReads;
  readonly polls: PollQueue;
  /** How long a state may be cached, milliseconds: the pace at which it is read. */
  readonly paceOf: (status: Pick<DeliveryStatus, 'isFinal' | 'updatedAt'>) => number;
  /** Whether the vendor reports the changes of what is watched to this server. */
  readonly expectsCallbacks: ExpectsCallbacks;
  /** An operation that nobody asked for, with the deadline and the budget of a query. */
  readonly newOperation: () => Operation;
  /** Of the tenant, with every scope. */
  readonly contextOf: (operation: Operation) => GraphContext;
  readonly onUnexpected: (error: unknown) => void;
}

/** A read of everything watched, however seldom it changes or its vendor calls back: a firewall may be shut. */
export const SLOWEST_MS = 30_000;
/** The fastest pace, whatever the rule says. */
export const FASTEST_MS = 1000;

/** What is settled and may still be seen is followed this long after its last change. */
export const QUIET_MS = 60 * 60_000;

/** How long a resumed stream waits for the read that shows whether it is over, milliseconds. */
export const OPENING_MS = 5000;

/** Called after the reads of a watch. */
export interface Watcher {
  /** A read failed, and the one before it had not. */
  readFailed(error: MessagingError): void;
  /** Something of which there is no event may be different, such as whether anything can still change. */
  wake(): void;
}

/** Something that is read once for all who watch it. */
export abstract class Watch {
  readonly watchers = new Set<Watcher>();
  protected readonly deps: WatchDeps;
  protected isClosed = false;
  #hasFailed = false;

  protected constructor(deps: WatchDeps) {
    this.deps = deps;
  }

  protected readSucceeded(): void {
    this.#hasFailed = false;
  }

  /**
   * Watchers get the first failure alone, until a read succeeds again. A fault of this program is reported as one each
   * time.
   */
  protected readFailed(error: unknown): void {
    if (!(error instanceof MessagingError)) return this.deps.onUnexpected(error);
    if (this.isClosed || this.#hasFailed) return;
    this.#hasFailed = true;
    for (const watcher of [...this.watchers]) watcher.readFailed(error);
  }

  protected wakeAll(): void {
    for (const watcher of [...this.watchers]) watcher.wake();
  }
}
