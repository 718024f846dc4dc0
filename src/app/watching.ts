import type { Config } from '../config/config.type.js';
import { type Clock, systemClock } from '../clock.js';
import { createHub, type Hub } from '../events/hub/hub.js';
import type { WalkCampaign, WalkedCampaign } from '../events/watch/campaign-watch.js';
import type { WatchedName } from '../events/watch/watch.js';
import { progressOf, wasSent } from '../graph/campaign/campaign.progress.js';
import { isCalledBack } from '../graph/sending/send-receipt.js';
import { readReportsOf } from '../graph/subject-reports.js';
import { MessagingError } from '../errors/error.js';
import { type GraphContext, type Sources, SCOPES, type Tenant } from '../graph/context.js';
import { Operation } from '../operation.js';
import { type Log, logSubscription } from '../server/observability/log.js';
import type { Metrics } from '../server/observability/metrics.js';
import type { Traces } from '../server/traces/traces.js';
import type { Trace } from '../trace.js';
import type { SubscriptionOptions } from '../server/graphql/run-subscription.js';
import { keepState } from '../vendors/freshness.js';

export interface WatchingOptions {
  readonly tenant: Tenant;
  readonly sources: Sources;
  /** Of its vendor calls; null where traces are off. */
  readonly trace: Trace | null;
  readonly clock?: Clock;
  readonly onUnexpected: (error: unknown) => void;
}

const EVERYTHING = new Set(SCOPES);

/** Reads at once to watch; half of UPSTREAM_CONCURRENCY where that is less. */
const POLLS = 32;

/** What a tenant's subscriptions follow. */
export function openHub({ upstream, operationTimeoutMs }: Config, options: WatchingOptions): Hub {
  const { clock = systemClock, tenant, sources, trace } = options;
  const hub: Hub = createHub({
    ...options,
    clock,
    expectsCallbacks: (name) => expectsCallbacks(sources, name),
    walkCampaign: walkSnapshot(sources),
    polls: Math.min(POLLS, Math.ceil(upstream.concurrency / 2)),
    paceOf: (status) => keepState(status, clock.wallTime()),
    newOperation: () =>
      new Operation({
        deadline: performance.now() + operationTimeoutMs,
        maxCalls: upstream.maxCalls,
        keepsRequests: false,
        trace,
      }),
    contextOf: (sources, operation): GraphContext => ({
      tenant,
      scopes: EVERYTHING,
      sources,
      operation,
      updates: hub,
      audit: () => undefined,
      values: [],
    }),
  });
  return hub;
}

const TOO_LARGE: ReadonlySet<string> = new Set(['CAMPAIGN_TOO_LARGE', 'OPERATION_TOO_EXPENSIVE']);

/**
 * By the snapshot of a campaign, which reads only pages on which something can still change. One that was cancelled, and
 * of which no message was sent, is final whatever state its messages keep.
 */
export const walkSnapshot =
  ({ snapshots, events, ledger }: Sources): WalkCampaign =>
  async (trackingId, operation) => {
    const recorded: Promise<unknown>[] = [];
    try {
      const snapshot = await snapshots.whole(trackingId, operation, (_page, { rows }) => {
        recorded.push(events.record(rows.flatMap((row) => (row ? readReportsOf(row) : []))));
      });
      const isCancelled = await wasCancelled(ledger, trackingId);
      if (snapshot === null) return isCancelled ? NEVER_SENT : 'ABSENT';
      return {
        get isFinal() {
          const progress = progressOf(snapshot);
          return progress.isFinal || (isCancelled && !wasSent(progress));
        },
        get isSettled() {
          return progressOf(snapshot).isSettled;
        },
        get isSent() {
          return wasSent(progressOf(snapshot));
        },
        get lastUpdateAt() {
          return progressOf(snapshot).lastUpdateAt;
        },
      };
    } catch (error) {
      if (error instanceof MessagingError && TOO_LARGE.has(error.code)) return null;
      throw error;
    } finally {
      await Promise.allSettled(recorded); // while the log is away the next walk finds the same
    }
  };

const NEVER_SENT: WalkedCampaign = { isFinal: true, isSettled: true, isSent: false, lastUpdateAt: null };

/** While the ledger is down it is taken for not cancelled: the next walk looks again. */
const wasCancelled = (ledger: Sources['ledger'], trackingId: string): Promise<boolean> =>
  ledger.cancelledAt('VIBER_CAMPAIGN', trackingId).then(
    (cancelledAt) => cancelledAt !== null,
    () => false,
  );

/**
 * What this graph sent with an address of its own is called back, and with it the messages of a campaign and of the Viber
 * steps of a flow. GMS reports the end alone, where it was asked to: reports are read.
 */
export async function expectsCallbacks(sources: Sources, { kind, id }: WatchedName): Promise<boolean> {
  const { callbacks, ledger, events } = sources;
  if (callbacks === null) return false;
  if (kind !== 'VIBER_CAMPAIGN' && kind !== 'VIBER_MESSAGE' && kind !== 'FAILOVER_FLOW') return false;
  const record = await ledger.find(kind, id);
  const receipt = record?.receipt ?? null;
  if (receipt !== null) return isCalledBack(receipt);
  if (kind !== 'VIBER_MESSAGE') return false;
  const [known] = await events.known([{ kind, id }]);
  const { campaignTrackingId: campaign, flowTrackingId: flow } = known ?? {};
  if (campaign != null) return expectsCallbacks(sources, { kind: 'VIBER_CAMPAIGN', id: campaign });
  return flow != null && expectsCallbacks(sources, { kind: 'FAILOVER_FLOW', id: flow });
}

/** A line of the log at the start and at the end of a subscription, counts, and the end of its span. */
export const observeSubscriptions = (
  log: Log,
  metrics: Metrics,
  traces: Traces | null,
): Pick<SubscriptionOptions, 'onStart' | 'onEnd'> => ({
  onStart: (record) => logSubscription(log, 'subscription-start', record, null),
  onEnd(record, end) {
    logSubscription(log, 'subscription-end', record, end);
    metrics.subscriptionEnded(record, end);
    traces?.subscriptionEnded(record, end);
  },
});
