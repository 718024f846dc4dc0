import type { Channel, DeliveryStatus } from '../../../graph/delivery/delivery-status.type.js';
import { instant } from '../../instant.js';
import { boolean, members, type Members, text } from '../../reading.js';
import { readState } from './states.js';

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
