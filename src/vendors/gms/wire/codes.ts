import type { Channel, DeliveryState } from '../../../graph/delivery/delivery-status.type.js';
import { joinSentences, type RawRefusal, readCode } from '../../answers.js';
import { isObject, wordTable } from '../../reading.js';
import type { VendorCause } from '../../vendor.js';

/**
 * GMS's words for channels (GMS docs: delivery report). PLATFORM is GMS itself: accepted without a final status, or
 * blocked (GMS docs: delivery report, last_partner).
 */
const channels = wordTable<Channel | 'PLATFORM'>({
  push: 'PUSH',
  viber: 'VIBER',
  sms: 'SMS',
  whatsapp: 'WHATSAPP',
  voice: 'VOICE',
  hyber: 'PLATFORM',
});

/** The channel of a word: UNKNOWN for one without a name, null for none and for the platform itself. */
export function readChannel(raw: string | null): Channel | null {
  const channel = channels(raw);
  if (raw === null || channel === 'PLATFORM') return null;
  return channel ?? 'UNKNOWN';
}

const DELIVERED = 2;
const NOT_DELIVERED = 3;
/** Not delivered within its time to live. */
const EXPIRED: readonly (number | null)[] = [26, 35];
/** Started, accepted. */
const RUNNING: readonly (number | null)[] = [11, 12];
/** Not sent to a channel or not final yet, and in delivery (GMS docs: delivery report, status). */
const UNFINISHED: readonly number[] = [-1, 1];

/** Channels that do not report seen messages. */
const WITHOUT_SEEN: readonly (Channel | null)[] = ['SMS', 'PUSH'];

export interface State {
  readonly state: DeliveryState;
  readonly isFinal: boolean;
}

export const inProgress: State = { state: 'IN_PROGRESS', isFinal: false };
const unknown: State = { state: 'UNKNOWN', isFinal: false };

/** `status` is null when it is missing, NaN when it is no number. */
export function readState(status: number | null, substatus: number | null, channel: Channel | null): State {
  if (status === null || UNFINISHED.includes(status)) return inProgress;
  if (status === DELIVERED) return { state: 'DELIVERED', isFinal: WITHOUT_SEEN.includes(channel) };
  if (status === NOT_DELIVERED)
    return { state: EXPIRED.includes(substatus) ? 'EXPIRED' : 'UNDELIVERED', isFinal: true };
  return RUNNING.includes(substatus) ? inProgress : unknown;
}

/** GMS docs: sending, error codes. */
export const causes: readonly VendorCause[] = [{ meaning: 'INVALID_RECIPIENT', code: '36024' }];

/** `{"error_code", "error_text"}` (GMS docs: sending), met under any HTTP status. Null for a body of another shape. */
export function readError(body: unknown): RawRefusal | null {
  const code = isObject(body) ? readCode(body.error_code) : null;
  if (!isObject(body) || code === null || isReport(body)) return null;
  return { code, errorCode: null, text: joinSentences([body.error_text]) };
}

/** A body with a status is a report, even with an error code. */
const isReport = (body: Readonly<Record<string, unknown>>): boolean =>
  typeof body.status === 'number' || Array.isArray(body.reports);
