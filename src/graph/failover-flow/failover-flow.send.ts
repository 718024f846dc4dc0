import type { GraphContext } from '../context.js';
import { configured } from '../loading.js';
import { type PaidSendKind, type SendFacts, sendPaid } from '../sending/paid-send.js';
import { messageKindOf } from '../sending/viber-message.rules.js';
import type { SendFailoverFlowInput } from './failover-flow.input.js';
import { violationsOfFlow, warningsOfFlow } from './failover-flow.rules.js';
import type { SendFailoverFlowPayload } from './failover-flow.type.js';

export const flowSend: PaidSendKind<'FAILOVER_FLOW', SendFailoverFlowInput> = {
  kind: 'FAILOVER_FLOW',
  source: 'failoverFlowSender',
  defaults: {
    expireOnDelivery: false,
    deliveryScope: 'PRIMARY_DEVICE',
    isFlash: false,
    repeat: 0,
    bargeIn: false,
  },
  senderOf: (sources) => configured(sources, 'failoverFlowSender'),
  violationsOf: violationsOfFlow,
  warningsOf: warningsOfFlow,
  factsOf: factsOfFlow,
};

function factsOfFlow({ to, steps: [first] }: SendFailoverFlowInput): SendFacts {
  const message = first?.viber?.message;
  return {
    phoneNumbers: [to],
    recipientCount: 1,
    channel: first?.voice ? 'VOICE' : first?.sms ? 'SMS' : 'VIBER',
    contentKind: message ? messageKindOf(message) : null,
    text: message?.content?.text ?? first?.sms?.text ?? null,
    hasTemplate: message?.template != null,
    isSession: false,
    scheduledAt: null,
    name: null,
    label: null,
  };
}

export async function sendFlow(input: SendFailoverFlowInput, context: GraphContext): Promise<SendFailoverFlowPayload> {
  const { receipt: failoverFlow, ...payload } = await sendPaid(flowSend, input, context);
  return { failoverFlow, ...payload };
}
