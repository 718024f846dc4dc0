import type { MessagingError } from '../../errors/error.js';
import type { GraphContext } from '../../graph/context.js';
import { NO_DETAILS } from '../../graph/delivery/no-details.js';
import type {
  KnownSubject,
  LoggedEvent,
  StatusReport,
  SubjectName,
} from '../../graph/delivery-event/delivery-event.source.js';
import type { DeliveryStatus } from '../../graph/delivery/delivery-status.type.js';
import type {
  FinishedUpdate,
  SubjectUpdate,
  ReportedState,
  WatchedSubject,
} from '../../graph/subscription/updates.source.js';
import { RestartableTimer } from '../restartable-timer.js';
import type { Clock } from '../../clock.js';
import type { PresentState, SubjectWatch } from '../watch/subject-watch.js';
import { endsWithin } from '../../wait-at-most.js';
import { OPENING_MS, QUIET_MS } from '../watch/watch.js';
import type { LogFollower } from './log-follower.js';
import { WatcherStream } from './watcher-stream.js';

export interface SubjectStreamOptions<Value> {
  readonly subject: WatchedSubject<Value, GraphContext>;
  readonly watch: SubjectWatch<Value>;
  readonly follower: LogFollower;
  readonly clock: Clock;
  /** Whether it begins with the present state. */
  readonly startsWithPresent: boolean;
  /** Of a resumed one what the log knew of it before its events were read. */
  readonly known: KnownSubject | null;
  readonly onClose: () => void;
}

/** The updates of one message, flow or report for one reader. A slow one gets the newest state alone. */
export class SubjectStream<Value> extends WatcherStream<SubjectUpdate<Value>> {
  readonly #options: SubjectStreamOptions<Value>;
  readonly #quiet: RestartableTimer;
  #startsWithPresent: boolean;
  /** Of a resumed one: whether nothing was published that proves that there is such a subject. */
  #mayBeAbsent: boolean;
  #status: DeliveryStatus | null;
  /** Epoch milliseconds: when this graph learned of its last change. */
  #learnedAt: number;
  #isEnding = false;

  constructor(options: SubjectStreamOptions<Value>) {
    super(options.follower, options.onClose);
    const { known, clock, startsWithPresent, follower, subject } = options;
    this.#options = options;
    this.#startsWithPresent = startsWithPresent;
    this.#mayBeAbsent = !startsWithPresent;
    this.#status = statusBefore(follower.waiting.find(isChangeOf(subject.name)), known);
    this.#learnedAt = known?.changedAt ?? clock.wallTime();
    this.#quiet = new RestartableTimer(clock, () => this.wake());
  }

  /** Finds out whether it was resumed at its end. */
  async resume(): Promise<void> {
    const { watch, follower, clock } = this.#options;
    const read = watch.readSoon();
    if (this.#status === null && follower.waiting.length === 0) {
      await endsWithin(clock, read, OPENING_MS);
      await this.#takeReadStatus();
    }
    this.#isEnding = this.#canEnd();
    if (!this.#isEnding) this.#waitForQuiet();
  }

  get isOver(): boolean {
    return this.#isEnding;
  }

  override close(): void {
    this.#quiet.clear();
    super.close();
  }

  protected async produce(): Promise<SubjectUpdate<Value> | null> {
    const { follower, watch } = this.#options;
    if (this.#startsWithPresent) {
      await watch.appears();
      this.#startsWithPresent = false;
      return this.isClosed ? null : this.#update('PRESENT', null);
    }
    while (!this.isClosed && !this.#isEnding) {
      const batch = follower.takeBatch();
      if (batch.length > 0) return this.#updateOf(batch);
      const failure = this.takeFailure();
      if (failure !== null) return this.#update('FAILED_READ', null, failure);
      if (this.#mayBeAbsent && watch.isAbsent) {
        this.#mayBeAbsent = false;
        await watch.appears();
        if (follower.waiting.length > 0) continue;
        return this.isClosed ? null : this.#update('PRESENT', null);
      }
      if (!follower.isBehind && this.#status === null && watch.status !== null) {
        await this.#takeReadStatus();
        continue;
      }
      // The last change was published already, as one that others might follow.
      if (this.#canEnd()) return this.#status?.isFinal ? null : this.#update('EVENT', this.#reportedAgain());
      await follower.wait();
    }
    return null;
  }

  /** Where the log does not know its status: the one that was read, unless that read is an event that has to be published. */
  async #takeReadStatus(): Promise<void> {
    const { watch, follower } = this.#options;
    if (watch.status === null) return;
    await follower.readToEnd(follower.position);
    if (follower.waiting.length === 0 && !follower.isBehind) this.#status = watch.status;
  }

  /** What one body or one read reported. Whether anything comes after it has to be known. */
  async #updateOf(batch: readonly LoggedEvent[]): Promise<SubjectUpdate<Value>> {
    const { subject, follower } = this.#options;
    const last = batch.at(-1)!;
    this.#mayBeAbsent = false;
    const own = batch.findLast(isChangeOf(subject.name));
    if (own) this.#status = own.status;
    this.#learnedAt = last.receivedAt;
    while (follower.isBehind && follower.waiting.length === 0 && !this.isClosed) await follower.wait();
    return this.#update('EVENT', own ? reportedBy(own) : this.#reportedAgain(), null, last.position);
  }

  #reportedAgain(): ReportedState | null {
    return this.#status && { ...NO_DETAILS, status: this.#status };
  }

  #update(
    kind: SubjectUpdate['kind'],
    reported: ReportedState | null,
    failure: MessagingError | null = null,
    position: string = this.#options.follower.position,
  ): SubjectUpdate<Value> {
    const update: SubjectUpdate<Value> & { position: string } = {
      kind,
      reported,
      failure,
      position,
      finish: async (value) => {
        const finished = await this.#finish(update, value);
        update.position = finished.position;
        return finished;
      },
      endAsAbsent: () => void (this.#isEnding = true),
    };
    return update;
  }

  async #finish(
    { kind, reported: ofUpdate, position }: SubjectUpdate<Value>,
    value: Value | null,
  ): Promise<FinishedUpdate> {
    let place = position!;
    let reported: StatusReport | null = ofUpdate;
    if (kind === 'PRESENT' && value !== null) {
      const present = await this.#finishPresent(value);
      place = present.position;
      reported = present;
    }
    const isLast = this.#canEnd();
    if (isLast) this.#isEnding = true;
    else this.#waitForQuiet();
    return { position: place, isLast, reported };
  }

  async #finishPresent(value: Value): Promise<PresentState> {
    const { watch, follower } = this.#options;
    try {
      const present = await watch.present(value);
      follower.skipTo(present.position);
      this.#status = present.status;
      this.#learnedAt = present.learnedAt;
      return present;
    } catch (error) {
      this.#isEnding = true; // it has no place from which it could go on
      throw error;
    }
  }

  /** Only when no change still waits to be published. */
  #canEnd(): boolean {
    const { follower } = this.#options;
    if (this.#status === null || follower.waiting.length > 0 || follower.isBehind) return false;
    if (this.#status.isFinal) return true;
    return this.#status.state === 'DELIVERED' && this.#quietFor() <= 0;
  }

  /**
   * How long it still has to be unchanged, milliseconds: by the vendor's date, which every instance and stream knows, and no
   * later than this graph learned of the change.
   */
  #quietFor(): number {
    const reachedAt = Date.parse(this.#status?.updatedAt ?? '');
    const changedAt = Number.isNaN(reachedAt) ? this.#learnedAt : Math.min(reachedAt, this.#learnedAt);
    return changedAt + QUIET_MS - this.#options.clock.wallTime();
  }

  #waitForQuiet(): void {
    if (this.#status?.state !== 'DELIVERED' || this.#status.isFinal || this.isClosed) return this.#quiet.clear();
    this.#quiet.set(Math.max(0, this.#quietFor()));
  }
}

/** Whether an event changed the status of a subject itself, and not only of what is in it. */
export const isChangeOf =
  (name: SubjectName) =>
  ({ kind, status }: LoggedEvent): boolean =>
    kind === name.kind && status !== null;

/** The status that a subject had before a change; the one that it has now where no change follows. */
function statusBefore(change: LoggedEvent | undefined, known: KnownSubject | null): DeliveryStatus | null {
  if (change === undefined) return known?.status ?? null;
  return known?.history.find(({ status }) => status.state === change.previousState)?.status ?? null;
}

const reportedBy = ({ status, ...event }: LoggedEvent): ReportedState | null => status && { ...event, status };
