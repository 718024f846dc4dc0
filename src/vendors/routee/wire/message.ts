import type {
  ViberMessageOrder,
  ViberMessageOrderField,
} from '../../../graph/viber-message/viber-message-order.input.js';
import type { MessageDirection, ViberMessage } from '../../../graph/viber-message/viber-message.type.js';
import {
  identifier,
  isObject,
  number,
  phoneNumber,
  seconds,
  sender,
  text,
  textId,
  texts,
  wordTable,
} from '../../reading.js';
import { country } from './country.js';
import { readContent } from './content.js';
import { readExpireOnDelivery, readIsSession, readStatus } from './status.js';
import { readTemplate } from './template.js';

export const readDirection = wordTable<MessageDirection>({ Outbound: 'OUTBOUND', Inbound: 'INBOUND' });

/** Routee docs: track one Viber message. Null without the id that identifies it. */
export const readMessage = (row: unknown, asOf: string): ViberMessage | null => read(row, asOf, false, null);

/** Routee docs: track the messages of a campaign. `sessionId` is the envelope's, for rows without one of their own. */
export const readCampaignMessage = (row: unknown, asOf: string, sessionId: string | null): ViberMessage | null =>
  read(row, asOf, true, sessionId);

/** Groups, session and campaign are in the tracking of a campaign alone. */
function read(row: unknown, asOf: string, ofCampaign: boolean, sessionId: string | null): ViberMessage | null {
  const trackingId = isObject(row) ? textId(row.trackingId) : null;
  if (!isObject(row) || trackingId === null) return null;
  return {
    __typename: 'ViberMessage',
    trackingId,
    asOf,
    to: phoneNumber(row.to),
    from: sender(row.from),
    groups: ofCampaign ? texts(row.groups) : null,
    country: country(row.country),
    status: readStatus(row.status, 'VIBER'),
    applicationName: text(row.applicationName),
    originatingService: text(row.originatingService),
    direction: readDirection(text(row.direction)),
    ttlSeconds: seconds(row.ttl), // seconds here, as text; minutes in failover
    content: readContent(row),
    template: readTemplate(row),
    price: number(row.price),
    isSession: readIsSession(row),
    sessionId: ofCampaign ? (identifier(row.sessionId) ?? sessionId) : null,
    expireOnDelivery: readExpireOnDelivery(row),
    campaignTrackingId: ofCampaign ? identifier(row.campaignTrackingId) : null,
    campaignName: ofCampaign ? (text(row.campaign) ?? text(row.campaignName)) : null,
  };
}

/** Routee docs: track the messages of a campaign. */
const orderFields: Readonly<Record<ViberMessageOrderField, string>> = {
  STATUS_UPDATED_AT: 'status.date',
  TO: 'to',
  COUNTRY: 'country',
  PRICE: 'price',
};

/** The direction's syntax is not documented: Spring's is taken, as the envelope is Spring's. */
export const sortOf = ({ field, direction }: ViberMessageOrder): string =>
  `${orderFields[field]},${direction === 'DESC' ? 'desc' : 'asc'}`;
