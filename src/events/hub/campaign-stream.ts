import type { LoggedEvent } from '../../graph/delivery-event/delivery-event.source.js';
import type { CampaignUpdateTold } from '../../graph/subscription/updates.source.js';
import { Alarm, type Clock } from '../clock.js';
import type { CampaignWatch } from '../watch/campaign-watch.js';
import type { Watcher } from '../watch/watch.js';
import type { LogFollower } from './log-follower.js';
import { SourceStream } from './source-stream.js';

/** Between two updates, unless as many messages have changed as one may tell. */
const GATHERED_MS = 1000;
const MAX_CHANGES = 100;

export interface CampaignStreamOptions {
  readonly watch: CampaignWatch;
  readonly follower: LogFollower;
  readonly clock: Clock;
  readonly tellsPresent: boolean;
  readonly isOver: boolean;
  readonly onClose: () => void;
}

/** The updates of one campaign for one reader: every changed message is in one of them. */
export class CampaignStream extends SourceStream<CampaignUpdateTold> implements Watcher {
  readonly #options: CampaignStreamOptions;
  readonly #gathering: Alarm;
  #tellsPresent: boolean;
  #isEnding: boolean;
  /** The place up to which all was told. */
  #position: string;

  constructor(options: CampaignStreamOptions) {
    super(options.onClose);
    this.#options = options;
    this.#tellsPresent = options.tellsPresent;
    this.#isEnding = options.isOver;
    this.#position = options.follower.position;
    this.#gathering = new Alarm(options.clock, () => this.wake());
  }

  get isOver(): boolean {
    return this.#options.isOver;
  }

  override close(): void {
    this.#gathering.clear();
    super.close();
  }

  wake(): void {
    this.#options.follower.wake();
  }

  /** Its fields are read by the updates themselves, which tell their own failures. */
  readFailed(): void {}

  protected async produce(): Promise<CampaignUpdateTold | null> {
    const { follower, watch } = this.#options;
    if (this.#tellsPresent) {
      this.#tellsPresent = false;
      return this.#update('PRESENT', []);
    }
    while (!this.isClosed && !this.#isEnding) {
      const isFull = distinct(follower.waiting) >= MAX_CHANGES;
      if (follower.waiting.length > 0 && (isFull || follower.isBehind || !this.#gathering.isSet)) {
        const changes = this.#takeChanges();
        while (follower.isBehind && follower.waiting.length === 0 && !this.isClosed) await follower.wait();
        this.#gathering.set(GATHERED_MS);
        return this.#update('EVENT', changes);
      }
      // What made it final was told before it was known to be.
      if (follower.waiting.length === 0 && !follower.isBehind && watch.isOver()) return this.#update('EVENT', []);
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

  #update(kind: CampaignUpdateTold['kind'], changes: readonly LoggedEvent[]): CampaignUpdateTold {
    return {
      kind,
      changes,
      isFollowed: kind === 'EVENT' && this.#options.watch.isWalked,
      position: this.#position,
      settle: async () => {
        const { follower, watch } = this.#options;
        if (kind === 'PRESENT') watch.begin();
        const isLast = follower.waiting.length === 0 && !follower.isBehind && watch.isOver();
        if (isLast) this.#isEnding = true;
        return isLast;
      },
      endAsAbsent: () => void (this.#isEnding = true),
    };
  }
}

const distinct = (events: readonly LoggedEvent[]): number => new Set(events.map(({ id }) => id)).size;
