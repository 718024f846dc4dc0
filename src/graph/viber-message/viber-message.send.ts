import type { GraphContext } from '../context.js';
import { configured } from '../loading.js';
import { type PaidSendKind, type SendFacts, sendPaid } from '../sending/paid-send.js';
import { messageKindOf, textWarnings } from '../sending/viber-message.rules.js';
import type { SendViberMessageInput } from './viber-message.input.js';
import { violationsOfMessage } from './viber-message.rules.js';
import type { SendViberMessagePayload } from './viber-message.type.js';

export const messageSend: PaidSendKind<'VIBER_MESSAGE', SendViberMessageInput> = {
  kind: 'VIBER_MESSAGE',
  source: 'viberMessageSender',
  defaults: { isSession: false, deliveryScope: 'PRIMARY_DEVICE' },
  senderOf: (sources) => configured(sources, 'viberMessageSender'),
  violationsOf: violationsOfMessage,
  warningsOf: ({ message, isSession }) =>
    textWarnings(['input', 'message', 'content'], message.content, isSession === true),
  factsOf: factsOfMessage,
};

function factsOfMessage({ to, message, isSession, label }: SendViberMessageInput): SendFacts {
  return {
    phoneNumbers: [to],
    recipientCount: 1,
    channel: 'VIBER',
    contentKind: messageKindOf(message),
    text: message.content?.text ?? null,
    hasTemplate: message.template != null,
    isSession: isSession === true,
    scheduledAt: null,
    name: null,
    label: label ?? null,
  };
}

export async function sendMessage(
  input: SendViberMessageInput,
  context: GraphContext,
): Promise<SendViberMessagePayload> {
  const { receipt: viberMessage, ...payload } = await sendPaid(messageSend, input, context);
  return { viberMessage, ...payload };
}
