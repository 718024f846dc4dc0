import { type Country, recipientAt } from './country.js';
import { type FlowRecipe, flowRecipes, recipeMoving, recipeMovingViber, type StepPlan } from './flow-recipes.js';
import { flowId, partId, sandboxIds, splitId } from './ids.js';
import { type Clock, durationOf, hour, type Moment, momentOf, second } from './life.js';
import type { TrackingFailure } from './reply.js';
import { contentAt, senderName, type ViberMessage } from './viber-message.js';

export interface FailoverFlow {
  readonly trackingId: string;
  readonly isTransactional: boolean;
  readonly recipe: FlowRecipe;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** Of the step that delivers. */
  readonly price: number;
  /** What the step of that order sends. */
  stepAt(order: number): StepContent;
  readonly trackingFailure?: TrackingFailure;
  /** Selects the GMS report under its trackingId; 'none' for no report. */
  readonly report: number | 'none';
}

/** What one step sends, and to whom. */
export interface StepContent {
  readonly to: string;
  readonly country: Country;
  readonly price: number;
  readonly from: string;
  readonly label?: string;
  readonly inboundUrl?: string;
  /** Minutes. */
  readonly ttl?: number;
  /** Of an SMS: a text for every part. */
  readonly texts?: readonly string[];
  /** Of a call. */
  readonly answeredBy?: 'human' | 'machine';
  /** Of a Viber step. */
  readonly message?: ViberMessage;
  /** Of a Viber step with a template: the number that Routee echoes. */
  readonly seq?: number;
}

/** A step that has started. */
export interface FlowStep {
  readonly plan: StepPlan;
  /** From 1. */
  readonly order: number;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly moment: Moment;
}

/** The state of a flow at one time. */
export interface FlowState {
  readonly status: 'Queued' | 'InProgress' | 'Succeeded' | 'Failed';
  readonly steps: readonly FlowStep[];
  readonly updatedAt: number;
}

const sampleCount = 50;

/** Flows 1 to 48 start 2.4 hours apart over the last five days; 49 and 50 when the sandbox starts. */
function sampleAt(clock: Clock, number: number): FailoverFlow {
  const recipe =
    number === 49 ? recipeMoving : number === 50 ? recipeMovingViber : flowRecipes[(number - 1) % flowRecipes.length]!;
  const createdAt = number > 48 ? clock.startedAt : clock.startedAt - number * 2.4 * hour;
  const trackingId = flowId(number);
  const isTransactional = trackingId === sandboxIds.flowTransactional;
  const { to, country } = recipientAt(number);
  const report = number % 3 === 2 ? 'none' : number;

  function messageAt(order: number): ViberMessage {
    return {
      trackingId: partId(trackingId, order),
      to,
      from: senderName,
      country,
      createdAt: createdAt + startOf(recipe, order),
      life: recipe.steps[order - 1]!.life,
      inCapitals: true,
      // every layout occurs in a step
      content: isTransactional ? {} : contentAt(number, `Flow ${number}, step ${order}`),
      ...(isTransactional && {
        template: {
          templateId: sandboxIds.template,
          templateLang: 'en',
          templateParams: { order_id: `A-${number}`, day: 'Friday' },
          deliveryScope: 'PRIMARY_DEVICE',
        },
      }),
      price: country.price,
      ttlSeconds: number % 4 === 0 ? 30 : 600,
      isSession: false,
      expireOnDelivery: number % 6 === 0,
      originatingService: 'Failover',
      groups: [],
      report,
    };
  }

  function stepAt(order: number): StepContent {
    const base = { to, country, price: country.price, label: `flow-${number}` };
    switch (recipe.steps[order - 1]?.type) {
      case 'Viber': {
        const message = messageAt(order);
        const viber = { ...base, from: senderName, ttl: message.ttlSeconds / 60, message };
        // neither label nor inbound URL goes with a template
        return isTransactional
          ? { ...viber, label: undefined, seq: order }
          : { ...viber, inboundUrl: 'https://example.com/inbound' };
      }
      case 'Sms': {
        const text = `Flow ${number} by SMS`;
        const isLong = (number - 1) % flowRecipes.length === 2; // as flowMultipartSms
        const texts = isLong ? [1, 2, 3].map((part) => `${text}, part ${part} of 3`) : [text];
        return { ...base, from: 'Sandbox', ttl: 15, texts };
      }
      case 'Voice':
        // every second repetition of the recipes reaches a machine
        return {
          to,
          country,
          price: country.price,
          from: 'Sandbox',
          answeredBy: Math.floor((number - 1) / flowRecipes.length) % 2 === 0 ? 'human' : 'machine',
        };
      default:
        return { to, country, price: country.price, from: 'Sandbox' };
    }
  }

  return { trackingId, isTransactional, recipe, createdAt, price: country.price, stepAt, report };
}

/** Milliseconds after a flow's start: a step starts when the one before it ends. */
export function startOf({ steps }: FlowRecipe, order: number): number {
  return steps.slice(0, order - 1).reduce((sum, step) => sum + durationOf(step.life), 0);
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

/** Every failover flow of the account: sample data, or sent since the start. */
export interface FlowStore {
  find(trackingId: string): FailoverFlow | null;
  /** The message of a Viber step. */
  findMessage(trackingId: string): ViberMessage | null;
  /** Newest first. */
  list(): readonly FailoverFlow[];
  add(flow: FailoverFlow): void;
}

export function createFlowStore(clock: Clock): FlowStore {
  const samples = Array.from({ length: sampleCount }, (_, index) => sampleAt(clock, index + 1));
  const flows = new Map(samples.map((flow) => [flow.trackingId, flow]));
  const sentMessages = new Map<string, ViberMessage>();
  return {
    find: (trackingId) => flows.get(trackingId) ?? null,
    findMessage(trackingId) {
      const split = splitId(trackingId);
      const sent = sentMessages.get(trackingId);
      if (sent || !split) return sent ?? null;
      return flows.get(split.wholeId)?.stepAt(split.position).message ?? null;
    },
    list: () => [...flows.values()].sort((a, b) => b.createdAt - a.createdAt),
    add(flow) {
      flows.set(flow.trackingId, flow);
      for (const index of flow.recipe.steps.keys()) {
        const { message } = flow.stepAt(index + 1);
        if (message) sentMessages.set(message.trackingId, message);
      }
    },
  };
}
