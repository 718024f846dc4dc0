import type { ViberMessage } from '../../graph/viber-message/viber-message.type.js';
import type { ViberMessageSource } from '../../graph/viber-message/viber-message.source.js';
import { pathSegment } from '../../vendor-client/path-segment.js';
import { KEEP_ABSENCE, keepState } from '../freshness.js';
import { interpret, isAbsent, JSON_HEADERS, MAX_OBJECT_BYTES, type RouteeApi } from './routee-api.js';
import { readMessage } from './wire/message.js';
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
