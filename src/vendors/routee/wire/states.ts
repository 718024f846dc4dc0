import type { Channel, DeliveryState } from '../../../graph/delivery/delivery-status.type.js';
import type { FailoverFailureReason, FailoverStatus } from '../../../graph/failover-flow/failover-flow.type.js';
import type { FailoverChannel } from '../../../graph/failover-flow/failover-flow.source.js';
import { wordTable } from '../../reading.js';

export interface State {
  readonly state: DeliveryState;
  readonly isFinal: boolean;
}

const open = (state: DeliveryState): State => ({ state, isFinal: false });
const final = (state: DeliveryState): State => ({ state, isFinal: true });

const unknown = open('UNKNOWN');

/** Routee's words by channel (Routee docs: statuses of Viber, SMS and voice messages). */
const states: Readonly<Record<FailoverChannel, (told: string | null) => State | null>> = {
  VIBER: wordTable({
    Queued: open('QUEUED'),
    Sent: open('SENT'),
    Delivered: open('DELIVERED'), // SEEN may follow, or EXPIRED with expireOnDelivery
    Seen: final('SEEN'),
    Undelivered: final('UNDELIVERED'),
    Expired: final('EXPIRED'),
    Failed: final('FAILED'),
    Unsent: final('UNSENT'),
  }),
  SMS: wordTable({
    Queued: open('QUEUED'),
    Sent: open('SENT'),
    Delivered: final('DELIVERED'),
    Undelivered: final('UNDELIVERED'),
    Failed: final('FAILED'),
    Unsent: final('UNSENT'),
  }),
  VOICE: wordTable({
    Queued: open('QUEUED'),
    Initiated: open('IN_PROGRESS'),
    Ringing: open('IN_PROGRESS'),
    InProgress: open('IN_PROGRESS'),
    Completed: final('DELIVERED'),
    Busy: final('UNDELIVERED'),
    NoAnswer: final('UNDELIVERED'),
    Failed: final('FAILED'),
    Terminated: final('FAILED'),
    Unsent: final('UNSENT'),
  }),
};

const hasStates = (channel: Channel): channel is FailoverChannel => Object.hasOwn(states, channel);

/** The state behind a word; UNKNOWN and not final for one without a name, and for none. */
export function readState(channel: Channel, told: string | null): State {
  return (hasStates(channel) ? states[channel](told) : null) ?? unknown;
}

const channels = wordTable<Channel>({ Viber: 'VIBER', Sms: 'SMS', Voice: 'VOICE', WhatsApp: 'WHATSAPP', Push: 'PUSH' });

/** The channel of a word: UNKNOWN for one without a name, null for none. */
export const readChannel = (told: string | null): Channel | null =>
  told === null ? null : (channels(told) ?? 'UNKNOWN');

const flowStatuses = wordTable<FailoverStatus>({
  Queued: 'QUEUED',
  InProgress: 'IN_PROGRESS',
  Succeeded: 'SUCCEEDED',
  Failed: 'FAILED',
});

export const readFlowStatus = (told: string | null): FailoverStatus => flowStatuses(told) ?? 'UNKNOWN';

export const isFinalFlow = (status: FailoverStatus): boolean => status === 'SUCCEEDED' || status === 'FAILED';

/** By Routee's statusCode (Routee docs: failover callbacks). */
const failureReasons: readonly FailoverFailureReason[] = [
  'SERVER_ERROR',
  'INSUFFICIENT_BALANCE',
  'NO_NEXT_STEP',
  'NOT_TRIGGERED',
];

export const readFailureReason = (statusCode: number): FailoverFailureReason => failureReasons[statusCode] ?? 'UNKNOWN';
