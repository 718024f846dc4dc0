import { type FailoverFlow, flowStateAt, type FlowStep, type StepContent } from '../../../sandbox/failover-flows.js';
import { partId } from '../../../sandbox/ids.js';
import { formatDate } from '../../../sandbox/life.js';

/** One flow as failover tracking shows it (Routee docs: failover tracking). Only steps that have started are in `messages`. */
export function viewFlow(flow: FailoverFlow, now: number): Record<string, unknown> {
  const { status, steps, updatedAt } = flowStateAt(flow, now);
  const isOver = status === 'Succeeded' || status === 'Failed';
  const last = steps.at(-1);
  return {
    trackingId: flow.trackingId,
    ...(flow.isTransactional && { flowKind: 'transactional' }),
    messages: steps.flatMap((step) => viewStep(flow, step)),
    terminationChannel: status === 'Succeeded' && last ? last.plan.type : null,
    status,
    statusCode: isOver ? flow.recipe.statusCode : null,
    // not the sum of the steps: in the documented example it is the price of the last one
    totalPrice: status === 'Succeeded' ? flow.price : 0,
    originatingService: 'Failover',
    applicationId: '5b223c27e4b04b9cdaa70000',
    createdAt: formatDate(flow.createdAt),
    updatedAt: formatDate(updatedAt),
  };
}

function viewStep(flow: FailoverFlow, step: FlowStep): Record<string, unknown>[] {
  const { plan, order } = step;
  const content = flow.stepAt(order);
  const { stage, at } = step.moment;
  const { detailedStatus, description } = stage;
  // JSON leaves out members that are undefined
  const shared = {
    type: plan.type,
    order,
    to: content.to,
    from: content.from,
    country: content.country.code,
    status: {
      name: stage.word,
      ...(description !== undefined && {
        reason: { ...(detailedStatus !== undefined && { detailedStatus }), description },
      }),
      updatedDate: formatDate(at),
    },
    failoverOnStatuses: plan.failoverOn,
    createdAt: formatDate(step.createdAt),
    price: content.price,
    label: content.label,
    // minutes, in failover only
    ttl: content.ttl,
  };
  switch (plan.type) {
    case 'Viber':
      return [{ ...shared, ...viewViber(content, step) }];
    case 'Sms':
      // the parts of a long text are entries with one order and one messageId
      return (content.texts ?? []).map((text, index, { length }) => ({
        ...shared,
        ...viewSms(flow, step, text, index + 1, length),
      }));
    case 'Voice':
      return [{ ...shared, ...viewVoice(flow, step, content) }];
    case 'Rcs':
      return [{ ...shared, messageId: stepMessageId(flow, order) }];
  }
}

function viewViber({ message, inboundUrl, seq }: StepContent, step: FlowStep) {
  if (!message) return {};
  const { text, imageUrl, action, file, video } = message.content;
  const isExpired = message.expireOnDelivery && step.moment.stage.word === 'EXPIRED';
  const shared = {
    trackingId: message.trackingId,
    expireOnDelivery: message.expireOnDelivery,
    expiredOnDeliveryAt: isExpired ? formatDate(step.moment.at) : null,
  };
  if (message.template) return { ...shared, ...message.template, seq };
  return {
    ...shared,
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
    inboundUrl,
  };
}

function viewSms(flow: FailoverFlow, step: FlowStep, text: string, part: number, parts: number) {
  return {
    messageId: stepMessageId(flow, step.order),
    smsId: partId(flow.trackingId, step.order * 100 + part).replace('-8000-', '-a000-'),
    body: text,
    operator: 'Sandbox Mobile',
    part,
    parts,
    latency: 4,
  };
}

function viewVoice(flow: FailoverFlow, step: FlowStep, { answeredBy }: StepContent) {
  const wasAnswered = step.moment.stage.word === 'Completed';
  return {
    messageId: stepMessageId(flow, step.order),
    duration: wasAnswered ? 17 : 0,
    ...(wasAnswered && { answeredBy }),
  };
}

const stepMessageId = (flow: FailoverFlow, order: number) => partId(flow.trackingId, order).replace('-8000-', '-9000-');
