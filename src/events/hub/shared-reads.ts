import { LRUCache } from 'lru-cache';
import { MessagingError } from '../../errors/error.js';
import type { Sources } from '../../graph/context.js';
import type { LoggedEvent, SubjectName } from '../../graph/delivery-event/delivery-event.source.js';
import type { DeliveryStatus } from '../../graph/delivery/delivery-status.type.js';
import type { Operation } from '../../operation.js';
import { subjectKey } from '../log/subject-state.js';
import { campaignKey, subjectKeysOf } from './event-keys.js';
import type { Clock } from '../../clock.js';

interface SharedRead {
  readonly value: Promise<unknown>;
  /** On the clock; null while it is under way. */
  until: number | null;
}

export interface SharedReadOptions {
  readonly clock: Clock;
  readonly paceOf: (status: Pick<DeliveryStatus, 'isFinal' | 'updatedAt'>) => number;
  readonly newOperation: () => Operation;
}

const MAX_READS = 2000;
/** Pages of a campaign, and what is absent. */
const SHORT_MS = 2000;
const LONGEST_MS = 30_000;

/**
 * Reads of vendors that the updates of one tenant share: until an event shows that they are old, and no longer than the
 * pace at which they would be read again. So many watchers cost the calls of one, also without a cache.
 */
export class SharedReads {
  readonly #options: SharedReadOptions;
  readonly #reads = new LRUCache<string, SharedRead>({ max: MAX_READS });
  /** What was just read: the events of that very read do not make it old. */
  readonly #kept = new Map<string, number>();
  /** By key, up to which event what was read is no older. */
  readonly #coveredUpTo = new LRUCache<string, string>({ max: MAX_READS });

  constructor(options: SharedReadOptions) {
    this.#options = options;
  }

  /** The same sources, whose reads of single things and of campaigns' pages are shared. */
  over(sources: Sources): Sources {
    const { viberMessages, failoverFlows, deliveryReports, campaigns } = sources;
    return {
      ...sources,
      viberMessages: viberMessages && {
        get: (id, operation) =>
          this.#read(`VIBER_MESSAGE/${id}`, operation, (own) => viberMessages.get(id, own), paceOfSubject),
      },
      failoverFlows: failoverFlows && {
        ...failoverFlows,
        get: (id, operation) =>
          this.#read(`FAILOVER_FLOW/${id}`, operation, (own) => failoverFlows.get(id, own), paceOfSubject),
      },
      deliveryReports: deliveryReports && {
        get: (key, form, operation) =>
          this.#read(
            `DELIVERY_REPORT/${'messageId' in key ? key.messageId : `extra/${key.extraId}`} ${form}`,
            operation,
            (own) => deliveryReports.get(key, form, own),
            paceOfSubject,
          ),
      },
      campaigns: campaigns && {
        ...campaigns,
        messages: (request, operation) =>
          this.#read(
            `${campaignKey(request.trackingId)} ${JSON.stringify([request.order, request.page, request.size])}`,
            operation,
            (own) => campaigns.messages(request, own),
            () => null,
          ),
      },
    };
  }

  async #read<Value>(
    key: string,
    operation: Operation,
    read: (own: Operation) => Promise<Value>,
    statusOf: (value: Value) => Pick<DeliveryStatus, 'isFinal' | 'updatedAt'> | null,
  ): Promise<Value> {
    const { clock, newOperation, paceOf } = this.#options;
    const known = this.#reads.get(key);
    if (known && !operation.fresh && (known.until === null || known.until > clock.now())) {
      operation.coalesced++;
      return known.value as Promise<Value>;
    }
    if (operation.remaining() <= 0) throw new MessagingError('UPSTREAM_TIMEOUT');
    operation.spend();
    // Its own deadline: those who share it stay when the one who began leaves.
    const own = newOperation();
    own.fresh = operation.fresh;
    const shared: SharedRead = { value: read(own), until: null };
    this.#reads.set(key, shared);
    try {
      const value = (await shared.value) as Value;
      const status = value === null ? null : statusOf(value);
      shared.until = clock.now() + (status ? Math.min(paceOf(status), LONGEST_MS) : SHORT_MS);
      return value;
    } catch (error) {
      if (this.#reads.get(key) === shared) this.#reads.delete(key);
      throw error;
    } finally {
      operation.calls += own.calls - 1;
      operation.cacheHits += own.cacheHits;
      operation.coalesced += own.coalesced;
      operation.retries += own.retries;
    }
  }

  /** Events make what was read before them old. */
  reported(events: readonly LoggedEvent[]): void {
    const campaigns = new Set<string>();
    for (const event of events) {
      for (const key of subjectKeysOf(event)) {
        const covered = this.#coveredUpTo.get(key);
        const isCovered = this.#kept.has(key) || (covered !== undefined && covered >= event.position);
        if (isCovered && event.source === 'READ') continue;
        this.#reads.delete(key);
        for (const form of FORMS) this.#reads.delete(`${key} ${form}`);
      }
      if (event.campaignTrackingId !== null) campaigns.add(`${campaignKey(event.campaignTrackingId)} `);
    }
    if (campaigns.size === 0) return;
    for (const key of [...this.#reads.keys()]) {
      if (key.startsWith(campaignKey('')) && campaigns.has(key.slice(0, key.indexOf(' ') + 1))) this.#reads.delete(key);
    }
  }

  /** Reads something and records what was read: events of that very read do not make it old. @returns what `read` gives */
  async keepDuring<Value>(name: SubjectName, read: () => Promise<Value>, end: () => Promise<string>): Promise<Value> {
    const key = subjectKey(name);
    this.#kept.set(key, (this.#kept.get(key) ?? 0) + 1);
    try {
      const value = await read();
      this.#coveredUpTo.set(key, await end());
      return value;
    } finally {
      const left = (this.#kept.get(key) ?? 1) - 1;
      if (left > 0) this.#kept.set(key, left);
      else this.#kept.delete(key);
    }
  }
}

const FORMS = ['simple', 'detailed'] as const;

interface WithState {
  readonly status: unknown;
  readonly isFinal?: unknown;
  readonly updatedAt?: unknown;
}

/** A flow has its finality itself, everything else in its status. */
function paceOfSubject(value: WithState | null): Pick<DeliveryStatus, 'isFinal' | 'updatedAt'> | null {
  if (value === null) return null;
  return (typeof value.status === 'object' ? value.status : value) as Pick<DeliveryStatus, 'isFinal' | 'updatedAt'>;
}
