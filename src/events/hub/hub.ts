import type { GraphContext, Sources, TenantUpdates } from '../../graph/context.js';
import type { KnownSubject, LoggedEvent } from '../../graph/delivery-event/delivery-event.source.js';
import type { UpdateSource } from '../../graph/subscription/update-source.js';
import type { WatchedSubject } from '../../graph/subscription/updates.source.js';
import type { Clock } from '../../clock.js';
import { CampaignWatch, type WalkCampaign } from '../watch/campaign-watch.js';
import { PollQueue } from '../watch/poll-queue.js';
import { SubjectWatch } from '../watch/subject-watch.js';
import type { WatchDeps, Watcher } from '../watch/watch.js';
import { subjectKey } from '../log/subject-state.js';
import { CampaignStream } from './campaign-stream.js';
import { campaignKey, keysOf } from './event-keys.js';
import { EventStream } from './event-stream.js';
import { LogFollower } from './log-follower.js';
import { SharedReads } from './shared-reads.js';
import { resumed } from './source-stream.js';
import { isChangeOf, SubjectStream } from './subject-stream.js';

export interface HubOptions extends Pick<WatchDeps, 'paceOf' | 'expectsCallbacks' | 'newOperation' | 'onUnexpected'> {
  /** Of the tenant, unlimited. */
  readonly sources: Sources;
  /** A context of the tenant with every scope, over these sources. */
  readonly contextOf: (
    sources: Sources,
    operation: ReturnType<HubOptions['newOperation']>,
  ) => ReturnType<WatchDeps['contextOf']>;
  readonly walkCampaign: WalkCampaign;
  readonly clock: Clock;
  /** Reads of what is watched at once. */
  readonly polls: number;
}

/** How much a hub holds; all zero when nobody watches. */
export interface HubState {
  readonly streams: number;
  readonly watches: number;
  readonly isListening: boolean;
}

export interface Hub extends TenantUpdates {
  state(): HubState;
  close(): void;
}

/** What is read for all who watch it. */
interface Watch {
  readonly watchers: Set<Watcher>;
  reported(event: LoggedEvent): void;
  close(): void;
}

/** The changes of one tenant: it listens to the log once, for all streams. */
export function createHub(options: HubOptions): Hub {
  return new TenantHub(options);
}

class TenantHub implements Hub {
  readonly sources: Sources;
  readonly #options: HubOptions;
  readonly #deps: WatchDeps;
  readonly #watches = new Map<string, Watch>();
  /** By key, the followers that its events go to. */
  readonly #routes = new Map<string, Set<LogFollower>>();
  readonly #feeds = new Map<LogFollower, (event: LoggedEvent) => boolean>();
  readonly #streams = new Set<{ close(): void }>();
  #stopListening: (() => void) | null = null;
  /** The last position that was published here. */
  #lastReported = '';

  constructor(options: HubOptions) {
    const { clock, paceOf, newOperation, sources } = options;
    this.#options = options;
    const shared = new SharedReads({ clock, paceOf, newOperation });
    this.sources = shared.over(sources);
    this.#deps = {
      ...options,
      events: sources.events,
      shared,
      polls: new PollQueue(options.polls),
      contextOf: (operation) => options.contextOf(this.sources, operation),
    };
  }

  async subject<Value>(subject: WatchedSubject<Value, GraphContext>, after: string | null): Promise<UpdateSource> {
    const key = subjectKey(subject.name);
    const { events, clock } = this.#deps;
    const follower = this.#follow(after, 'NEWEST', (event) => keysOf(event).includes(key));
    const leave = this.#route(key, follower);
    let known: KnownSubject | null = null;
    const resume = async (): Promise<void> => {
      [known = null] = await events.known([subject.name]); // first, so that every later change is read
      await follower.catchUp(isChangeOf(subject.name));
    };
    const create = async (): Promise<SubjectStream<Value>> => {
      const watch = this.#watchOf(key, () => new SubjectWatch(subject, this.#deps));
      const onClose = (): void => this.#leaveWatch(key, stream, leave);
      const stream: SubjectStream<Value> = new SubjectStream({
        subject,
        watch,
        follower,
        clock,
        startsWithPresent: after === null,
        known,
        onClose,
      });
      watch.watchers.add(stream);
      if (known?.status) watch.learn(known.status);
      return after === null ? stream : resumed(stream);
    };
    return this.#open(follower, after, leave, create, resume);
  }

  async campaign(trackingId: string, after: string | null): Promise<UpdateSource> {
    const key = campaignKey(trackingId);
    const { clock, walkCampaign } = this.#options;
    const follower = this.#follow(after, 'EVERY', ({ campaignTrackingId }) => campaignTrackingId === trackingId);
    const leave = this.#route(key, follower);
    return this.#open(follower, after, leave, async () => {
      const watch = this.#watchOf(key, () => new CampaignWatch(trackingId, this.#deps, walkCampaign));
      const onClose = (): void => this.#leaveWatch(key, stream, leave);
      const reported = (): string => this.#lastReported;
      const stream: CampaignStream = new CampaignStream({
        watch,
        follower,
        clock,
        startsWithPresent: after === null,
        reported,
        onClose,
      });
      watch.watchers.add(stream);
      return after === null ? stream : resumed(stream);
    });
  }

  async events(matches: (event: LoggedEvent) => boolean, after: string | null): Promise<UpdateSource> {
    const follower = this.#follow(after, 'EVERY', matches);
    this.#feeds.set(follower, matches);
    const leave = (): void => {
      this.#feeds.delete(follower);
      follower.close();
    };
    return this.#open(follower, after, leave, async () => {
      const stream: EventStream = new EventStream(follower, () => this.#leave(stream, leave));
      return stream;
    });
  }

  /** To be routed at once: what comes before its place is known is left out, and nothing is lost. */
  #follow(after: string | null, keeps: 'EVERY' | 'NEWEST', matches: (event: LoggedEvent) => boolean): LogFollower {
    const { events, clock } = this.#deps;
    return new LogFollower({ events, clock, position: after ?? '', isBehind: after !== null, matches, keeps });
  }

  async #open<Stream extends UpdateSource & { close(): void }>(
    follower: LogFollower,
    after: string | null,
    leave: () => void,
    create: () => Promise<Stream>,
    resume = () => follower.catchUp(),
  ): Promise<Stream> {
    const { events } = this.#deps;
    const opening = { close: leave };
    this.#streams.add(opening);
    this.#stopListening ??= events.listen((reported) => this.#emit(reported));
    try {
      if (after === null) follower.skipTo(await events.end());
      else await resume();
      const stream = await create();
      this.#streams.add(stream);
      return stream;
    } catch (error) {
      leave();
      throw error;
    } finally {
      this.#leave(opening, () => undefined);
    }
  }

  #route(key: string, follower: LogFollower): () => void {
    const followers = this.#routes.get(key) ?? new Set();
    this.#routes.set(key, followers.add(follower));
    return () => {
      followers.delete(follower);
      if (followers.size === 0 && this.#routes.get(key) === followers) this.#routes.delete(key);
      follower.close();
    };
  }

  #watchOf<Kind extends Watch>(key: string, create: () => Kind): Kind {
    const watch = (this.#watches.get(key) as Kind | undefined) ?? create();
    this.#watches.set(key, watch);
    return watch;
  }

  #leaveWatch(key: string, stream: Watcher & { close(): void }, leave: () => void): void {
    const watch = this.#watches.get(key);
    watch?.watchers.delete(stream);
    if (watch?.watchers.size === 0) {
      watch.close();
      this.#watches.delete(key);
    }
    this.#leave(stream, leave);
  }

  #leave(stream: { close(): void }, leave: () => void): void {
    leave();
    this.#streams.delete(stream);
    if (this.#streams.size > 0) return;
    this.#stopListening?.();
    this.#stopListening = null;
  }

  #emit(events: readonly LoggedEvent[]): void {
    this.#lastReported = events.at(-1)!.position;
    this.#deps.shared.reported(events);
    for (const event of events) {
      for (const key of keysOf(event)) {
        this.#watches.get(key)?.reported(event);
        for (const follower of this.#routes.get(key) ?? NONE) follower.push(event);
      }
      for (const [follower, matches] of this.#feeds) if (matches(event)) follower.push(event);
    }
  }

  state(): HubState {
    return {
      streams: this.#streams.size,
      watches: this.#watches.size,
      isListening: this.#stopListening !== null,
    };
  }

  close(): void {
    for (const stream of [...this.#streams]) stream.close();
  }
}

const NONE: readonly LogFollower[] = [];
