import type { InputPath } from '../../errors/error.js';
import type { ViberMessageSender } from '../../graph/viber-message/viber-message.source.js';
import type { RouteeApi } from './routee-api.js';
import { createSender } from './sender.js';
import { DEFAULT_TTL_SECONDS } from './wire/content-request.js';
import { messageRequest, readSentMessage } from './wire/message-request.js';

/** Routee docs: send a Viber message; with a template, transactional Viber messages. */
export const createViberMessageSender = (api: RouteeApi): ViberMessageSender =>
  createSender(api, (input) => {
    const body = messageRequest(input);
    const isTemplate = input.message.template != null;
    return {
      path: isTemplate ? '/viber/transactional/messages' : '/viber',
      body,
      echo: { ttl: body.ttl ?? DEFAULT_TTL_SECONDS },
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
