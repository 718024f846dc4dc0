import type { InputPath } from '../../errors/error.js';
import type { ViberMessage } from '../../graph/viber-message/viber-message.type.js';
import type { ViberMessageSender, ViberMessageSource } from '../../graph/viber-message/viber-message.source.js';
import { pathSegment } from '../../vendor-client/path-segment.js';
import { KEEP_ABSENCE, keepState } from '../freshness.js';
import { interpret, isAbsent, JSON_HEADERS, MAX_OBJECT_BYTES, type RouteeApi } from './routee-api.js';
import { createSender } from './sender.js';
import { readMessage } from './wire/message.js';
import { messageRequest, readSentMessage } from './wire/message-request.js';
import { onlyRow } from './wire/page.js';

/** Routee docs: track one Viber message. */
export function createViberMessageSource({ client, apiUrl }: RouteeApi): ViberMessageSource {
  return {
    get: (trackingId, operation) =>
      client.read(
        {
          method: 'GET',
          route: '/viber/tracking/{trackingId}',
          url: `${apiUrl}/viber/tracking/${pathSegment(trackingId, ['trackingId'])}`,
          headers: JSON_HEADERS,
          maxBytes: MAX_OBJECT_BYTES,
          interpret: (answer) =>
            isAbsent(answer, 'VIBER_MESSAGE_NOT_FOUND')
              ? null
              : interpret(answer, (body, asOf) => {
                  const message = readMessage(onlyRow(body), asOf);
                  return message?.trackingId === trackingId ? message : null;
                }),
          keepFor: (message: ViberMessage | null) => (message ? keepState(message.status) : KEEP_ABSENCE),
        },
        operation,
      ),
  };
}

/** Routee docs: send a Viber message; with a template, transactional Viber messages. */
export const createViberMessageSender = (api: RouteeApi): ViberMessageSender =>
  createSender(api, (input) => {
    const body = messageRequest(input);
    const isTemplate = input.message.template != null;
    return {
      path: isTemplate ? '/viber/transactional/messages' : '/viber',
      body,
      ...(isTemplate ? { repeatsAfter403: true } : {}),
      read: (answer, asOf) => readSentMessage(body, answer, asOf),
      inputPathOf: (path) => inputPathOf(path, isTemplate),
    };
  });

/** Causes name places in the input of a campaign. */
function inputPathOf([, field, ...rest]: InputPath, isTemplate: boolean): InputPath | null {
  if (field === 'recipients') return ['input', 'to'];
  if (field === 'content') return ['input', 'message', ...(isTemplate ? ['template'] : ['content', ...rest])];
  return field === 'senderId' || field === 'ttlSeconds' ? ['input', field] : null;
}
