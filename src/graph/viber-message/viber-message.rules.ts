import type { Violation } from '../../errors/error.js';
import {
  emptyViolations,
  illFormedText,
  keyViolations,
  labelViolations,
  phoneNumberViolations,
  publicUrlViolations,
  ttlViolations,
  VIBER_TTL,
} from '../sending/send.rules.js';
import { besideTemplateViolations, messageViolations } from '../sending/viber-message.rules.js';
import type { SendViberMessageInput } from './viber-message.input.js';

/** What Routee documents as a limit of one Viber message (Routee docs: send a Viber message; transactional messages). */
export function violationsOfMessage(input: SendViberMessageInput): readonly Violation[] {
  const { message, isSession, label, inboundCallbackUrl } = input;
  return [
    ...keyViolations(input.idempotencyKey),
    ...emptyViolations(['input', 'senderId'], input.senderId),
    ...phoneNumberViolations(['input', 'to'], input.to),
    ...messageViolations(['input', 'message'], message, isSession === true),
    ...besideTemplateViolations(['input'], message, { isSession, inboundCallbackUrl, label }),
    ...ttlViolations(['input', 'ttlSeconds'], input.ttlSeconds, VIBER_TTL),
    ...labelViolations(['input', 'label'], label),
    ...publicUrlViolations(['input', 'statusCallbackUrl'], input.statusCallbackUrl),
    ...publicUrlViolations(['input', 'inboundCallbackUrl'], inboundCallbackUrl),
    ...illFormedText(input),
  ];
}
