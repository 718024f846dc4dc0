import type { LoggedEvent } from '../../graph/delivery-event/delivery-event.source.js';
import { RestartableTimer } from '../restartable-timer.js';
import { CallbackTrust } from './callback-trust.js';
import { FASTEST_MS, QUIET_MS, SLOWEST_MS, type WatchDeps, Watch } from './watch.js';

/** What is known of all messages of a campaign at the moment of asking; events keep it current. */
export interface WalkedCampaign {
  readonly isFinal: boolean;
  /** Whether only SEEN, or EXPIRED after DELIVERED, may still follow. */
  readonly isSettled: boolean;
  /** Whether a message of it went out: a cancel then ends nothing. */
  readonly isSent: boolean;
  /** Of the message that changed last, ISO 8601. */
  readonly lastUpdateAt: string | null;
}

/**
 * Reads every message of a campaign, but for pages on which nothing can change any more, and records what it finds.
 * @returns ABSENT where the vendor has no such campaign, null where it is too large to be read as a whole
 */
export type WalkCampaign = (
  trackingId: string,
  operation: ReturnType<WatchDeps['newOperation']>,
) => Promise<WalkedCampaign | 'ABSENT' | null>;

/** One campaign, walked once for all who watch it. One that is too large is watched by its events alone. */
export class CampaignWatch extends Watch {
  readonly #trackingId: string;
  readonly #walk: WalkCampaign;
  readonly #nextWalk: RestartableTimer;
  #walked: WalkedCampaign | null = null;
  /** Whether the vendor had no such campaign: it may not know yet what was sent just now. */
  isAbsent = false;
  readonly #callbacks: CallbackTrust;
  #hasBegun = false;
  /** By an event since it is watched; a walk looks for itself. */
  #isCancelled = false;
  /** On the clock: when the last walk ended. */
  #walkedAt = 0;
  #resolveWalked: () => void = () => undefined;
  /** Resolves when it was walked once, however that ended. */
  readonly walked = new Promise<void>((resolve) => (this.#resolveWalked = resolve));

  constructor(trackingId: string, deps: WatchDeps, walk: WalkCampaign) {
    super(deps);
    this.#trackingId = trackingId;
    this.#walk = walk;
    this.#nextWalk = new RestartableTimer(deps.clock, () => deps.polls.add(() => this.#walkOnce()));
    const name = { kind: 'VIBER_CAMPAIGN', id: trackingId } as const;
    this.#callbacks = new CallbackTrust(name, deps.expectsCallbacks, () => undefined);
  }

  /** Once it is known to exist. */
  begin(): void {
    if (this.#hasBegun || this.isClosed) return;
    this.#hasBegun = true;
    this.#nextWalk.set(0);
  }

  /** An event about it came: a vendor that did not know it may know it now. */
  reported({ source, sendOutcome }: LoggedEvent): void {
    if (sendOutcome !== null) this.#isCancelled = sendOutcome === 'CANCELLED';
    if (source === 'CALLBACK') this.#callbacks.called();
    if (!this.isAbsent || !this.#nextWalk.isSet) return;
    this.#nextWalk.set(Math.max(0, this.#walkedAt + FASTEST_MS - this.deps.clock.now()));
  }

  get isWalked(): boolean {
    return this.#walked !== null;
  }

  /** Whether nothing of it can change any more, or it is settled and unchanged for an hour. */
  isOver(): boolean {
    if (this.#walked === null) return this.isAbsent && this.#isCancelled;
    const { isFinal, isSettled, isSent, lastUpdateAt } = this.#walked;
    if (isFinal || (this.#isCancelled && !isSent)) return true;
    const changedAt = lastUpdateAt === null ? Number.NaN : Date.parse(lastUpdateAt);
    return isSettled && this.deps.clock.wallTime() - changedAt >= QUIET_MS;
  }

  async #walkOnce(): Promise<void> {
    if (this.isClosed) return;
    const { newOperation, events } = this.deps;
    let found = 0;
    const stop = events.listen((logged) => {
      found += logged.filter((one) => one.source === 'READ' && one.campaignTrackingId === this.#trackingId).length;
    });
    let canChange = true;
    try {
      const operation = newOperation();
      operation.fresh = true;
      const walked = await this.#walk(this.#trackingId, operation);
      this.isAbsent = walked === 'ABSENT';
      this.#walked = walked === 'ABSENT' ? null : walked;
      canChange = walked !== null && !this.isOver();
      this.readSucceeded();
      if (found > 0) this.#callbacks.missed();
    } catch (error) {
      this.readFailed(error);
    } finally {
      stop();
    }
    this.#resolveWalked();
    this.#walkedAt = this.deps.clock.now();
    if (this.isClosed) return;
    this.wakeAll();
    if (canChange) this.#nextWalk.set(this.#pace());
  }

  #pace(): number {
    if (this.#callbacks.isExpected) return SLOWEST_MS;
    const pace = this.deps.paceOf({ isFinal: false, updatedAt: this.#walked?.lastUpdateAt ?? null });
    return Math.min(Math.max(pace, FASTEST_MS), SLOWEST_MS);
  }

  close(): void {
    this.isClosed = true;
    this.#nextWalk.clear();
    this.#resolveWalked();
  }
}
