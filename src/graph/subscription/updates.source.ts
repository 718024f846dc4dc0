import type { MessagingErrorCode } from '../../errors/catalogue.js';
import type { MessagingError } from '../../errors/error.js';
import type {
  LoggedEvent,
  NewReport,
  SubjectName,
  SubjectReport,
  StatusReport,
} from '../delivery-event/delivery-event.source.js';
import type { DeliveryStatus } from '../delivery/delivery-status.type.js';
import type { SourceUpdate, UpdateSource } from './update-source.js';

/** Something whose state a subscription follows. */
export interface WatchedSubject<Value, Context> {
  /** As the log names it; a report by its extraId is named by that, with `extra/` before it. */
  readonly name: SubjectName;
  readonly absence: MessagingErrorCode;
  /** Whether it may appear a little later than it is asked for. */
  readonly mayAppear: boolean;
  /** One vendor call, unless it is shared. @returns null when there is none */
  read(context: Context): Promise<Value | null>;
  /** What a value reports of it and of what is in it: its own report is the last one. */
  reportsOf(value: Value): readonly NewReport[];
  statusOf(value: Value): DeliveryStatus;
}

/** What an event reported of a subject: it is shown as it was then. */
export interface ReportedState extends Omit<SubjectReport, 'status' | keyof SubjectName> {
  readonly status: DeliveryStatus;
}

/** One update of a subject. */
export interface SubjectUpdate<Value = unknown> extends SourceUpdate {
  readonly kind: 'PRESENT' | 'EVENT' | 'FAILED_READ';
  /** Of an EVENT; null where only what is in the subject changed and its own state is not known. */
  readonly reported: ReportedState | null;
  /** Of a FAILED_READ. */
  readonly failure: MessagingError | null;
  /**
   * Decides what the update says besides its value; called once.
   * @param value that was read; null where none was, or it could not be read
   * @returns the state to show instead of the value's own; null for the value's own
   * @throws EVENTS_UNAVAILABLE, as a rejection, for a PRESENT one
   */
  finish(value: Value | null): Promise<FinishedUpdate>;
  /** There is no such subject: the stream ends. */
  endAsAbsent(): void;
}

export interface FinishedUpdate {
  readonly position: string;
  readonly isLast: boolean;
  readonly reported: StatusReport | null;
}

/** One update of a campaign. */
export interface CampaignChange extends SourceUpdate {
  readonly kind: 'PRESENT' | 'EVENT' | 'FAILED_READ';
  readonly position: string;
  /** Of a FAILED_READ. */
  readonly failure: MessagingError | null;
  /** The latest event of each message, in the order of the log. */
  readonly changes: readonly LoggedEvent[];
  /** Whether all its messages were read since it is watched: callbacks or reads have reported every change since. */
  readonly isFollowed: boolean;
  /** Called once. @returns whether nothing of it can change any more */
  finish(): Promise<boolean>;
  endAsAbsent(): void;
}

export interface EventUpdate extends SourceUpdate {
  readonly position: string;
  readonly event: LoggedEvent;
}

/**
 * The changes of one tenant, for subscriptions.
 * Methods reject with INVALID_EVENT_CURSOR for a position that the log does not hold, EVENTS_UNAVAILABLE while it is away.
 */
export interface Updates<Context, Sources> {
  /** Those of the tenant; what updates read at the same time of the same thing is read once. */
  readonly sources: Sources;
  /** @param after only what comes after this position; null begins with the present state */
  subject<Value>(subject: WatchedSubject<Value, Context>, after: string | null): Promise<UpdateSource>;
  campaign(trackingId: string, after: string | null): Promise<UpdateSource>;
  /** @param after null begins at the end */
  events(matches: (event: LoggedEvent) => boolean, after: string | null): Promise<UpdateSource>;
}
