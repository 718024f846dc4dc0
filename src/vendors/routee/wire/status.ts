import type { Channel, DeliveryState } from '../../../graph/delivery/delivery-status.type.js';
import type { DeliveryStatus } from '../../../graph/delivery/delivery-status.type.js';
import type { FailoverChannel } from '../../../graph/failover-flow/failover-flow.source.js';
import type { FailoverFailureReason, FailoverStatus } from '../../../graph/failover-flow/failover-flow.type.js';
import { instant } from '../../instant.js';
import { boolean, members, type Members, text, wordTable } from '../../reading.js';

interface State {
  readonly state: DeliveryState;
  readonly isFinal: boolean;
}

const open = (state: DeliveryState): State => ({ state, isFinal: false });
const final = (state: DeliveryState): State => ({ state, isFinal: true });

const unknown = open('UNKNOWN');

/** Routee's words by channel (Routee docs: statuses of Viber, SMS and voice messages). */
const states: Readonly<Record<FailoverChannel, (raw: string | null) => State | null>> = {
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

/** The state behind a word; UNKNOWN and not final for one in no list, and for none. */
export function readState(channel: Channel, raw: string | null): State {
  return (hasStates(channel) ? states[channel](raw) : null) ?? unknown;
}

const channels = wordTable<Channel>({ Viber: 'VIBER', Sms: 'SMS', Voice: 'VOICE', WhatsApp: 'WHATSAPP', Push: 'PUSH' });

/** The channel of a word: UNKNOWN for one in no list, null for none. */
export const readChannel = (raw: string | null): Channel | null => (raw === null ? null : (channels(raw) ?? 'UNKNOWN'));

const flowStatuses = wordTable<FailoverStatus>({
  Queued: 'QUEUED',
  InProgress: 'IN_PROGRESS',
  Succeeded: 'SUCCEEDED',
  Failed: 'FAILED',
});

export const readFlowStatus = (raw: string | null): FailoverStatus => flowStatuses(raw) ?? 'UNKNOWN';

export const isFinalFlow = (status: FailoverStatus): boolean => status === 'SUCCEEDED' || status === 'FAILED';

/** By Routee's statusCode (Routee docs: failover callbacks). */
const failureReasons: readonly FailoverFailureReason[] = [
  'SERVER_ERROR',
  'INSUFFICIENT_BALANCE',
  'NO_NEXT_STEP',
  'NOT_TRIGGERED',
];

export const readFailureReason = (statusCode: number): FailoverFailureReason => failureReasons[statusCode] ?? 'UNKNOWN';

/** `{status, date}` in tracking, `{name, updatedDate}` in failover and callbacks, or the word alone. */
export function readStatus(value: unknown, channel: Channel): DeliveryStatus {
  const status = members(value);
  const reason = members(status.reason);
  const vendorStatus = readWord(value);
  const { state, isFinal } = readState(channel, vendorStatus);
  return {
    state,
    isFinal,
    vendorStatus,
    detailedStatus: text(reason.detailedStatus),
    description: text(reason.description),
    updatedAt: instant(status.updatedDate) ?? instant(status.date),
  };
}

/** The word of a status in any of its shapes. */
export function readWord(value: unknown): string | null {
  const status = members(value);
  return text(value) ?? text(status.name) ?? text(status.status);
}

/** On the message, or inside its status on older pages. */
export const readExpireOnDelivery = (message: Members): boolean | null =>
  boolean(message.expireOnDelivery) ?? boolean(members(message.status).expireOnDelivery);

/** In answers to sends `isSessionMessage`, in tracking `sessionMessage`. */
export const readIsSession = (message: Members): boolean | null =>
  boolean(message.isSessionMessage) ?? boolean(message.sessionMessage);
