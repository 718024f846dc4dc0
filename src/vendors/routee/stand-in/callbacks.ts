import { type FailoverFlow, flowStateAt, startOf } from '../../../sandbox/failover-flows.js';
import { formatDate, minute, second, type Stage } from '../../../sandbox/life.js';
import type { CallbackFault } from '../../../sandbox/magic.js';
import type { Content, ViberMessage } from '../../../sandbox/viber-message.js';
import type { World } from '../../../sandbox/world.js';
import { viewFlow } from './flow-view.js';
import { findMagic } from './magic.js';

/** What a send asks for beside the message. */
export interface CallbackRequest {
  readonly callbackUrl?: string;
  readonly inboundUrl?: string;
  readonly label?: string;
}

const vendor = 'routee';

/** The words that Routee's callbacks are documented with: SENT is none. Its first QUEUED is the answer to the send. */
const reportedWords = ['QUEUED', 'DELIVERED', 'UNDELIVERED', 'EXPIRED', 'FAILED', 'UNSENT', 'SEEN'];

/** A reply comes so long after the message was seen. */
const REPLY_MS = 2 * second;

/** Posts the reported changes of messages that were sent together, and their replies (Routee docs: Viber callbacks). */
export function reportMessages(world: World, messages: readonly ViberMessage[], request: CallbackRequest): void {
  world.sent.call(messages);
  for (const message of messages) reportMessage(world, message, request);
}

function reportMessage({ callbacks, messages }: World, message: ViberMessage, request: CallbackRequest): void {
  const { callbackUrl, inboundUrl } = request;
  const { createdAt, life } = message;
  /** False once its campaign is cancelled. */
  const isCurrent = (stage: Stage): boolean => {
    const current = messages.find(message.trackingId);
    return current?.createdAt === createdAt && (current.life as readonly Stage[]).includes(stage);
  };
  const changes = life.slice(1).filter(({ word }) => reportedWords.includes(word));
  if (callbackUrl !== undefined)
    for (const { change: stage, at } of planCallbacks(changes, ({ after }) => createdAt + after, message.to))
      callbacks.schedule({
        vendor,
        url: callbackUrl,
        at,
        body: () => (isCurrent(stage) ? viewStatus(message, stage, request) : null),
      });
  const seen = life.find(({ word }) => word === 'SEEN');
  if (inboundUrl !== undefined && seen)
    callbacks.schedule({
      vendor,
      url: inboundUrl,
      at: createdAt + seen.after + REPLY_MS,
      body: () => (isCurrent(seen) ? viewReply(message, createdAt + seen.after + REPLY_MS, request) : null),
    });
}

/** Posts a flow at every change, or once at its end (Routee docs: failover, callback). */
export function reportFlow(
  world: World,
  flow: FailoverFlow,
  { strategy, url }: { readonly strategy?: string; readonly url?: string } = {},
): void {
  const { callbacks } = world;
  const steps = flow.recipe.steps.map((_, index) => flow.stepAt(index + 1));
  for (const { message, inboundUrl, label } of steps) if (message) reportMessage(world, message, { inboundUrl, label });
  if (url === undefined) return;
  const times = strategy === 'OnCompletion' ? timesOfFlow(flow).slice(-1) : timesOfFlow(flow);
  const isOver = (at: number): boolean => ['Succeeded', 'Failed'].includes(flowStateAt(flow, at).status);
  const reported = times.filter((at) => strategy !== 'OnCompletion' || isOver(at));
  for (const { change: changedAt, at } of planCallbacks(reported, (time) => time, steps[0]!.to))
    callbacks.schedule({ vendor, url, at, body: () => viewFlowCallback(flow, changedAt) });
}

/** When the flow or a step of it gets another state; its first is the answer to the send. */
function timesOfFlow(flow: FailoverFlow): number[] {
  const { recipe, createdAt } = flow;
  const times = recipe.steps.flatMap(({ life }, index) =>
    life.map(({ after }) => createdAt + startOf(recipe, index + 1) + after),
  );
  return [...new Set(times)].filter((at) => at > createdAt).sort((a, b) => a - b);
}

/** When each change is posted, as the magic value of the recipient says. */
function planCallbacks<Change>(
  changes: readonly Change[],
  timeOf: (change: Change) => number,
  recipient: string,
): { readonly change: Change; readonly at: number }[] {
  const plan = changes.map((change) => ({ change, at: timeOf(change) }));
  const lastAt = plan.at(-1)?.at ?? 0;
  switch (faultOf(recipient)) {
    case 'never':
      return [];
    case 'late':
      return plan.map(({ change, at }) => ({ change, at: at + minute }));
    case 'twice':
      return plan.flatMap((one) => [one, { ...one, at: one.at + second / 2 }]);
    case 'reversed':
      return plan.reverse().map(({ change }, index) => ({ change, at: lastAt + index * second }));
    case null:
      return plan;
  }
}

function faultOf(recipient: string): CallbackFault | null {
  const effect = findMagic('recipient', recipient)?.effect;
  if (effect?.kind === 'failure') return effect.callbacks ?? null;
  return effect?.kind === 'callbacks' ? effect.how : null;
}

/** The body of a status callback. JSON leaves out members that are undefined. */
function viewStatus(message: ViberMessage, stage: Stage, { label, inboundUrl }: CallbackRequest) {
  const { campaign } = message;
  const { word: name, detailedStatus, description } = stage;
  return {
    trackingId: message.trackingId,
    campaignTrackingId: campaign?.trackingId,
    to: message.to,
    from: message.from,
    groups: campaign && message.groups,
    country: message.country.code,
    status: {
      name,
      reason: { detailedStatus, description },
      updatedDate: formatDate(message.createdAt + stage.after),
    },
    body: viewBody(message.content),
    ...message.template,
    ttl: message.ttlSeconds,
    label,
    inboundUrl,
    applicationName: 'default',
    price: message.price,
    direction: 'Outbound',
    originatingService: 'Viber',
    createdAt: formatDate(message.createdAt),
  };
}

const viewBody = ({ text, imageUrl, action, file }: Content) => ({
  text,
  imageURL: imageUrl,
  viberAction: action,
  viberFile: file && { fileName: file.name, fileType: file.type, fileUrl: file.url },
});

/** The body of an inbound message (Routee docs: inbound Viber messages). */
function viewReply(message: ViberMessage, sentAt: number, { label }: CallbackRequest) {
  const { campaign } = message;
  return {
    from: message.to,
    to: message.from,
    message: 'Thank you',
    sentDate: formatDate(sentAt),
    campaignName: campaign?.name,
    campaignTrackingId: campaign?.trackingId,
    referenceTrackingId: message.trackingId,
    direction: 'Inbound',
    ...(campaign && { media: null, filename: null, label }),
  };
}

/** As tracking shows the flow; the channel of the last step also where it failed. */
function viewFlowCallback(flow: FailoverFlow, at: number) {
  const { status, steps } = flowStateAt(flow, at);
  const isOver = status === 'Succeeded' || status === 'Failed';
  return { ...viewFlow(flow, at), terminationChannel: isOver ? steps.at(-1)!.plan.type : null };
}
