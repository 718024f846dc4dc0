/**
 * The bodies of both vendors. The ids are parameters: every campaign has its own messages and every message its own
 * report, so that an answer to another request is recognised.
 */

export const TOTAL_ELEMENTS = 237;

/** Length of the part of a campaign's id that its messages' ids share; their last two characters are the row's position. */
export const CAMPAIGN_PREFIX_LENGTH = 34;

const STATUSES = [
  ['Seen', 'Delivered', 'The message was read by its recipient.'],
  ['Delivered', 'Delivered', 'The message was delivered to its recipient.'],
  ['Undelivered', 'Not Viber User', 'The recipient does not use Viber.'],
  ['Queued', null, null],
];
const COUNTRIES = ['GR', 'DE', 'Greece', 'BY'];

export const TOKEN_BODY = JSON.stringify({
  access_token: '346f0dd4-c7bb-4f84-924e-47459c7d11c6',
  token_type: 'bearer',
  expires_in: 86_400,
  scope: 'account contact report sms viber failover',
  permissions: ['MT_ROLE_VIBER', 'MT_ROLE_FAILOVER'],
});

/** @param {number} position @returns {string} the two last characters of a message's id */
export const writePosition = (position) => position.toString(16).padStart(2, '0');

/** @param {string} prefix @param {string} campaign @param {number} position */
const makeRow = (prefix, campaign, position) => {
  const [status, detailedStatus, description] = STATUSES[position % STATUSES.length];
  const hasImage = position % 2 === 1;
  return {
    trackingId: prefix + writePosition(position),
    to: `+3069123${45_000 + position}`,
    from: 'Routeetest',
    groups: ['customers'],
    country: COUNTRIES[position % COUNTRIES.length],
    status: {
      status,
      date: `2021-12-30T14:19:${String(position % 60).padStart(2, '0')}.5Z`,
      ...(detailedStatus === null ? {} : { reason: { detailedStatus, description } }),
    },
    campaign: 'Campaign8936',
    campaignTrackingId: campaign,
    applicationName: 'default',
    originatingService: 'ViberCampaign',
    direction: 'Outbound',
    ttl: '86400',
    message: `Hello number ${position}, your order is on its way`,
    ...(hasImage
      ? {
          viberAction: { caption: 'Go', targetUrl: 'https://www.routee.net/' },
          imageUrl: 'https://example.com/image.png',
        }
      : {}),
    price: 0.035,
    sessionMessage: false,
  };
};

/**
 * The page with the requested number and size, in the format of a Spring Data page.
 * @param {string} prefix @param {string} campaign @param {number} number @param {number} size
 */
export const makePageBody = (prefix, campaign, number, size) => {
  const start = Math.min(number * size, TOTAL_ELEMENTS);
  const end = Math.min(start + size, TOTAL_ELEMENTS);
  const totalPages = Math.ceil(TOTAL_ELEMENTS / size);
  const content = [];
  for (let position = start; position < end; position += 1) content.push(makeRow(prefix, campaign, position));
  return JSON.stringify({
    content,
    last: number >= totalPages - 1,
    totalPages,
    totalElements: TOTAL_ELEMENTS,
    numberOfElements: content.length,
    first: number === 0,
    size,
    number,
  });
};

const QUEUED = STATUSES.findIndex(([status]) => status === 'Queued');

/** A message alone, which is queued. @param {string} id */
export const makeMessageBody = (id) => {
  const { campaign, campaignTrackingId, ...row } = makeRow(id, '', QUEUED);
  return JSON.stringify({ ...row, trackingId: id, originatingService: 'Viber' });
};

/** @param {string} id of the message @param {object} more */
const makeEntry = (id, more) => ({
  phone_number: '306912345000',
  message_id: `9f60ac8f-${id}`,
  extra_id: id,
  time: 1_640_873_942_500,
  ...more,
});
const VIBER_EXPIRED = { last_partner: 'viber', status: 3, substatus: 35, hyber_status: 35_015 };
const SMS_DELIVERED = {
  last_partner: 'sms',
  status: 2,
  substatus: 23,
  hyber_status: 23_011,
  total_sms_parts: 1,
  delivered_sms_parts: 1,
};

/** @param {string} id */
export const makeDetailedReportBody = (id) =>
  JSON.stringify({
    reports: [makeEntry(id, VIBER_EXPIRED), makeEntry(id, SMS_DELIVERED)],
    started: true,
    processing: false,
    delivered_via: 'sms',
    clicks: 2,
    channels: [
      { channel: 'viber', ttl: 60 },
      { channel: 'sms', ttl: 300 },
    ],
  });

/** @param {string} id */
export const makeSimpleReportBody = (id) => JSON.stringify({ ...makeEntry(id, SMS_DELIVERED), clicks: 2 });
