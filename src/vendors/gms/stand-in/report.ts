import { type FailoverFlow, flowStateAt } from '../../../sandbox/failover-flows.js';
import { gmsIdOf } from '../../../sandbox/ids.js';
import { minute, second } from '../../../sandbox/life.js';
import { messageMoment, type ViberMessage } from '../../../sandbox/viber-message.js';

/** The attempt over one channel. `status` 2 delivered, 3 not delivered, -1 neither yet (GMS docs: delivery reports). */
export interface Attempt {
  readonly channel: string;
  readonly status: number;
  readonly substatus: number;
  readonly hyberStatus: number;
  /** Epoch milliseconds. */
  readonly time: number;
  readonly smsParts?: number;
  readonly templateId?: number;
}

export interface Report {
  readonly messageId: string;
  /** Null: GMS leaves the member out. */
  readonly extraId: string | null;
  /** International, without plus. */
  readonly phone: string;
  readonly phoneAsNumber?: boolean;
  readonly attempts: readonly Attempt[];
  readonly started: boolean;
  readonly processing: boolean;
  readonly plan: readonly { readonly channel: string; readonly ttl: number }[];
  /** Null when click tracking was off. */
  readonly clicks: number | null;
}

const viberPlan = { channel: 'viber', ttl: 60 };
const smsPlan = { channel: 'sms', ttl: 300 };

/** GMS's codes of a final state, by channel and Routee's word. The code of seen is not documented: 24033 is a guess. */
const codes = new Map<string, Pick<Attempt, 'status' | 'substatus' | 'hyberStatus'>>([
  ['Viber DELIVERED', { status: 2, substatus: 23, hyberStatus: 23033 }],
  ['Viber SEEN', { status: 2, substatus: 24, hyberStatus: 24033 }],
  ['Viber EXPIRED', { status: 3, substatus: 35, hyberStatus: 35015 }],
  ['Viber UNDELIVERED', { status: 3, substatus: 34, hyberStatus: 34033 }],
  ['Viber FAILED', { status: 3, substatus: 36, hyberStatus: 36024 }],
  ['Sms Delivered', { status: 2, substatus: 23, hyberStatus: 23011 }],
  ['Sms Undelivered', { status: 3, substatus: 34, hyberStatus: 34011 }],
]);

/** The report that GMS has under the trackingId of a Viber message; null when it has none. */
export function reportOfMessage(message: ViberMessage, now: number): Report | null {
  const n = message.report;
  const { stage, at } = messageMoment(message, now);
  if (n === 'none' || stage.word === 'UNSENT') return null;
  const failsOverToSms = n % 2 === 0;
  const found = codes.get(`Viber ${stage.word}`);
  const attempts: Attempt[] = found ? [viberAttempt({ ...found, channel: 'viber', time: at }, n)] : [];
  if (stage.word === 'SENT') attempts.push({ channel: 'hyber', status: -1, substatus: -1, hyberStatus: -1, time: at });
  const smsAt = at + 2 * second;
  const isBySms = stage.word === 'EXPIRED' && failsOverToSms && smsAt <= now;
  if (isBySms)
    attempts.push({ channel: 'sms', status: 2, substatus: 23, hyberStatus: 23011, time: smsAt, smsParts: 1 + (n % 3) });
  const waitsForSms = stage.word === 'EXPIRED' && failsOverToSms && !isBySms;
  return {
    messageId: gmsIdOf(message.trackingId),
    extraId: message.trackingId,
    phone: message.to.slice(1),
    phoneAsNumber: n % 10 === 7,
    attempts,
    started: stage.word !== 'QUEUED',
    processing: stage.word === 'SENT' || waitsForSms,
    plan: failsOverToSms ? [viberPlan, smsPlan] : [viberPlan],
    clicks: message.content.action && attempts.some(({ status }) => status === 2) ? countClicks(at, now) : null,
  };
}

/** Every third delivered message matched a template; template 0 stands for none. */
function viberAttempt(attempt: Attempt, n: number): Attempt {
  if (attempt.hyberStatus === 23033 && n % 3 === 1) return { ...attempt, hyberStatus: 23043, templateId: 6_349_599 };
  return n % 3 === 2 ? { ...attempt, templateId: 0 } : attempt;
}

/** One a minute, 25 at most: they grow after the status is final. */
function countClicks(since: number, now: number): number {
  return Math.min(25, Math.max(0, Math.floor((now - since) / minute)));
}

/** The report that GMS has under a flow's trackingId; null when it has none. */
export function reportOfFlow(flow: FailoverFlow, now: number): Report | null {
  if (flow.report === 'none') return null;
  const { status, steps } = flowStateAt(flow, now);
  return {
    messageId: gmsIdOf(flow.trackingId),
    extraId: flow.trackingId,
    phone: flow.stepAt(1).to.slice(1),
    attempts: steps.flatMap(({ plan, order, moment }): Attempt | readonly Attempt[] => {
      const found = codes.get(`${plan.type} ${moment.stage.word}`);
      if (!found) return [];
      const parts = plan.type === 'Sms' ? { smsParts: flow.stepAt(order).texts?.length ?? 1 } : {};
      return { ...found, channel: plan.type.toLowerCase(), time: moment.at, ...parts };
    }),
    started: status !== 'Queued',
    processing: status === 'InProgress',
    // GMS has no voice channel
    plan: flow.recipe.steps.flatMap(({ type }) =>
      type === 'Viber' || type === 'Sms' ? [{ channel: type.toLowerCase(), ttl: 300 }] : [],
    ),
    clicks: null,
  };
}
