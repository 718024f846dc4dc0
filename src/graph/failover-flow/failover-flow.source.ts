import type { Operation } from '../../operation.js';
import type { Channel } from '../delivery/delivery-status.type.js';
import type { VendorPage, VendorPageRequest } from '../page/window.js';
import type { Sender } from '../sending/sender.js';
import type { SendFailoverFlowInput } from './failover-flow.input.js';
import type { FailoverFlow, FailoverFlowKind, FailoverStatus } from './failover-flow.type.js';

/** The channels that Routee has. */
export type FailoverChannel = Extract<Channel, 'VIBER' | 'SMS' | 'VOICE'>;

/** A search after it was checked; all members that are not null must hold. */
export interface FailoverSearch {
  readonly createdFrom: string | null;
  readonly createdUntil: string;
  readonly status: Exclude<FailoverStatus, 'UNKNOWN'> | null;
  readonly terminationChannel: FailoverChannel | null;
  readonly channel: FailoverChannel | null;
  readonly recipient: string | null;
  readonly kind: Exclude<FailoverFlowKind, 'UNKNOWN'> | null;
}

/** What a vendor does that has failover flows. */
export interface FailoverFlowSource {
  /** The largest page size that may be requested. */
  readonly maxPageSize: number;
  /** One vendor call. @returns null when there is no such flow. @throws MessagingError */
  get(trackingId: string, operation: Operation): Promise<FailoverFlow | null>;
  /** One vendor call. @throws MessagingError */
  search(search: FailoverSearch, request: VendorPageRequest, operation: Operation): Promise<VendorPage<FailoverFlow>>;
}

export type FailoverFlowSender = Sender<SendFailoverFlowInput, FailoverFlow>;
