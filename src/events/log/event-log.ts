import { hash } from 'node:crypto';
import type { DeliveryEvents } from '../../graph/delivery-event/delivery-event.source.js';

/** Down: the store cannot be asked or written. Damaged: a record of it cannot be read. */
export type EventLogState = 'up' | 'down' | 'damaged';

export interface EventLogOptions {
  /** How long events are kept, days. */
  readonly days: number;
  /** How many events of a tenant are kept; the oldest go first. */
  readonly max: number;
  /** Epoch milliseconds; of the store where it is not given. */
  readonly now?: () => number;
  /** In DATA_DIR: in the place of what is free on its disk, bytes. */
  readonly freeBytes?: () => number;
  /** Called once for each change. @param cause null where it is up */
  readonly onState?: (state: EventLogState, cause: string | null) => void;
  /** What a listener threw. */
  readonly onUnexpected?: (error: unknown) => void;
}

/** The delivery events of all tenants. */
export interface EventLog {
  /** @throws Error that names DATA_DIR where the tenant's events are found to be damaged */
  forTenant(tenantId: string): DeliveryEvents;
  state(): EventLogState;
  /** How many events are kept, of all tenants. */
  size(): Promise<number>;
  close(): Promise<void>;
}

export const DAY_MS = 24 * 60 * 60 * 1000;

/** How long a subject is known after its last report, milliseconds. */
export const SUBJECT_LIFE_MS = 30 * DAY_MS;

/** How long an event is kept, milliseconds. */
export const eventLifeMs = ({ days }: EventLogOptions): number => days * DAY_MS;

/** 132 bits that stand for a text in keys of stores. */
export const keyDigest = (text: string): string => hash('sha256', text, 'base64url').slice(0, 22);
