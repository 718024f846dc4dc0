import type { ViberEnd } from '../../../sandbox/life.js';
import {
  access,
  answer,
  type CallbackFault,
  change as rewriteJson,
  delay,
  type Effect,
  extraMembers,
  failure,
  half,
  html,
  magicFinder,
  magicOf,
  nothing,
  notJson,
  readFaults,
  tooMany,
  wrongShape,
} from '../../../sandbox/magic.js';
import { type Reply, sendJson } from '../../../sandbox/reply.js';
import { refusals, refuse } from './refusal.js';

type Json = Record<string, unknown>;

const change = (rewrite: (body: Json) => unknown): Effect => rewriteJson((body) => rewrite(body as Json));
const without = (body: Json, member: string): Json =>
  Object.fromEntries(Object.entries(body).filter(([name]) => name !== member));

/** Changes the rows of a page. */
const changeRows = (rewrite: (rows: Json[]) => unknown[]): Effect =>
  change((page) => ({ ...page, content: rewrite(page['content'] as Json[]) }));

/** As the tracking of SMS answers; that of Viber is not documented. */
const pageOfOne = (body: Json) => ({
  content: [body],
  totalPages: 1,
  totalElements: 1,
  last: true,
  first: true,
  numberOfElements: 1,
  size: 20,
  number: 0,
});

/** As callbacks write it: status.name, a nested body, a numeric ttl. */
function asCallback({ message, imageURL, viberAction, status, ttl, ...rest }: Json) {
  const { status: name, date, ...reason } = status as Json;
  return {
    ...rest,
    ttl: Number(ttl),
    status: { name, updatedDate: date, ...reason },
    body: { text: message, imageURL, viberAction },
  };
}

/** Older pages of failover: flat statuses, words joined by commas, an SMS text under `message`. */
const asOlderFlow = (flow: Json) => ({
  ...flow,
  messages: (flow['messages'] as Json[]).map(({ status, failoverOnStatuses, body: text, ...rest }) => {
    const { name, updatedDate, ...reason } = status as Json;
    return {
      ...rest,
      status: { status: name, date: updatedDate, ...reason },
      failoverOnStatuses: (failoverOnStatuses as string[]).join(','),
      ...(typeof text === 'string' ? { message: text } : { body: text }),
    };
  }),
});

const reads = ['message', 'campaign', 'flow'] as const;
const account = ['prices', 'balance'] as const;
const send = ['recipient'] as const;
const token = ['application'] as const;
const accepted = { accepted: true } as const;
const unknown = 'SEND_OUTCOME_UNKNOWN';
const unknownCancel = 'CANCEL_OUTCOME_UNKNOWN';

const unavailable: Reply = { status: 503, headers: {}, text: '' };
const refusal = (name: keyof typeof refusals) => answer(refuse(refusals[name]));
const end = (name: ViberEnd): Effect => ({ kind: 'end', end: name });
const tracking = (reply: Reply | 'absent', milliseconds: number): Effect => ({ kind: 'tracking', reply, milliseconds });
const cancel = (effect: Effect, code: string | null, isCancelled = false): Effect => ({
  kind: 'cancel',
  effect,
  code,
  isCancelled,
});
const callbacks = (how: CallbackFault): Effect => ({ kind: 'callbacks', how });
const dollars = { code: 'USD', name: 'US dollar', sign: '$' };

/** Changes the prices of every country's Viber messages. */
const changeViberPrices = (rewrite: (prices: Json) => unknown): Effect =>
  change((list) => ({
    ...list,
    viber: (list['viber'] as Json[]).map((row) => ({ ...row, prices: rewrite(row['prices'] as Json) })),
  }));
const eachPrice = (prices: Json, rewrite: (price: unknown) => unknown): Json =>
  Object.fromEntries(Object.entries(prices).map(([name, price]) => [name, rewrite(price)]));
/** A recipient: +1 202 555 01nn, numbers that are reserved for fiction. */
const to = (nn: string) => `+120255501${nn}`;

// prettier-ignore
export const routeeMagic = magicOf([
  ...readFaults(reads),
  ...readFaults(account, 'UPSTREAM_REJECTED'),
  ['magic-401-once', [...reads, ...account], access(401, 'new token'), '401 and the token is withdrawn; accepted with a new token. One at a time: two at once withdraw each other’s tokens (UPSTREAM_UNAUTHENTICATED)', null],
  ['magic-403-once', [...reads, ...account], access(403, 'new token'), '403; accepted with a new token', null],
  ['magic-404', ['message'], refusal('messageNotFound'), '404 with code 404019006, as for any unknown id', 'VIBER_MESSAGE_NOT_FOUND'],
  ['magic-404', ['campaign'], refusal('campaignNotFound'), '404 with code 404009001, as for any unknown id', 'CAMPAIGN_NOT_FOUND'],
  ['magic-404', ['flow'], refusal('flowNotFound'), '404, as for any unknown id', 'FAILOVER_FLOW_NOT_FOUND'],
  ['magic-unknown-code', [...reads, ...account], answer(refuse({ code: '400123456', text: 'Something new' })), '400 with a code that is not documented', 'UPSTREAM_REJECTED'],
  // reads: undocumented forms that must be understood
  ['magic-array', ['message'], change((body) => [body]), 'the message in an array of one', null],
  ['magic-page', ['message'], change(pageOfOne), 'the message in a page of one', null],
  ['magic-empty-array', ['message'], change(() => []), 'an empty array', 'VIBER_MESSAGE_NOT_FOUND or UPSTREAM_BAD_RESPONSE'],
  ['magic-callback', ['message'], change(asCallback), 'the spelling of the callbacks', null],
  ['magic-no-id', ['message', 'flow'], change((body) => without(body, 'trackingId')), 'the trackingId is missing', 'UPSTREAM_BAD_RESPONSE'],
  ['magic-no-status', ['message', 'flow'], change((body) => without(body, 'status')), 'the status is missing', null],
  ['magic-new-status', ['message'], change((body) => ({ ...body, status: { status: 'Teleported', date: '2026-01-01T00:00:00Z' } })), 'a status that is not documented', null],
  ['magic-cut-text', ['message'], change((body) => ({ ...body, message: 'Cut in a smile \ud83d' })), 'a text that ends with half a surrogate pair', null],
  ['magic-older', ['flow'], change(asOlderFlow), 'the spelling of older failover pages', null],
  // reads: pages, of 237 messages
  ['magic-small-pages', ['campaign'], { kind: 'page size', largest: 10 }, 'pages hold at most 10, and the envelope says so', null],
  ['magic-later-pages', ['campaign'], { kind: 'later pages', reply: unavailable }, 'page 0 is answered, every other with 503', 'UPSTREAM_UNAVAILABLE'],
  ['magic-row-without-id', ['campaign'], changeRows(([first, second, ...rest]) => [first, second && without(second, 'trackingId'), ...rest]), 'the second row of every page has no trackingId', 'UPSTREAM_BAD_RESPONSE'],
  ['magic-row-twice', ['campaign'], changeRows(([first, , ...rest]) => [first, first, ...rest]), 'the second row of every page repeats the first', null],
  ['magic-other-page', ['campaign'], change((page) => ({ ...page, number: Number(page['number']) + 1 })), 'the envelope has another page number', 'UPSTREAM_BAD_RESPONSE'],
  ['magic-few-rows', ['campaign'], changeRows((rows) => rows.slice(1)), 'a row is missing from every page', 'UPSTREAM_BAD_RESPONSE'],
  // sends: refused, one number for every documented cause
  [to('01'), send, refusal('balance'), '400001009, not enough balance', 'INSUFFICIENT_BALANCE'],
  [to('02'), send, refusal('recipient'), '400019002 with errorCode 001 as a member', 'INVALID_RECIPIENT'],
  [to('03'), send, answer(refuse({ ...refusals.recipient, errorCodeIn: 'text' })), '400019002 with errorCode 001 inside the text', 'INVALID_RECIPIENT'],
  [to('04'), send, refusal('combination'), '400019002 with errorCode 007', 'UNSUPPORTED_CONTENT_COMBINATION'],
  [to('05'), send, refusal('fileSize'), '400019002 with errorCode 016', 'FILE_TOO_LARGE'],
  [to('06'), send, refusal('fileType'), '400019002 with errorCode 019', 'UNSUPPORTED_FILE_TYPE'],
  [to('07'), send, refusal('sessionLayout'), '400019002 with errorCode 020', 'UNSUPPORTED_SESSION_CONTENT'],
  [to('08'), send, refusal('videoCombination'), '400019002, a combination with a video', 'UNSUPPORTED_VIDEO_COMBINATION'],
  [to('09'), send, refusal('videoInSession'), '400019002, a video in a session', 'VIDEO_NOT_ALLOWED_IN_SESSION'],
  [to('10'), send, refusal('imageUrl'), '400000000, image URL not valid', 'INVALID_IMAGE_URL'],
  [to('11'), send, refusal('imageUrlLength'), '400000000, image URL too long', 'IMAGE_URL_TOO_LONG'],
  [to('12'), send, refusal('imageUrlScheme'), '400000000, image URL not https', 'IMAGE_URL_NOT_SECURE'],
  [to('13'), send, refusal('ttl'), '400000000, ttl too great', 'TTL_OUT_OF_RANGE'],
  [to('14'), send, refusal('thumbnail'), '400000000, SRVC_BAD_THUMBNAIL', 'INVALID_THUMBNAIL_URL'],
  [to('15'), send, refusal('videoSize'), '400000000, video too big', 'VIDEO_TOO_LARGE'],
  [to('16'), send, refusal('videoDuration'), '400000000, video too long', 'VIDEO_TOO_LONG'],
  [to('17'), send, refusal('contactNotFound'), '404002001, as for any unknown contact', 'CONTACT_NOT_FOUND'],
  [to('18'), send, refusal('senderNotFound'), '404020001, as for any unknown sender', 'SENDER_NOT_FOUND'],
  [to('19'), send, refusal('campaignNameTaken'), '409009003, as for any name that was used', 'CAMPAIGN_NAME_TAKEN'],
  [to('20'), send, answer(refuse({ code: '400019002', text: 'Rejected' })), '400019002 without a cause', 'UPSTREAM_REJECTED'],
  [to('21'), send, answer(refuse({ code: '400000000', text: 'Rejected' })), '400000000 without a cause', 'UPSTREAM_REJECTED'],
  [to('22'), send, answer(refuse({ code: '400123456', text: 'Something new' })), '400 with a code that is not documented', 'UPSTREAM_REJECTED'],
  [to('23'), send, answer(refuse({ ...refusals.balance, codeIsNumber: true })), '400001009 as a JSON number', 'INSUFFICIENT_BALANCE'],
  [to('24'), send, answer(refuse({ ...refusals.ttl, property: 'ttl' })), '400000000, ttl too great, repeated in errors[]', 'TTL_OUT_OF_RANGE'],
  // sends: access and rate
  [to('30'), send, access(401, 'new token'), '401 and the token is withdrawn; accepted with a new token', null],
  [to('31'), send, access(401, 'never'), '401, also with a new token', 'UPSTREAM_UNAUTHENTICATED'],
  [to('32'), send, access(403, 'never'), '403, also with a new token', 'UPSTREAM_FORBIDDEN'],
  [to('33'), send, access(403, 'new token'), '403, accepted with a new token; only a send with a template is repeated with one', 'UPSTREAM_FORBIDDEN without a template'],
  [to('34'), send, tooMany('2'), '429 with Retry-After: 2, not accepted', 'UPSTREAM_RATE_LIMITED'],
  [to('35'), send, nothing(408), '408, not accepted', unknown],
  // sends: slow
  [to('36'), send, delay(300), 'accepted, answered after 300 ms', null, accepted],
  [to('37'), send, delay(3000), 'accepted, answered after 3 s', null, accepted],
  // sends: lost answers
  [to('40'), send, failure('reset'), 'the connection is reset, not accepted', unknown],
  [to('41'), send, failure('reset'), 'accepted, then the connection is reset', unknown, accepted],
  [to('42'), send, html(500, 'Internal Server Error'), '500 with an HTML body, not accepted', unknown],
  [to('43'), send, html(500, 'Internal Server Error'), 'accepted, then 500 with an HTML body', unknown, accepted],
  [to('44'), send, html(502, 'Bad Gateway'), 'accepted, then 502', unknown, accepted],
  [to('45'), send, nothing(503, { 'retry-after': '1' }), 'accepted, then 503 with Retry-After: 1', unknown, accepted],
  [to('46'), send, failure('silence'), 'no answer is ever sent, not accepted', unknown],
  [to('47'), send, { kind: 'failure', failure: 'silence', callbacks: 'never' }, 'accepted, no answer is ever sent, no callback is posted', unknown, accepted],
  [to('48'), send, half, 'accepted, answered with half of the JSON', unknown, accepted],
  [to('49'), send, failure('cut'), 'accepted, the connection closes in the middle of the answer', unknown, accepted],
  [to('50'), send, nothing(200), 'accepted, answered 200 without a body', unknown, accepted],
  [to('51'), send, notJson, 'accepted, answered 200 with the plain text OK', unknown, accepted],
  [to('52'), send, wrongShape, 'accepted, answered 200 with another JSON object', unknown, accepted],
  [to('53'), send, failure('flood'), 'accepted, answered 200 with 32 MB of JSON', unknown, accepted],
  [to('54'), send, extraMembers, 'accepted, answered with undocumented members', null, accepted],
  // sends: how the message ends
  [to('60'), send, end('seen'), 'delivered after 3 s, seen after 8 s', null, accepted],
  [to('61'), send, end('delivered'), 'delivered after 3 s, never seen', null, accepted],
  [to('62'), send, end('undelivered'), 'undelivered after 4 s', null, accepted],
  [to('63'), send, end('expired'), 'expired after 6 s', null, accepted],
  [to('64'), send, end('failed'), 'failed after 2 s', null, accepted],
  [to('65'), send, end('unsent'), 'unsent after 1 s, and without a GMS report', null, accepted],
  [to('66'), send, end('queued'), 'stays queued', null, accepted],
  [to('67'), send, end('sent'), 'stays sent', null, accepted],
  [to('68'), send, end('expiredAfterDelivery'), 'delivered after 3 s, expired after 9 s', null, accepted],
  [to('69'), send, { kind: 'end', end: 'undelivered', failsLaterSteps: true }, 'undelivered after 4 s; every later step of a flow fails too', null, accepted],
  // sends: tracking afterwards
  [to('70'), send, tracking('absent', Infinity), 'accepted; its tracking answers 404 always', null, accepted],
  [to('71'), send, tracking('absent', 5000), 'accepted; its tracking answers 404 for 5 s', null, accepted],
  [to('72'), send, tracking(unavailable, Infinity), 'accepted; its tracking answers 503: UPSTREAM_UNAVAILABLE where it is read', null, accepted],
  // sends: text outside a template, since 2026-07-01
  [to('73'), send, { kind: 'outside template', isPromotional: true }, 'accepted; a text outside a template and a session costs what a promotional message does', null, accepted],
  [to('74'), send, { kind: 'outside template', end: 'rejected' }, 'accepted; a text outside a template and a session is undelivered after 2 s: Message Rejected', null, accepted],
  // sends of campaigns: how a cancellation is answered
  [to('80'), send, cancel(refusal('campaignNotScheduled'), 'CAMPAIGN_NOT_SCHEDULED'), 'accepted; its cancellation comes too late: 400009002', null, accepted],
  [to('81'), send, cancel(refusal('campaignNotFound'), 'CAMPAIGN_NOT_FOUND'), 'accepted; its cancellation is answered with 404009001', null, accepted],
  [to('82'), send, cancel(failure('reset'), unknownCancel), 'accepted; at its cancellation the connection is reset, not cancelled', null, accepted],
  [to('83'), send, cancel(failure('reset'), unknownCancel, true), 'accepted; cancelled, then the connection is reset', null, accepted],
  [to('84'), send, cancel(html(500, 'Internal Server Error'), unknownCancel), 'accepted; its cancellation is answered with 500, not cancelled', null, accepted],
  [to('85'), send, cancel(nothing(503), unknownCancel, true), 'accepted; cancelled, then 503', null, accepted],
  [to('86'), send, cancel(failure('silence'), unknownCancel), 'accepted; its cancellation is never answered, not cancelled', null, accepted],
  [to('87'), send, cancel(failure('silence'), unknownCancel, true), 'accepted; cancelled, no answer is ever sent', null, accepted],
  [to('88'), send, cancel(answer(sendJson(200, {})), null, true), 'accepted; cancelled, answered 200 with an empty JSON object', null, accepted],
  [to('89'), send, cancel(tooMany('2'), 'UPSTREAM_RATE_LIMITED'), 'accepted; its cancellation is answered with 429, not cancelled', null, accepted],
  // sends: callbacks
  [to('90'), send, callbacks('twice'), 'accepted; every callback is posted twice', null, accepted],
  [to('91'), send, callbacks('reversed'), 'accepted; its callbacks come in the wrong order, the last change first', null, accepted],
  [to('92'), send, callbacks('late'), 'accepted; every callback comes a minute after the change', null, accepted],
  [to('93'), send, callbacks('never'), 'accepted; no callback is posted', null, accepted],
  [to('94'), send, { kind: 'sent although cancelled' }, 'accepted; cancelled, its message is sent and called back all the same', null, accepted],
  [to('95'), send, { kind: 'delay', milliseconds: 1500, end: 'deliveredAtOnce' }, 'accepted; delivered and called back after 500 ms, the send is answered after 1500 ms', null, accepted],
  [to('96'), send, end('sentAgain'), 'queued again after 2 s, which is called back, and delivered after 5 s', null, accepted],
  // prices and balance
  ['magic-prices-none', ['prices'], change((list) => without(list, 'viber')), 'the price list has no Viber prices', 'UPSTREAM_BAD_RESPONSE'],
  ['magic-prices-empty', ['prices'], change((list) => ({ ...list, viber: [] })), 'the list of Viber prices is empty', null],
  ['magic-prices-missing', ['prices'], changeViberPrices(() => ({})), 'every country is listed without its prices', null],
  ['magic-prices-numbers', ['prices'], changeViberPrices((prices) => eachPrice(prices, (price) => (price === 'Monthly' ? price : Number(price)))), 'Viber prices are JSON numbers instead of texts', null],
  ['magic-prices-words', ['prices'], changeViberPrices((prices) => eachPrice(prices, () => 'on request')), 'Viber prices are words', null],
  ['magic-prices-no-currency', ['prices'], change((list) => without(list, 'currency')), 'the price list names no currency', 'UPSTREAM_BAD_RESPONSE'],
  ['magic-dollars', account, change((body) => ({ ...body, currency: dollars })), 'prices and balance are in US dollars', null],
  ['magic-prices-dollars', ['prices'], change((list) => ({ ...list, currency: dollars })), 'prices are in US dollars, the balance in euros', null],
  ['magic-balance-zero', ['balance'], change((body) => ({ ...body, balance: 0 })), 'the balance is 0', null],
  ['magic-balance-negative', ['balance'], change((body) => ({ ...body, balance: -0.35 })), 'the balance is -0.35', null],
  ['magic-balance-none', ['balance'], change((body) => without(body, 'balance')), 'the answer has no balance', 'UPSTREAM_BAD_RESPONSE'],
  // tokens
  ['magic-token-slow', token, delay(300), 'the token after 300 ms', null],
  ['magic-token-never', token, failure('silence'), 'no answer is ever sent', 'UPSTREAM_TIMEOUT'],
  ['magic-token-401', token, answer(sendJson(401, { error: 'Unauthorized', message: 'Bad credentials' })), '401, as for any wrong id or secret', 'UPSTREAM_UNAUTHENTICATED'],
  ['magic-token-429', token, tooMany('2'), '429 with Retry-After: 2', 'UPSTREAM_RATE_LIMITED'],
  ['magic-token-500', token, html(500, 'Internal Server Error'), '500 with an HTML body', 'UPSTREAM_UNAVAILABLE'],
  ['magic-token-reset', token, failure('reset'), 'the connection is reset', 'UPSTREAM_UNAVAILABLE'],
  ['magic-token-not-json', token, notJson, '200 with the plain text OK', 'UPSTREAM_BAD_RESPONSE'],
  ['magic-token-wrong-shape', token, wrongShape, '200 with another JSON object', 'UPSTREAM_BAD_RESPONSE'],
  ['magic-token-long', token, change((body) => ({ ...body, token_type: 'Bearer', expires_in: 631_139_040 })), 'a token for twenty years: more milliseconds than a 32-bit timer holds', null],
]);

export const findMagic = magicFinder(routeeMagic);
