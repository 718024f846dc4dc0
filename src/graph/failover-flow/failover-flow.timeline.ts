import type { GraphContext } from '../context.js';
import { mergeTimeline, type TimelineEntry } from '../delivery/timeline.type.js';
import { knownSubjectLoader } from '../delivery-event/known-subject.loader.js';
import { nameOfStep, stepName } from '../subject-reports.js';
import { MAX_STEPS } from './failover-flow.rules.js';
import type { FailoverFlow } from './failover-flow.type.js';

/** What happened to the steps of a flow, those too that the log knows and the vendor's record does not have yet. */
export async function flowTimeline(
  { steps, trackingId }: FailoverFlow,
  context: GraphContext,
): Promise<TimelineEntry[]> {
  const read = steps.map((step) => ({
    order: step.order,
    channel: step.channel,
    status: step.status,
    name: stepName(step, trackingId),
  }));
  const orders = Array.from({ length: MAX_STEPS }, (_, index) => index + 1);
  const unread = orders
    .filter((order) => !read.some((step) => step.order === order))
    .map((order) => ({ order, channel: null, status: null, name: nameOfStep(trackingId, order) }));
  const all = [...read, ...unread];
  const known = await Promise.all(all.map(({ name }) => knownSubjectLoader(context).load(name)));
  return mergeTimeline(
    all.map(({ order, channel, status }, index) => ({
      order,
      channel: channel ?? known[index]?.channel ?? 'UNKNOWN',
      status,
      known: known[index]?.history ?? [],
    })),
  );
}
