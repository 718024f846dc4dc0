import type { SendViberMessageInput } from '../../../graph/viber-message/viber-message.input.js';
import type { ViberMessage } from '../../../graph/viber-message/viber-message.type.js';
import { isObject, type Members } from '../../reading.js';
import { readContent } from './content.js';
import { contentRequest, given, templateRequest } from './content-request.js';
import { readMessage } from './message.js';

/**
 * The body of a send to `/viber` (Routee docs: send a Viber message) or, with a template, to
 * `/viber/transactional/messages`, where ttl, callbackUrl and deliveryScope are not documented: V1's names are used.
 */
export function messageRequest(input: SendViberMessageInput): Members {
  const { content, template } = input.message;
  return {
    senderInfoTrackingId: input.senderId,
    to: input.to,
    ...(template
      ? templateRequest(template)
      : {
          body: contentRequest(content ?? {}, { image: 'imageURL', file: 'fileURL', video: 'videoURL' }),
          isSessionMessage: input.isSession ?? false,
          inboundUrl: given(input.inboundCallbackUrl),
          label: given(input.label),
        }),
    ttl: given(input.ttlSeconds),
    callbackUrl: given(input.statusCallbackUrl),
  };
}

/**
 * The answer to it. What it does not say is taken from the request: the answer to a template is not documented, and a
 * message that was accepted is queued, without a word of the vendor.
 */
export function readSentMessage(request: Members, answer: unknown, asOf: string): ViberMessage | null {
  if (!isObject(answer)) return null;
  const { body, ...sent } = request;
  const said = Object.fromEntries(Object.entries(answer).filter(([, value]) => value !== null));
  const read = readMessage({ direction: 'Outbound', isSessionMessage: false, ...sent, ...said }, asOf);
  if (read === null) return null;
  const message: ViberMessage = said['status'] ? read : { ...read, status: { ...read.status, state: 'QUEUED' } };
  if (message.template) return { ...message, content: readContent({}) };
  return message.content.kind === 'OTHER' ? { ...message, content: readContent({ body }) } : message;
}
