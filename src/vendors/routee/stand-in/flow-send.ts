import { randomUUID } from 'node:crypto';
import { findCountry, promotionalPrice } from '../../../sandbox/country.js';
import { type FailoverFlow, startOf, type StepContent } from '../../../sandbox/failover-flows.js';
import { type FlowRecipe, stepLives, type StepPlan } from '../../../sandbox/flow-recipes.js';
import { partId } from '../../../sandbox/ids.js';
import { formatDate, type Life, viberLives } from '../../../sandbox/life.js';
import { senderNames, type ViberMessage } from '../../../sandbox/viber-message.js';
import type { World } from '../../../sandbox/world.js';
import { reportFlow } from './callbacks.js';
import { type FlowKind, type FlowRequest, flowRules, flowShape, type Step, viberRequestOf } from './flow-request.js';
import type { ViberStep } from './flow-request.js';
import { findMagic } from './magic.js';
import { outcomeOf, trackingFailureOf } from './outcome.js';
import type { Send } from './send.js';
import { usedTemplate } from './template-request.js';
import { readContent } from './viber-request.js';

/** POST /failover, POST /failover/transactional */
export const createFlowSend = (world: World, kind: FlowKind): Send<FlowRequest> => ({
  path: kind === 'standard' ? '/failover' : '/failover/transactional',
  scope: 'failover',
  badTokenStatus: kind === 'standard' ? undefined : 403,
  shape: flowShape(kind),
  rules: flowRules(kind),
  recipients: ({ flow = [] }) => flow.map(recipientOf),
  accept({ flow = [], callback }, effect) {
    const createdAt = world.clock.now();
    const trackingId = randomUUID();
    const sent = createFlow(flow, { trackingId, createdAt, isTransactional: kind === 'transactional' });
    world.flows.add({ ...sent, trackingFailure: trackingFailureOf(effect, createdAt) });
    reportFlow(world, sent, callback);
    return {
      trackingId,
      ...(sent.isTransactional && { flowKind: kind }),
      flow: sent.isTransactional ? flow.map(withSeq) : flow,
      callback,
      createdAt: formatDate(createdAt),
    };
  },
});

/** Calls to Viber or SIP have no number. */
const recipientOf = ({ to }: Step): string => (typeof to === 'string' ? to : (to?.phone ?? ''));

/** Echoed also where the request had none; the ttl has a default. */
const withSeq = (step: Step, index: number): Step =>
  step.type === 'Viber' ? { ...step, ...usedTemplate(step), ttl: step.ttl ?? 10, seq: step.seq ?? index + 1 } : step;

type Identity = Pick<FailoverFlow, 'trackingId' | 'createdAt' | 'isTransactional'>;

function createFlow(requested: readonly Step[], identity: Identity): FailoverFlow {
  const steps = requested.map((step, index) => ({ order: index + 1, ...step })).sort((a, b) => a.order - b.order);
  const recipe = planFlow(steps);
  const contents = steps.slice(0, recipe.steps.length).map((step, index) => contentOf(step, index, recipe, identity));
  return {
    ...identity,
    recipe,
    price: contents.at(-1)!.price,
    stepAt: (order) => contents[order - 1] ?? contents[0]!,
    report: FLOW_REPORT,
  };
}

/** Reports of Viber messages without an SMS after them: the flow has its own. */
const FLOW_REPORT = 3;

const defaultStatuses: Readonly<Record<Step['type'], readonly string[]>> = {
  Sms: ['Undelivered', 'Failed'],
  Viber: ['EXPIRED', 'FAILED', 'UNDELIVERED'],
  Voice: ['Busy', 'NoAnswer'],
};

const deliveredWords = ['seen', 'delivered', 'completed'];

/** The steps that will run, and how the flow ends. */
function planFlow(steps: readonly Step[]): FlowRecipe {
  const plans: StepPlan[] = [];
  for (const step of steps) {
    const failoverOn = step.failoverOnStatuses ?? defaultStatuses[step.type];
    const life = lifeOf(step);
    plans.push({ type: step.type, life, failoverOn });
    const word = life.at(-1)!.word.toLowerCase();
    if (failoverOn.some((status) => status.toLowerCase() === word)) continue;
    return { steps: atLeastOne(plans), ...endingOf(word) };
  }
  return { steps: atLeastOne(plans), ending: 'Failed', statusCode: 2 };
}

const atLeastOne = (plans: readonly StepPlan[]): FlowRecipe['steps'] => [plans[0]!, ...plans.slice(1)];

/** Of a flow whose last step ends with a word that does not fail over. */
function endingOf(word: string): Pick<FlowRecipe, 'ending' | 'statusCode'> {
  if (deliveredWords.includes(word)) return { ending: 'Succeeded', statusCode: null };
  if (word === 'queued') return { ending: 'Queued', statusCode: null };
  if (word === 'sent') return { ending: 'InProgress', statusCode: null };
  return { ending: 'Failed', statusCode: word === 'unsent' ? 1 : 3 };
}

function lifeOf(step: Step): Life {
  const effect = findMagic('recipient', recipientOf(step))?.effect;
  const failsLater = effect?.kind === 'end' && effect.failsLaterSteps;
  if (step.type === 'Sms') return failsLater ? stepLives.smsUndelivered : stepLives.smsDelivered;
  if (step.type === 'Voice') return failsLater ? stepLives.unanswered : stepLives.answered;
  const { life } = outcomeOf(sentBy(step), 0);
  // a delivery that is not seen counts as expired after the ttl
  return step.expireOnDelivery && life === viberLives.delivered ? viberLives.expiredAfterDelivery : life;
}

const sentBy = (step: ViberStep) => ({
  to: step.to ?? '',
  content: readContent(viberRequestOf(step)),
  isSession: false,
  ...(step.templateId !== undefined && { template: usedTemplate(step) }),
});

function contentOf(step: Step, index: number, recipe: FlowRecipe, { trackingId, createdAt }: Identity): StepContent {
  const to = recipientOf(step);
  const country = findCountry(to);
  const base = { to, country, price: promotionalPrice(country), from: step.type === 'Viber' ? '' : (step.from ?? '') };
  if (step.type === 'Voice') return { ...base, answeredBy: 'human' };
  if (step.type === 'Sms')
    return { ...base, label: step.message?.label, ttl: step.ttl ?? 1200, texts: splitText(step.message?.body ?? '') };
  const ttl = step.ttl ?? 10;
  const { price } = outcomeOf(sentBy(step), 0);
  const message: ViberMessage = {
    trackingId: partId(trackingId, index + 1),
    from: senderNames.get(step.senderInfoTrackingId ?? '') ?? '',
    country,
    createdAt: createdAt + startOf(recipe, index + 1),
    life: recipe.steps[index]!.life,
    inCapitals: true,
    ...sentBy(step),
    price,
    ttlSeconds: Math.round(ttl * 60),
    expireOnDelivery: step.expireOnDelivery ?? false,
    originatingService: 'Failover',
    groups: [],
    report: FLOW_REPORT,
  };
  const { label, inboundUrl } = step;
  const seq = step.templateId === undefined ? undefined : (step.seq ?? index + 1);
  return { ...base, price, from: message.from, label, inboundUrl, ttl, message, seq };
}

/** One SMS holds 160 characters, a part of a longer text 153. */
const splitText = (text: string): string[] => (text.length <= 160 ? [text] : (text.match(/[\s\S]{1,153}/g) ?? [text]));
