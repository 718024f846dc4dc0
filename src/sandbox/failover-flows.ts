import { recipientAt } from './country.js';
import { flowId, partId, splitId } from './ids.js';
import {
  type Clock,
  durationOf,
  hour,
  type Life,
  type Moment,
  momentOf,
  second,
  viberLives,
  type ViberEnd,
} from './life.js';
import { contentAt, senderName, type ViberMessage } from './viber-message.js';

/** A planned step. `life` is in the words of its channel. */
export type StepPlan =
  | { readonly type: 'Viber'; readonly end: ViberEnd; readonly life: Life; readonly failoverOn: readonly string[] }
  | { readonly type: 'Sms'; readonly parts: number; readonly life: Life; readonly failoverOn: readonly string[] }
  | {
      readonly type: 'Voice';
      readonly isAnswered: boolean;
      readonly life: Life;
      readonly failoverOn: readonly string[];
    }
  // not documented: stands for a kind of step that Routee may add
  | { readonly type: 'Rcs'; readonly life: Life; readonly failoverOn: readonly string[] };

export interface FlowRecipe {
  readonly steps: readonly [StepPlan, ...StepPlan[]];
  readonly ending: 'Queued' | 'InProgress' | 'Succeeded' | 'Failed';
  /** 0 server error, 1 not enough balance, 2 no next step, 3 failover not triggered; null and "" both stand for none. */
  readonly statusCode: 0 | 1 | 2 | 3 | null | '';
}

const smsStart: Life = [{ after: 0, word: 'Queued', description: 'The SMS waits to be sent.' }];
const smsSent: Life = [
  ...smsStart,
  { after: second / 2, word: 'Sent', description: 'The SMS was handed to the operator.' },
];
const smsDelivered: Life = [
  ...smsSent,
  {
    after: 2 * second,
    word: 'Delivered',
    detailedStatus: 'Delivered',
    description: 'The SMS was delivered to its recipient.',
  },
];
const smsUndelivered: Life = [
  ...smsSent,
  {
    after: 2 * second,
    word: 'Undelivered',
    detailedStatus: 'Unsupported Equipment',
    description: 'The SMS could not be delivered.',
  },
];
const ringing: Life = [
  { after: 0, word: 'Queued', description: 'The call waits.' },
  { after: 300, word: 'Initiated', description: 'The call was placed.' },
  { after: 600, word: 'Ringing', description: 'The phone rings.' },
];
const answered: Life = [
  ...ringing,
  { after: 1500, word: 'InProgress', description: 'The call is going on.' },
  { after: 3 * second, word: 'Completed', description: 'The call was answered and is over.' },
];
const unanswered: Life = [
  ...ringing,
  { after: 3 * second, word: 'NoAnswer', detailedStatus: 'No Answer', description: 'Nobody answered.' },
];
const rcsFailed: Life = [
  { after: 0, word: 'Queued', description: 'The message waits.' },
  { after: second, word: 'Failed', detailedStatus: 'System Failure', description: 'The message could not be sent.' },
];

const viber = (end: ViberEnd, failoverOn = ['EXPIRED', 'FAILED', 'UNDELIVERED']): StepPlan => ({
  type: 'Viber',
  end,
  life: viberLives[end],
  failoverOn,
});
const sms = (life: Life, parts = 1): StepPlan => ({ type: 'Sms', parts, life, failoverOn: ['Undelivered', 'Failed'] });
const voice = (life: Life, isAnswered: boolean): StepPlan => ({
  type: 'Voice',
  isAnswered,
  life,
  failoverOn: ['Busy', 'NoAnswer', 'Failed'],
});
const rcs: StepPlan = { type: 'Rcs', life: rcsFailed, failoverOn: ['Failed'] };

/** Flows 1 to 12, repeated from 13 on. */
export const flowRecipes: readonly FlowRecipe[] = [
  { steps: [viber('expired'), sms(smsDelivered)], ending: 'Succeeded', statusCode: null },
  { steps: [viber('seen')], ending: 'Succeeded', statusCode: '' },
  { steps: [viber('undelivered'), sms(smsDelivered, 3)], ending: 'Succeeded', statusCode: null },
  { steps: [viber('expired'), sms(smsUndelivered), voice(answered, true)], ending: 'Succeeded', statusCode: null },
  { steps: [viber('queued')], ending: 'Queued', statusCode: null },
  { steps: [viber('expired'), sms(smsSent)], ending: 'InProgress', statusCode: null },
  { steps: [viber('failed')], ending: 'Failed', statusCode: 0 },
  { steps: [viber('unsent')], ending: 'Failed', statusCode: 1 },
  { steps: [viber('expired'), sms(smsUndelivered)], ending: 'Failed', statusCode: 2 },
  // undelivered is not among the statuses that fail over
  { steps: [viber('undelivered', ['EXPIRED'])], ending: 'Failed', statusCode: 3 },
  { steps: [rcs, sms(smsDelivered)], ending: 'Succeeded', statusCode: null },
  { steps: [voice(unanswered, false), sms(smsDelivered)], ending: 'Succeeded', statusCode: '' },
];

export const recipeMoving: FlowRecipe = {
  steps: [viber('expired'), sms(smsDelivered)],
  ending: 'Succeeded',
  statusCode: null,
};
export const recipeMovingViber: FlowRecipe = { steps: [viber('seen')], ending: 'Succeeded', statusCode: null };

/** A step that has started. */
export interface FlowStep {
  readonly plan: StepPlan;
  /** From 1. */
  readonly order: number;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly moment: Moment;
}

export interface FailoverFlow {
  readonly trackingId: string;
  readonly number: number;
  readonly recipe: FlowRecipe;
  readonly createdAt: number;
  /** The Viber message behind a step; null when that step is of another kind. */
  messageOf(order: number): ViberMessage | null;
}

/** The state of a flow at one time. */
export interface FlowState {
  readonly status: 'Queued' | 'InProgress' | 'Succeeded' | 'Failed';
  readonly steps: readonly FlowStep[];
  readonly updatedAt: number;
}

export const flowCount = 50;

/** Flows 1 to 48 start 2.4 hours apart over the last five days; 49 and 50 when the sandbox starts. */
export function findFlow(clock: Clock, number: number): FailoverFlow | null {
  if (!Number.isInteger(number) || number < 1 || number > flowCount) return null;
  const recipe =
    number === 49 ? recipeMoving : number === 50 ? recipeMovingViber : flowRecipes[(number - 1) % flowRecipes.length];
  if (!recipe) return null;
  const createdAt = number > 48 ? clock.startedAt : clock.startedAt - number * 2.4 * hour;
  return createFlow(flowId(number), number, recipe, createdAt);
}

function createFlow(trackingId: string, number: number, recipe: FlowRecipe, createdAt: number): FailoverFlow {
  const { to, country } = recipientAt(number);
  return {
    trackingId,
    number,
    recipe,
    createdAt,
    messageOf(order) {
      const plan = recipe.steps[order - 1];
      if (plan?.type !== 'Viber') return null;
      return {
        trackingId: partId(trackingId, order),
        to,
        from: senderName,
        country,
        createdAt: createdAt + startOf(recipe, order),
        life: viberLives[plan.end],
        inCapitals: true,
        // every layout occurs in a step
        content: contentAt(number, `Flow ${number}, step ${order}`),
        price: country.price,
        ttlSeconds: number % 4 === 0 ? 30 : 600,
        isSession: false,
        expireOnDelivery: number % 6 === 0,
        originatingService: 'Failover',
        groups: [],
        report: number % 3 === 2 ? 'none' : number,
      };
    },
  };
}

/** A step starts when the one before it ends. */
function startOf(recipe: FlowRecipe, order: number): number {
  return recipe.steps.slice(0, order - 1).reduce((sum, step) => sum + durationOf(step.life), 0);
}

export function flowStateAt(flow: FailoverFlow, now: number): FlowState {
  const { recipe, createdAt } = flow;
  const steps = recipe.steps
    .map((plan, index): FlowStep => {
      const start = createdAt + startOf(recipe, index + 1);
      return { plan, order: index + 1, createdAt: start, moment: momentOf(plan.life, start, now) };
    })
    .filter((step) => step.order === 1 || step.createdAt <= now);
  const last = steps.at(-1);
  const updatedAt = Math.max(createdAt, last?.moment.at ?? 0);
  const isOver = now >= createdAt + startOf(recipe, recipe.steps.length + 1);
  const isQueued = recipe.ending === 'Queued' || now < createdAt + second;
  const status = isQueued ? 'Queued' : isOver ? recipe.ending : 'InProgress';
  return { status, steps, updatedAt };
}

/** The number in a flow's id; NaN when the id is not one of a flow. */
export function flowNumberOf(trackingId: string): number {
  return trackingId.startsWith('f1') && splitId(trackingId)?.position === 0
    ? Number(trackingId.slice(2, 8))
    : Number.NaN;
}
