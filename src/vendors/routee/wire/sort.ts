import type {
  ViberMessageOrder,
  ViberMessageOrderField,
} from '../../../graph/viber-message/viber-message-order.input.js';

/** Routee docs: track the messages of a campaign. */
const fields: Readonly<Record<ViberMessageOrderField, string>> = {
  STATUS_UPDATED_AT: 'status.date',
  TO: 'to',
  COUNTRY: 'country',
  PRICE: 'price',
};

/** The direction's syntax is not documented: Spring's is taken, as the envelope is Spring's. */
export const sortOf = ({ field, direction }: ViberMessageOrder): string =>
  `${fields[field]},${direction === 'DESC' ? 'desc' : 'asc'}`;
