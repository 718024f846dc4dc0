import { openMemoryLog } from '../../src/events/log/memory-log.js';
import { createHub, type Hub } from '../../src/events/hub/hub.js';
import type { ExpectsCallbacks } from '../../src/events/watch/watch.js';
import type { WalkCampaign } from '../../src/events/watch/campaign-watch.js';
import { createSnapshots } from '../../src/graph/campaign/campaign.snapshots.js';
import { type GraphContext, type Scope, SCOPES, type Sources } from '../../src/graph/context.js';
import type { DeliveryEvents, LoggedEvent, NewReport } from '../../src/graph/delivery-event/delivery-event.source.js';
import { recordsSends } from '../../src/graph/sending/send-event.js';
import { configured } from '../../src/graph/loading.js';
import { Operation } from '../../src/operation.js';
import { createCaller } from '../../src/server/auth/caller.js';
import { keepState } from '../../src/vendors/freshness.js';
import { type FakeClock, fakeClock } from '../support/fake-clock.js';
import { type Graph, graph, schema, TENANT, type World } from '../support/fake-sources.js';
import { openPipeline, type Pipeline, type PipelineOptions, StreamReader } from '../server/streams.js';

/** A graph over fake vendors with its log of events, behind the pipeline, on one clock that a test advances. */
export interface LiveGraph {
  readonly graph: Graph;
  readonly clock: FakeClock;
  readonly events: DeliveryEvents;
  readonly hub: Hub;
  readonly pipeline: Pipeline;
  /** Calls to vendors so far. */
  calls(): readonly string[];
  open(
    document: string,
    variables?: object,
    more?: { scopes?: readonly Scope[]; lastEventId?: string },
  ): Promise<StreamReader>;
  record(...reports: readonly NewReport[]): Promise<readonly LoggedEvent[]>;
  /** Every reader leaves first. */
  stop(): Promise<void>;
}

export interface LiveOptions extends PipelineOptions {
  readonly expectsCallbacks?: ExpectsCallbacks;
  readonly walkCampaign?: WalkCampaign;
  /** In the place of the log. */
  readonly wrap?: (events: DeliveryEvents) => DeliveryEvents;
  readonly maxEvents?: number;
  /** Without it an unexpected error fails the test. */
  readonly onUnexpected?: (error: unknown) => void;
}

export async function openLiveGraph(world: World, options: LiveOptions = {}): Promise<LiveGraph> {
  const clock = options.clock ?? fakeClock();
  const fake = await graph(world);
  const log = openMemoryLog({ days: 7, max: options.maxEvents ?? 200_000, now: clock.wallTime }).forTenant(TENANT.id);
  const events = options.wrap?.(log) ?? log;
  const campaigns = () => configured(fake.sources, 'campaigns');
  const snapshots = createSnapshots({ campaigns, events, maxBytes: 2 ** 25 });
  const sources: Sources = {
    ...fake.sources,
    events,
    recordSend: recordsSends({ events, isAway: () => false, clock }),
    snapshots,
  };
  const hub: Hub = createHub({
    sources,
    clock,
    polls: 4,
    paceOf: (status) => keepState(status, clock.wallTime()),
    expectsCallbacks: options.expectsCallbacks ?? (() => false),
    walkCampaign: options.walkCampaign ?? (() => Promise.resolve(null)),
    newOperation: () => new Operation({ maxCalls: 500 }),
    contextOf: (shared, operation): GraphContext => ({
      tenant: TENANT,
      scopes: new Set(SCOPES),
      sources: shared,
      operation,
      updates: hub,
      audit: () => undefined,
      values: [],
    }),
    onUnexpected:
      options.onUnexpected ??
      ((error) => {
        throw error;
      }),
  });
  const callerWith = (scopes: readonly Scope[]) =>
    createCaller({
      service: { tenant: TENANT, sources, updates: hub },
      credential: 'one',
      scopes: new Set(scopes),
      rates: { operationsPerMinute: null, upstreamCallsPerMinute: null },
    });
  const readers = new Set<StreamReader>();
  const caller = callerWith(SCOPES);
  const pipeline = await openPipeline(schema, caller, { ...options, clock });
  return {
    graph: fake,
    clock,
    events,
    hub,
    pipeline,
    calls: () => fake.calls,
    async open(document, variables = {}, { scopes = SCOPES, lastEventId } = {}) {
      const more = lastEventId === undefined ? {} : { lastEventId };
      const reader = new StreamReader(
        await pipeline.subscribe(document, { variables, caller: callerWith(scopes), ...more }),
      );
      readers.add(reader);
      return reader;
    },
    record: (...reports) => log.record(reports),
    async stop() {
      for (const reader of readers) reader.leave();
      snapshots.close();
      await pipeline.stop();
    },
  };
}
