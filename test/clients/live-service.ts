import { buildSchema } from 'graphql';
import { readEventCursor, writeEventCursor } from '../../src/graph/delivery-event/event-cursor.js';
import { type Caller, createCaller, createTenant } from '../../src/server/auth/caller.js';
import type { ServerOptions } from '../../src/server/http/server.js';
import { type HttpService, startHttpService } from '../server/http/http-service.js';
import { openPipeline, type Pipeline } from '../server/streams.js';
import { systemClock } from '../../src/events/clock.js';

/** The changes of the one campaign; the last one settles it. */
export const CHANGES = 4;

export const LIVE_SDL = `
  type Query { campaign(trackingId: ID!): Campaign  deliveryEventsEnd: String }
  type Mutation { cancelViberCampaign: Boolean }
  type Subscription { campaignUpdated(trackingId: ID!, after: String): CampaignUpdate  deliveryEventAdded: CampaignUpdate }
  type CampaignUpdate { cursor: String!  isLast: Boolean!  campaign: Campaign }
  type Campaign { id: ID!  trackingId: ID!  delivered: Int! }
`;

export const WATCH = `subscription Watch($trackingId: ID!, $after: String) {
  campaignUpdated(trackingId: $trackingId, after: $after) { cursor isLast campaign { id delivered } }
}`;

export interface Watched {
  readonly campaignUpdated: {
    readonly cursor: string;
    readonly isLast: boolean;
    readonly campaign: { readonly id: string; readonly delivered: number };
  };
}

const tenant = createTenant('one');
const CALLER: Caller = createCaller({
  service: { tenant, sources: {} as never } as unknown as Caller['service'],
  credential: 'one/key',
  scopes: new Set(['read', 'send']),
  rates: { operationsPerMinute: null, upstreamCallsPerMinute: null },
});

export interface LiveService extends HttpService {
  readonly pipeline: Pipeline;
  /** Tells so many changes of the campaign in all. */
  publish(changes: number): void;
}

/** The server and its pipeline over a schema of a few fields, in the place of the whole graph with its vendors. */
export async function startLiveService(options: Partial<ServerOptions> = {}): Promise<LiveService> {
  let published = 1;
  const wake: (() => void)[] = [];
  let lastEventId: string | undefined;

  function updatesAfter(cursor: string | null) {
    let told = cursor === null ? published - 1 : Number(readEventCursor(tenant, cursor));
    let isLeft = false;
    const end = { done: true as const, value: undefined };
    return {
      isOver: told >= CHANGES,
      [Symbol.asyncIterator]() {
        return this;
      },
      async next() {
        while (told >= published && told < CHANGES && !isLeft) await new Promise<void>((resolve) => wake.push(resolve));
        if (isLeft || told >= CHANGES) return end;
        told += 1;
        return { done: false as const, value: { position: String(told), told } };
      },
      return() {
        isLeft = true;
        wakeAll();
        return Promise.resolve(end);
      },
    };
  }
  const wakeAll = (): void => wake.splice(0).forEach((resolve) => resolve());

  const schema = buildSchema(LIVE_SDL);
  const campaign = (delivered: number) => ({ id: 'campaign-1', trackingId: 'ca', delivered });
  for (const field of Object.values(schema.getSubscriptionType()!.getFields())) {
    field.subscribe = (_root, { after = null }: { after?: string | null }) => updatesAfter(lastEventId ?? after);
    field.resolve = ({ told }: { told: number }) => ({
      cursor: writeEventCursor(tenant, String(told)),
      isLast: told === CHANGES,
      campaign: campaign(told),
    });
  }
  schema.getQueryType()!.getFields()['campaign']!.resolve = () => campaign(published);
  schema.getMutationType()!.getFields()['cancelViberCampaign']!.resolve = () => true;
  const pipeline = await openPipeline(schema, CALLER, {
    clock: { ...systemClock, advance: () => undefined, timers: () => 0 },
  });
  const service = await startHttpService({
    identify: () => CALLER,
    answerOperation(incoming) {
      lastEventId = incoming.lastEventId;
      return pipeline.answer(incoming);
    },
    endSubscriptions: () => pipeline.limits.drain(),
    ...options,
  });
  return {
    ...service,
    pipeline,
    publish(changes) {
      published = changes;
      wakeAll();
    },
    async stop() {
      await service.stop();
      await pipeline.stop();
    },
  };
}
