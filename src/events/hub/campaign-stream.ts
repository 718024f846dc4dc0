import type { MessagingError } from '../../errors/error.js';
import type { LoggedEvent } from '../../graph/delivery-event/delivery-event.source.js';
import type { CampaignChange } from '../../graph/subscription/updates.source.js';
import { endsWithin } from '../../wait-at-most.js';
import { RestartableTimer } from '../restartable-timer.js';
import type { Clock } from '../../clock.js';
import type { CampaignWatch } from '../watch/campaign-watch.js';
import { OPENING_MS } from '../watch/watch.js';
import type { LogFollower } from './log-follower.js';
import { WatcherStream } from './watcher-stream.js';

/** Between two updates, unless as many messages have changed as one may have. */
const GATHERED_MS = 1000;
const MAX_CHANGES = 100;

export interface CampaignStreamOptions {
  readonly watch: CampaignWatch;
  readonly follower: LogFollower;
  readonly clock: Clock;
  readonly startsWithPresent: boolean;
  /** The last position of the log that followers got. */
  readonly reported: () => string;
  readonly onClose: () => void;
}

/** The updates of one campaign for one reader: every changed message is in one of them. */
export class CampaignStream extends WatcherStream<CampaignChange> {
  readonly #options: CampaignStreamOptions;
  readonly #gathering: RestartableTimer;
  #startsWithPresent: boolean;
  /** Of a resumed one: whether nothing was published that proves that there is such a campaign. */
  #mayBeAbsent: boolean;
  #isEnding = false;
  #isOver = false;
  /** The place up to which all was published. */
  #position: string;

  constructor(options: CampaignStreamOptions) {
    super(options.follower, options.onClose);
    this.#options = options;
    this.#startsWithPresent = options.startsWithPresent;
    this.#mayBeAbsent = !options.startsWithPresent;
    this.#position = options.follower.position;
    this.#gathering = new RestartableTimer(options.clock, () => this.wake());
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Finds out whether it was resumed at its end. */
  async resume(): Promise<void> {
    const { follower, watch, clock } = this.#options;
    watch.begin();
    if (follower.waiting.length > 0) return;
    await endsWithin(clock, watch.walked, OPENING_MS);
    this.#isOver = this.#isEnding = await this.#isAtEnd();
  }

  override close(): void {
    this.#gathering.clear();
    super.close();
  }

  protected async produce(): Promise<CampaignChange | null> {
    const { follower, watch } = this.#options;
    if (this.#startsWithPresent) {
      this.#startsWithPresent = false;
      return this.#update('PRESENT', []);
    }
    while (!this.isClosed && !this.#isEnding) {
      const isFull = distinct(follower.waiting) >= MAX_CHANGES;
      if (follower.waiting.length > 0 && (isFull || follower.isBehind || !this.#gathering.isSet)) {
        const changes = this.#takeChanges();
        this.#mayBeAbsent = false;
        while (follower.isBehind && follower.waiting.length === 0 && !this.isClosed) await follower.wait();
        this.#gathering.set(GATHERED_MS);
        return this.#update('EVENT', changes);
      }
      const failure = this.takeFailure();
      if (failure !== null) return this.#update('FAILED_READ', [], failure);
      if (this.#mayBeAbsent && watch.isAbsent) {
        this.#mayBeAbsent = false;
        return this.#update('PRESENT', []);
      }
      // What made it final was published before it was known to be.
      if (this.#mayBeAtEnd()) {
        if (await this.#isAtEnd()) return this.#update('EVENT', []);
        continue; // something may have come meanwhile
      }
      await (follower.waiting.length > 0 ? follower.sleep() : follower.wait());
    }
    return null;
  }

  #takeChanges(): LoggedEvent[] {
    const { follower } = this.#options;
    const changes = new Map<string, LoggedEvent>();
    for (let next = follower.waiting[0]; next; next = follower.waiting[0]) {
      const isMessage = next.kind === 'VIBER_MESSAGE';
      if (isMessage && changes.size === MAX_CHANGES && !changes.has(next.id)) break;
      follower.take(1);
      this.#position = next.position;
      if (!isMessage) continue;
      changes.delete(next.id);
      changes.set(next.id, next);
    }
    return [...changes.values()];
  }

  #mayBeAtEnd(): boolean {
    const { follower, watch } = this.#options;
    return watch.isOver() && follower.waiting.length === 0 && !follower.isBehind;
  }

  /** Nothing can change any more, and what has changed was published, also what the log has not handed on yet. */
  async #isAtEnd(): Promise<boolean> {
    if (!this.#mayBeAtEnd()) return false;
    await this.#options.follower.readToEnd(this.#options.reported());
    return this.#mayBeAtEnd();
  }

  #update(
    kind: CampaignChange['kind'],
    changes: readonly LoggedEvent[],
    failure: MessagingError | null = null,
  ): CampaignChange {
    return {
      kind,
      changes,
      isFollowed: kind === 'EVENT' && this.#options.watch.isWalked,
      failure,
      position: this.#position,
      finish: async () => {
        if (kind === 'PRESENT') this.#options.watch.begin();
        const isLast = await this.#isAtEnd();
        if (isLast) this.#isEnding = true;
        return isLast;
      },
      endAsAbsent: () => void (this.#isEnding = true),
    };
  }
}

const distinct = (events: readonly LoggedEvent[]): number => new Set(events.map(({ id }) => id)).size;
