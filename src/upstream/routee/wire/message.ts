import type { MessageDirection, ViberMessage } from '../../../graph/viber-message/viber-message.type.js';
import {
  identifier,
  isObject,
  type Members,
  number,
  phoneNumber,
  seconds,
  sender,
  text,
  texts,
  wordTable,
} from '../../reading.js';
import { country } from '../country.js';
import { readContent } from './content.js';
import { readExpireOnDelivery, readIsSession, readStatus } from './status.js';

const readDirection = wordTable<MessageDirection>({ Outbound: 'OUTBOUND', Inbound: 'INBOUND' });

/** What only the tracking of a campaign tells. */
type CampaignFacts = Pick<ViberMessage, 'groups' | 'sessionId' | 'campaignTrackingId' | 'campaignName'>;

const NO_CAMPAIGN: CampaignFacts = { groups: null, sessionId: null, campaignTrackingId: null, campaignName: null };

/** Routee docs: track one Viber message. Null without the id that identifies it. */
export const readMessage = (row: unknown, asOf: string): ViberMessage | null => messageOf(row, asOf, () => NO_CAMPAIGN);

/** Routee docs: track the messages of a campaign. `sessionId` is the envelope's, for rows without one of their own. */
export function readCampaignMessage(row: unknown, asOf: string, sessionId: string | null): ViberMessage | null {
  return messageOf(row, asOf, (message) => ({
    groups: texts(message.groups),
    sessionId: identifier(message.sessionId) ?? sessionId,
    campaignTrackingId: identifier(message.campaignTrackingId),
    campaignName: text(message.campaign) ?? text(message.campaignName),
  }));
}

function messageOf(
  row: unknown,
  asOf: string,
  campaignFacts: (message: Members) => CampaignFacts,
): ViberMessage | null {
  const trackingId = isObject(row) ? text(row.trackingId) : null;
  if (!isObject(row) || trackingId === null) return null;
  const { groups, sessionId, campaignTrackingId, campaignName } = campaignFacts(row);
  return {
    __typename: 'ViberMessage',
    trackingId,
    asOf,
    to: phoneNumber(row.to),
    from: sender(row.from),
    groups,
    country: country(row.country),
    status: readStatus(row.status, 'VIBER'),
    applicationName: text(row.applicationName),
    originatingService: text(row.originatingService),
    direction: readDirection(text(row.direction)),
    ttlSeconds: seconds(row.ttl), // seconds here, as text; minutes in failover
    content: readContent(row),
    price: number(row.price),
    isSession: readIsSession(row),
    sessionId,
    expireOnDelivery: readExpireOnDelivery(row),
    campaignTrackingId,
    campaignName,
  };
}
