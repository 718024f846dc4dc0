import type { Operation } from '../../operation.js';
import type { Sender } from '../sending/sender.js';
import type { SendViberMessageInput } from './viber-message.input.js';
import type { ViberMessage } from './viber-message.type.js';

/** What a vendor does that has single Viber messages. */
export interface ViberMessageSource {
  /** @returns null when there is no such message. @throws MessagingError */
  get(trackingId: string, operation: Operation): Promise<ViberMessage | null>;
}

export type ViberMessageSender = Sender<SendViberMessageInput, ViberMessage>;
