import { type InputPath, MessagingError } from '../../errors/error.js';
import type { Sender } from '../../graph/sending/sender.js';
import type { VendorAnswer } from '../../vendor-client/vendor-client.js';
import { isSuccess, jsonOf } from '../answers.js';
import { type Members, members } from '../reading.js';
import { answers, JSON_BODY_HEADERS, type RouteeApi } from './routee-api.js';

/** One send as Routee takes it. */
export interface RouteeSend<Receipt> {
  readonly path: string;
  readonly body: unknown;
  /** What `read` needs of an answer to show the request: that which it does not take from the request itself. */
  readonly echo: Members;
  /** Of a path that refuses a dead token with 403. */
  readonly repeatsAfter403?: true;
  /** What was accepted; null for an answer without the id that identifies it. */
  read(body: unknown, asOf: string): Receipt | null;
  /** Where in the input of this send that is which the causes name in the input of a campaign; null for nowhere. */
  inputPathOf(path: InputPath): InputPath | null;
}

/**
 * Sends cost money and Routee has no idempotency key: only an answer that can be read as accepted or as refused shows the
 * outcome.
 */
export function createSender<Input, Receipt extends { readonly trackingId: string }>(
  { client, apiUrl, observe }: RouteeApi,
  sendOf: (input: Input) => RouteeSend<Receipt>,
): Sender<Input, Receipt> {
  return {
    draft(input, asOf) {
      const { echo, read } = sendOf(input);
      const draft = read({ ...echo, trackingId: ANY_ID }, asOf);
      if (draft === null) throw new TypeError('an answer with an id cannot be read');
      return { ...draft, trackingId: '' };
    },
    prepare: () => client.prepareSend(),
    async send(input, operation, requireInTime) {
      const { path, body, repeatsAfter403, read, inputPathOf } = sendOf(input);
      const answer = await client.send(
        {
          method: 'POST',
          route: path,
          url: `${apiUrl}${path}`,
          headers: JSON_BODY_HEADERS,
          body: JSON.stringify(body),
          ...(repeatsAfter403 ? { repeatsAfter403 } : {}),
        },
        operation,
        requireInTime,
      );
      if (isRefused(answer)) throw answers.refusal(answer, inputPathOf);
      const raw = isSuccess(answer) ? jsonOf(answer.body) : null;
      const receipt = read(raw, answer.receivedAt);
      if (receipt === null) {
        const { status } = answer;
        if (isSuccess(answer)) {
          const { requestId, trace } = operation;
          observe?.({
            type: 'NO_TRACKING_ID',
            vendor: 'ROUTEE',
            route: path,
            status,
            requestId,
            trace,
            members: namesIn(raw),
          });
        }
        throw new MessagingError('SEND_OUTCOME_UNKNOWN', {
          outcome: 'UNKNOWN',
          vendor: 'ROUTEE',
          vendorStatus: status,
        });
      }
      client.forget(receipt.trackingId); // its absence may be remembered
      return receipt;
    },
  };
}

/** In the place of the id that only an answer has. */
const ANY_ID = 'draft';

/** A timeout that the vendor's own front reports (408) says nothing of what is behind it. */
const isRefused = ({ status }: VendorAnswer): boolean => status >= 400 && status < 500 && status !== 408;

/** Names of members as APIs have them: what is longer or has other characters could be data. */
const MEMBER_NAME = /^[a-z_][a-z\d_]{0,39}$/i;
const MAX_NAMES = 50;

const namesIn = (raw: unknown): string[] =>
  Object.keys(members(raw))
    .filter((name) => MEMBER_NAME.test(name))
    .slice(0, MAX_NAMES);
