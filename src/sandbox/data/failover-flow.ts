import { flowId, partId } from '../ids.js';
import { hour, second, type Clock } from './clock.js';
import { contentAt } from './content.js';
import { recipientAt } from './country.js';
import { durationOf, momentOf, viberLives, type Moment } from './life.js';
import { flowRecipes, recipeMoving, recipeMovingViber, type FlowRecipe, type StepPlan } from './flow-recipe.js';
import { senderName } from './campaign.js';
import type { ViberMessage } from './viber-message.js';

/** One step that has begun. */
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

/** A flow by now. */
export interface FlowState {
  readonly status: 'Queued' | 'InProgress' | 'Succeeded' | 'Failed';
  readonly steps: readonly FlowStep[];
  readonly updatedAt: number;
}

export const flowCount = 50;

/** Flows 1 to 48 lie 2.4 hours apart, so that they fill the last five days; 49 and 50 begin with the sandbox. */
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
        // layouts with a file or a video are for campaigns too, so every one can be met in a step
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

/** A step begins when the one before has come to its end. */
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
