import type { GraphContext } from '../../graph/context.js';
import type { LoggedEvent, StatusReport } from '../../graph/delivery-event/delivery-event.source.js';
import type { DeliveryStatus } from '../../graph/delivery/delivery-status.type.js';
import type { WatchedSubject } from '../../graph/subscription/updates.source.js';
import { endsWithin } from '../../wait-at-most.js';
import { RestartableTimer } from '../restartable-timer.js';
import { CallbackTrust } from './callback-trust.js';
import { FASTEST_MS, SLOWEST_MS, type WatchDeps, Watch } from './watch.js';

/** What a subject is like at a place of the log, whose status may outrank what was read. */
export interface PresentState extends StatusReport {
  readonly position: string;
  /** Epoch milliseconds: when this graph learned of its last change. */
  readonly learnedAt: number;
}

/** When an absent subject is read again, milliseconds after the time before; 60 s in all. */
const READ_AFTER_MS = [1000, 2000, 4000, 10_000, 10_000, 10_000, 10_000, 10_000, 3000];

/** One subject, read once for all who watch it. */
export class SubjectWatch<Value = unknown> extends Watch {
  readonly #subject: WatchedSubject<Value, GraphContext>;
  readonly #nextRead: RestartableTimer;
  #status: DeliveryStatus | null = null;
  #present: { readonly status: DeliveryStatus; readonly state: Promise<PresentState> } | null = null;
  #appearing: Promise<void> | null = null;
  /** Has what is absent read again before its time. */
  #endWait: (() => void) | null = null;
  /** Whether the last read found nothing. */
  #isAbsent = false;
  readonly #callbacks: CallbackTrust;
  #isReading = false;
  #resolveFirst: () => void = () => undefined;
  /** Resolves when its state is known, or could not be read. */
  readonly #first = new Promise<void>((resolve) => (this.#resolveFirst = resolve));

  constructor(subject: WatchedSubject<Value, GraphContext>, deps: WatchDeps) {
    super(deps);
    this.#subject = subject;
    this.#nextRead = new RestartableTimer(deps.clock, () => deps.polls.add(() => this.#read()));
    this.#callbacks = new CallbackTrust(subject.name, deps.expectsCallbacks, () => this.#schedule());
  }

  /** An event about it, or about what is in it. */
  reported({ kind, status, source }: LoggedEvent): void {
    this.#present = null;
    if (source === 'CALLBACK') this.#callbacks.called();
    if (source === 'READ' && this.#isReading) this.#callbacks.missed();
    if (kind === this.#subject.name.kind && status !== null) this.learn(status);
    this.#endWait?.();
  }

  /** Its state became known by other means than a read of its own. */
  learn(status: DeliveryStatus): void {
    const before = this.#status;
    this.#status = status;
    this.#resolveFirst();
    if (before?.state !== status.state || before.isFinal !== status.isFinal || !this.#nextRead.isSet) this.#schedule();
  }

  /** To be called once something is watched whose state is not known. Resolves when it is, or could not be read. */
  readSoon(): Promise<void> {
    if (this.#status === null && !this.#nextRead.isSet) this.#nextRead.set(0);
    return this.#first;
  }

  /**
   * Makes what a watcher is given known to the log, so that only what changes from then on is an event.
   * Rejects with EVENTS_UNAVAILABLE.
   */
  present(value: Value): Promise<PresentState> {
    const status = this.#subject.statusOf(value);
    const known = this.#present;
    if (known && known.status.state === status.state && known.status.isFinal === status.isFinal) return known.state;
    const state = this.#record(value, status);
    this.#present = { status, state };
    state.catch(() => {
      if (this.#present?.state === state) this.#present = null;
    });
    return state;
  }

  async #record(value: Value, read: DeliveryStatus): Promise<PresentState> {
    const { events, clock } = this.deps;
    const reports = this.#subject.reportsOf(value);
    await events.record(reports);
    const own = reports.at(-1);
    const position = await events.end();
    const [known] = own ? await events.known([own]) : [];
    const status = known?.status ?? read;
    this.learn(status);
    return {
      position,
      status,
      channel: known?.channel ?? null,
      learnedAt: known?.changedAt ?? clock.wallTime(),
    };
  }

  /** Resolves when it has appeared, or will not: its lookup then says so. */
  async appears(): Promise<void> {
    if (this.#subject.mayAppear) await (this.#appearing ??= this.#waitUntilThere());
  }

  async #waitUntilThere(): Promise<void> {
    if (this.#status !== null) return;
    const { clock } = this.deps;
    for (const milliseconds of READ_AFTER_MS) {
      const value = await this.#readNow().catch((error: Error) => error);
      if (value !== null || this.isClosed) return; // the lookup reports an error
      const event = new Promise<void>((resolve) => (this.#endWait = resolve));
      await endsWithin(clock, event, milliseconds);
      this.#endWait = null;
      if (this.isClosed) return;
    }
  }

  #readNow(): Promise<Value | null> {
    const { newOperation, contextOf } = this.deps;
    const operation = newOperation();
    operation.fresh = true;
    return this.#subject.read(contextOf(operation));
  }

  #schedule(): void {
    const status = this.#status;
    if (this.isClosed || status === null || status.isFinal) return this.#nextRead.clear();
    this.#nextRead.set(this.#pace(status));
  }

  #pace(status: DeliveryStatus): number {
    if (this.#callbacks.isExpected) return SLOWEST_MS;
    return Math.min(Math.max(this.deps.paceOf(status), FASTEST_MS), SLOWEST_MS);
  }

  async #read(): Promise<void> {
    if (this.isClosed) return;
    const { shared, events } = this.deps;
    this.#isReading = true;
    try {
      await shared.keepDuring(
        this.#subject.name,
        () => this.#readAndRecord(),
        () => events.end(),
      );
      this.readSucceeded();
      this.wakeAll();
    } catch (error) {
      this.readFailed(error);
    } finally {
      this.#isReading = false;
      this.#resolveFirst();
      if (this.#status === null && !this.isClosed) this.#nextRead.set(SLOWEST_MS);
      else this.#schedule();
    }
  }

  async #readAndRecord(): Promise<void> {
    const { events } = this.deps;
    const value = await this.#readNow();
    this.#isAbsent = value === null;
    if (value === null) return;
    const reports = this.#subject.reportsOf(value);
    await events.record(reports);
    const [known] = reports.length > 0 ? await events.known([reports.at(-1)!]) : [];
    this.#status = known?.status ?? this.#subject.statusOf(value);
  }

  get status(): DeliveryStatus | null {
    return this.#status;
  }

  /** Neither the vendor nor the log knows it. */
  get isAbsent(): boolean {
    return this.#isAbsent && this.#status === null;
  }

  close(): void {
    this.isClosed = true;
    this.#nextRead.clear();
    this.#resolveFirst();
    this.#endWait?.();
  }
}
