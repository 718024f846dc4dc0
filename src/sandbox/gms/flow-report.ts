import { recipientAt } from '../data/country.js';
import { flowStateAt, type FailoverFlow, type FlowStep } from '../data/failover-flow.js';
import { gmsIdOf } from '../ids.js';
import type { Attempt, Report } from './report.js';

/** What GMS says of a step that has come to its end, by its channel and word. */
const codes = new Map<string, readonly [status: number, substatus: number, hyberStatus: number]>([
  ['Viber DELIVERED', [2, 23, 23033]],
  ['Viber SEEN', [2, 24, 24033]],
  ['Viber EXPIRED', [3, 35, 35015]],
  ['Viber UNDELIVERED', [3, 34, 34033]],
  ['Viber FAILED', [3, 36, 36024]],
  ['Sms Delivered', [2, 23, 23011]],
  ['Sms Undelivered', [3, 34, 34011]],
]);

/** The report that GMS has under a flow's trackingId; null for every third flow. */
export function reportOfFlow(flow: FailoverFlow, now: number): Report | null {
  if (flow.number % 3 === 2) return null;
  const { status, steps } = flowStateAt(flow, now);
  return {
    messageId: gmsIdOf(flow.trackingId),
    extraId: flow.trackingId,
    phone: recipientAt(flow.number).to.slice(1),
    attempts: steps.map(readAttempt).filter((attempt) => attempt !== null),
    started: status !== 'Queued',
    processing: status === 'InProgress',
    // GMS has no voice channel
    plan: flow.recipe.steps.flatMap(({ type }) =>
      type === 'Viber' || type === 'Sms' ? [{ channel: type.toLowerCase(), ttl: 300 }] : [],
    ),
    clicks: null,
  };
}

function readAttempt(step: FlowStep): Attempt | null {
  const found = codes.get(`${step.plan.type} ${step.moment.stage.word}`);
  if (!found) return null;
  const [status, substatus, hyberStatus] = found;
  return {
    channel: step.plan.type.toLowerCase(),
    status,
    substatus,
    hyberStatus,
    time: step.moment.at,
    ...(step.plan.type === 'Sms' && { smsParts: step.plan.parts }),
  };
}
