import type { GraphQLResolveInfo } from 'graphql';
import { isoTime } from '../../iso-now.js';
import { findLinkedCampaign } from '../campaign/campaign.lookup.js';
import type { Campaign } from '../campaign/campaign.type.js';
import type { GraphContext } from '../context.js';
import { findReport } from '../delivery-report/delivery-report.loader.js';
import type { DeliveryReport } from '../delivery-report/delivery-report.type.js';
import { failoverFlowLoader } from '../failover-flow/failover-flow.loader.js';
import type { FailoverFlow } from '../failover-flow/failover-flow.type.js';
import { selectionOf, selectsOnly } from '../selection.js';
import { findSendById } from '../send/send.lookup.js';
import type { Send } from '../send/send.type.js';
import { viberMessageLoader } from '../viber-message/viber-message.loader.js';
import type { ViberMessage } from '../viber-message/viber-message.type.js';
import type { LoggedEvent } from './delivery-event.source.js';

type Subject = ViberMessage | FailoverFlow | DeliveryReport | Send;

const TRACKED = new Set(['__typename', 'id', 'trackingId']);
const REPORTED = new Set(['__typename', 'id', 'messageId']);
const REPORTED_BOTH = new Set([...REPORTED, 'extraId']);
const SENT = new Set(['__typename', 'id']);

/** What an event is about. No call while only its ids are selected, which the event itself has. */
export function findSubject(
  event: LoggedEvent,
  context: GraphContext,
  info: GraphQLResolveInfo,
): Subject | Promise<Subject | null> | null {
  const selectsIds = (typeName: string, ids: ReadonlySet<string>): boolean =>
    selectsOnly(selectionOf(info, typeName), ids);
  switch (event.kind) {
    case 'VIBER_MESSAGE':
      if (selectsIds('ViberMessage', TRACKED))
        return { __typename: 'ViberMessage', trackingId: event.id } as ViberMessage;
      return viberMessageLoader(context).load(event.id);
    case 'FAILOVER_FLOW':
    case 'FAILOVER_STEP': {
      const trackingId = event.flowTrackingId ?? event.id;
      if (selectsIds('FailoverFlow', TRACKED)) return { __typename: 'FailoverFlow', trackingId } as FailoverFlow;
      return failoverFlowLoader(context).load(trackingId);
    }
    case 'DELIVERY_REPORT': {
      const { id: messageId, extraId } = event;
      if (selectsIds('DeliveryReport', extraId === null ? REPORTED : REPORTED_BOTH))
        return { __typename: 'DeliveryReport', messageId, extraId } as DeliveryReport;
      return findReport({ messageId }, context, selectionOf(info, 'DeliveryReport'));
    }
    case 'SEND':
      if (selectsIds('Send', SENT)) return { __typename: 'Send', sendId: event.id } as Send;
      return findSendById(event.id, context);
  }
}

/** The campaign of an event. No call while only its ids are selected. */
export const findCampaignOf = (
  { campaignTrackingId, receivedAt }: LoggedEvent,
  context: GraphContext,
  info: GraphQLResolveInfo,
): Campaign | Promise<Campaign | null> | null =>
  findLinkedCampaign(
    { campaignTrackingId, campaignName: undefined, applicationName: null, asOf: isoTime(receivedAt) },
    context,
    info,
  );
