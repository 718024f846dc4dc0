import type { SendOutcome } from '../../sends/send-ledger.js';
import type { Channel, DeliveryState, DeliveryStatus } from '../delivery/delivery-status.type.js';

export type SubjectKind = 'VIBER_MESSAGE' | 'FAILOVER_FLOW' | 'FAILOVER_STEP' | 'DELIVERY_REPORT' | 'SEND';

/** How the graph learned of a state: a vendor called back, a vendor was read, or a send ended. */
export type EventSource = 'CALLBACK' | 'READ' | 'SEND';

/** Something whose state changes. */
export interface SubjectName {
  readonly kind: SubjectKind;
  /**
   * As the graph shows it: the trackingId of a message or flow, the messageId of a report, the id of a send in the
   * ledger. Of a step the flow's trackingId, its order and its part, with slashes between.
   */
  readonly id: string;
}

/** What was said of a subject at one time: no phone number and no text of a message. */
export interface SubjectReport extends SubjectName {
  /** Null for SEND. */
  readonly status: DeliveryStatus | null;
  /** SEND alone. */
  readonly sendOutcome: SendOutcome | null;
  readonly channel: Channel | null;
  /** FAILOVER_STEP alone. */
  readonly stepOrder: number | null;
  readonly flowTrackingId: string | null;
  readonly campaignTrackingId: string | null;
  /** DELIVERY_REPORT alone. */
  readonly extraId: string | null;
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null;
  /** A decimal number as text. */
  readonly price: string | null;
}

export interface NewReport extends SubjectReport {
  readonly source: EventSource;
  /** What a report of a subject that the log does not know is: an event, or the known state from then on. */
  readonly ifUnknown: 'EVENT' | 'KNOWN';
}

/** A change that this graph has learned of. */
export interface LoggedEvent extends SubjectReport {
  /** Its place in the tenant's log: later events have larger ones, compared as texts. */
  readonly position: string;
  /** The same for all events that one body or one read gave. */
  readonly batch: string;
  /** Epoch milliseconds, by the clock of the store. */
  readonly receivedAt: number;
  readonly source: EventSource;
  readonly previousState: DeliveryState | null;
}

/** A status as a report has it. */
export interface StatusReport {
  readonly status: DeliveryStatus;
  /** Of that report. */
  readonly channel: Channel | null;
}

/** A state that a subject was in. */
export interface KnownState extends StatusReport {
  /** Epoch milliseconds: when this graph learned of it. */
  readonly learnedAt: number;
}

/** What the log knows of a subject, for 30 days after its last report. */
export interface KnownSubject extends SubjectReport {
  /** Its states in the order in which they were learned, each once. */
  readonly history: readonly KnownState[];
  /** Epoch milliseconds of the last change. */
  readonly changedAt: number;
  /** Epoch milliseconds of the status that came with the price; null where it had no time. */
  readonly pricedAt: number | null;
}

export interface EventsRequest {
  /** Only events beyond this position; null for the oldest that the log holds. */
  readonly after: string | null;
  readonly limit: number;
}

export interface EventsSlice {
  readonly events: readonly LoggedEvent[];
  /** Whether the log holds events before the first of these, or before `after`. */
  readonly hasEarlier: boolean;
  /** Whether the log held more after them. */
  readonly hasMore: boolean;
}

/**
 * The delivery events of one tenant, in one order for every instance. Methods that read or write reject with MessagingError
 * EVENTS_UNAVAILABLE within a deadline while the store is away, except that states of `known` may then be older.
 */
export interface DeliveryEvents {
  /**
   * What one body or one read reports, written together; durable when it resolves.
   * @returns the events that it was: a report that changes no state is none
   */
  record(reports: readonly NewReport[]): Promise<readonly LoggedEvent[]>;
  /** Whether it knows no subject, so that nothing has to be looked up; true only where that is certain. Asks no store. */
  isEmpty(): boolean;
  /** In the order of the names; null for what the log does not know. Synchronous where the store is in this process. */
  known(names: readonly SubjectName[]): readonly (KnownSubject | null)[] | Promise<readonly (KnownSubject | null)[]>;
  /** @throws INVALID_EVENT_CURSOR for a position older than the log or beyond its end */
  read(request: EventsRequest): Promise<EventsSlice>;
  /** The position of the last event; the one before the first where there is none. */
  end(): Promise<string>;
  /**
   * Every event from now on, of this and every other instance, in order, at most once. Cheap; no store is asked for each.
   * @returns how to stop
   */
  listen(listener: (events: readonly LoggedEvent[]) => void): () => void;
}
