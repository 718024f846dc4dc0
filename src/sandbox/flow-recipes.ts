import { type Life, second, viberLives, type ViberEnd } from './life.js';

/** A planned step. `life` is in the words of its channel. */
export interface StepPlan {
  /** Rcs is not documented: it stands for a kind of step that Routee may add. */
  readonly type: 'Viber' | 'Sms' | 'Voice' | 'Rcs';
  readonly life: Life;
  readonly failoverOn: readonly string[];
}

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

/** The lives of steps beside Viber ones, by how they end. */
export const stepLives = { smsDelivered, smsUndelivered, answered, unanswered } as const;

const viber = (end: ViberEnd, failoverOn = ['EXPIRED', 'FAILED', 'UNDELIVERED']): StepPlan => ({
  type: 'Viber',
  life: viberLives[end],
  failoverOn,
});
const sms = (life: Life): StepPlan => ({ type: 'Sms', life, failoverOn: ['Undelivered', 'Failed'] });
const voice = (life: Life): StepPlan => ({ type: 'Voice', life, failoverOn: ['Busy', 'NoAnswer', 'Failed'] });
const rcs: StepPlan = { type: 'Rcs', life: rcsFailed, failoverOn: ['Failed'] };

/** Flows 1 to 12, repeated from 13 on. */
export const flowRecipes: readonly FlowRecipe[] = [
  { steps: [viber('expired'), sms(smsDelivered)], ending: 'Succeeded', statusCode: null },
  { steps: [viber('seen')], ending: 'Succeeded', statusCode: '' },
  { steps: [viber('undelivered'), sms(smsDelivered)], ending: 'Succeeded', statusCode: null },
  { steps: [viber('expired'), sms(smsUndelivered), voice(answered)], ending: 'Succeeded', statusCode: null },
  { steps: [viber('queued')], ending: 'Queued', statusCode: null },
  { steps: [viber('expired'), sms(smsSent)], ending: 'InProgress', statusCode: null },
  { steps: [viber('failed')], ending: 'Failed', statusCode: 0 },
  { steps: [viber('unsent')], ending: 'Failed', statusCode: 1 },
  { steps: [viber('expired'), sms(smsUndelivered)], ending: 'Failed', statusCode: 2 },
  // undelivered is not among the statuses that fail over
  { steps: [viber('undelivered', ['EXPIRED'])], ending: 'Failed', statusCode: 3 },
  { steps: [rcs, sms(smsDelivered)], ending: 'Succeeded', statusCode: null },
  { steps: [voice(unanswered), sms(smsDelivered)], ending: 'Succeeded', statusCode: '' },
];

export const recipeMoving: FlowRecipe = {
  steps: [viber('expired'), sms(smsDelivered)],
  ending: 'Succeeded',
  statusCode: null,
};
export const recipeMovingViber: FlowRecipe = { steps: [viber('seen')], ending: 'Succeeded', statusCode: null };
