import type { Channel, DeliveryState } from '../../../graph/delivery/delivery-state.type.js';
import { wordTable } from '../../reading.js';

/** GMS's words for channels (GMS docs: delivery report). */
const channels = wordTable<Channel>({ push: 'PUSH', viber: 'VIBER', sms: 'SMS', whatsapp: 'WHATSAPP', voice: 'VOICE' });

/** The platform itself: accepted without a final status, or blocked (GMS docs: delivery report, last_partner). */
const PLATFORM = 'hyber';

/** The channel of a word: UNKNOWN for one without a name, null for none and for the platform itself. */
export function readChannel(told: string | null): Channel | null {
  return told === null || told.toLowerCase() === PLATFORM ? null : (channels(told) ?? 'UNKNOWN');
}

const DELIVERED = 2;
const NOT_DELIVERED = 3;
/** Not delivered within its time to live. */
const EXPIRED: readonly (number | null)[] = [26, 35];
/** Started, accepted. */
const RUNNING: readonly (number | null)[] = [11, 12];
/** Not sent to a channel or not final yet, and in delivery (GMS docs: delivery report, status). */
const UNFINISHED: readonly number[] = [-1, 1];

/** Those that never say that a message was seen. */
const LAST_WORD_IS_DELIVERED: readonly (Channel | null)[] = ['SMS', 'PUSH'];

export interface State {
  readonly state: DeliveryState;
  readonly isFinal: boolean;
}

export const inProgress: State = { state: 'IN_PROGRESS', isFinal: false };
const unknown: State = { state: 'UNKNOWN', isFinal: false };

/** `status` null when the vendor told none; NaN when it told something that is no number. */
export function readState(status: number | null, substatus: number | null, channel: Channel | null): State {
  if (status === null || UNFINISHED.includes(status)) return inProgress;
  if (status === DELIVERED) return { state: 'DELIVERED', isFinal: LAST_WORD_IS_DELIVERED.includes(channel) };
  if (status === NOT_DELIVERED)
    return { state: EXPIRED.includes(substatus) ? 'EXPIRED' : 'UNDELIVERED', isFinal: true };
  return RUNNING.includes(substatus) ? inProgress : unknown;
}
