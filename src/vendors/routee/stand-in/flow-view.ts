import { recipientAt } from '../../../sandbox/country.js';
import { type FailoverFlow, flowRecipes, flowStateAt, type FlowStep } from '../../../sandbox/failover-flows.js';
import { partId } from '../../../sandbox/ids.js';
import { formatDate } from '../../../sandbox/life.js';

/** One flow as failover tracking shows it (Routee docs: failover tracking). Only steps that have started are in `messages`. */
export function viewFlow(flow: FailoverFlow, now: number): Record<string, unknown> {
  const { status, steps, updatedAt } = flowStateAt(flow, now);
  const isOver = status === 'Succeeded' || status === 'Failed';
  const last = steps.at(-1);
  return {
    trackingId: flow.trackingId,
    messages: steps.flatMap((step) => viewStep(flow, step)),
    terminationChannel: status === 'Succeeded' && last ? last.plan.type : null,
    status,
    statusCode: isOver ? flow.recipe.statusCode : null,
    // not the sum of the steps: in the documented example it is the price of the last one
    totalPrice: status === 'Succeeded' ? recipientAt(flow.number).country.price : 0,
    originatingService: 'Failover',
    applicationId: '5b223c27e4b04b9cdaa70000',
    createdAt: formatDate(flow.createdAt),
    updatedAt: formatDate(updatedAt),
  };
}

function viewStep(flow: FailoverFlow, step: FlowStep): Record<string, unknown>[] {
  const { plan, order } = step;
  const { to, country } = recipientAt(flow.number);
  const { stage, at } = step.moment;
  const { detailedStatus, description } = stage;
  const shared = {
    type: plan.type,
    order,
    to,
    country: country.code,
    status: {
      name: stage.word,
      ...(description !== undefined && {
        reason: { ...(detailedStatus !== undefined && { detailedStatus }), description },
      }),
      updatedDate: formatDate(at),
    },
    failoverOnStatuses: plan.failoverOn,
    createdAt: formatDate(step.createdAt),
    price: country.price,
  };
  switch (plan.type) {
    case 'Viber':
      return [{ ...shared, ...viewViber(flow, step) }];
    case 'Sms':
      // the parts of a long text are entries with one order and one messageId
      return Array.from({ length: plan.parts }, (_, index) => ({
        ...shared,
        ...viewSms(flow, step, index + 1, plan.parts),
      }));
    case 'Voice':
      return [{ ...shared, ...viewVoice(flow, step, plan.isAnswered && stage.word === 'Completed') }];
    case 'Rcs':
      return [{ ...shared, messageId: stepMessageId(flow, order), from: 'Sandbox' }];
  }
}

function viewViber(flow: FailoverFlow, step: FlowStep) {
  const message = flow.messageOf(step.order);
  if (!message) return {};
  const { text, imageUrl, action, file, video } = message.content;
  const isExpired = message.expireOnDelivery && step.moment.stage.word === 'EXPIRED';
  return {
    trackingId: message.trackingId,
    from: message.from,
    body: {
      ...(text !== undefined && { text }),
      ...(imageUrl !== undefined && { imageUrl }),
      ...(action && { action }),
      ...(file && { viberFile: { fileName: file.name, fileType: file.type, fileUrl: file.url } }),
      ...(video && {
        viberVideo: {
          videoURL: video.url,
          videoThumbnail: video.thumbnail,
          fileSize: video.megabytes,
          duration: video.seconds,
        },
      }),
    },
    inboundUrl: 'https://example.com/inbound',
    label: `flow-${flow.number}`,
    // minutes with a fraction, in failover only
    ttl: message.ttlSeconds / 60,
    expireOnDelivery: message.expireOnDelivery,
    expiredOnDeliveryAt: isExpired ? formatDate(step.moment.at) : null,
  };
}

function viewSms(flow: FailoverFlow, step: FlowStep, part: number, parts: number) {
  return {
    messageId: stepMessageId(flow, step.order),
    smsId: partId(flow.trackingId, step.order * 100 + part).replace('-8000-', '-a000-'),
    from: 'Sandbox',
    body: `Flow ${flow.number} by SMS${parts > 1 ? `, part ${part} of ${parts}` : ''}`,
    operator: 'Sandbox Mobile',
    part,
    parts,
    latency: 4,
    label: `flow-${flow.number}`,
    ttl: 15,
  };
}

function viewVoice(flow: FailoverFlow, step: FlowStep, wasAnswered: boolean) {
  // every second repetition of the recipes reaches a machine
  const answeredBy = Math.floor((flow.number - 1) / flowRecipes.length) % 2 === 0 ? 'human' : 'machine';
  return {
    messageId: stepMessageId(flow, step.order),
    from: 'Sandbox',
    duration: wasAnswered ? 17 : 0,
    ...(wasAnswered && { answeredBy }),
  };
}

const stepMessageId = (flow: FailoverFlow, order: number) => partId(flow.trackingId, order).replace('-8000-', '-9000-');
