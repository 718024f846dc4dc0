import { sendJson, sendText, type Failure, type Reply } from './http/reply.js';
import type { Effect } from './magic-effect.js';
import * as rewrite from './magic-rewrite.js';
import { refusals, refuse } from './routee/refusal.js';

/**
 * Where a magic value goes: the id in one of the four kinds of read, a recipient of a campaign, or the application's id
 * when a token is asked for.
 */
export type Place = 'message' | 'campaign' | 'flow' | 'report' | 'recipient' | 'application';

export interface MagicValue {
  readonly value: string;
  readonly places: readonly Place[];
  readonly effect: Effect;
  /** What happens, in one sentence for the docs. */
  readonly happens: string;
  /** The code of the graph's error that results; null when nothing fails. */
  readonly code: string | null;
  /** Only the first time the id is asked for. */
  readonly once?: true;
  /** A send: Routee has taken the campaign before this happens. */
  readonly accepted?: true;
}

const reads = ['message', 'campaign', 'flow', 'report'] as const;
const routeeReads = ['message', 'campaign', 'flow'] as const;

const answer = (reply: Reply): Effect => ({ kind: 'answer', reply });
const failure = (how: Failure): Effect => ({ kind: 'failure', failure: how });
const delay = (milliseconds: number): Effect => ({ kind: 'delay', milliseconds });
const change = (how: (body: unknown) => unknown): Effect => ({ kind: 'rewrite', rewrite: how });
const access = (status: 401 | 403, until: 'never' | 'new token'): Effect => ({ kind: 'access', status, until });
const html = (status: number, title: string) =>
  answer(
    sendText(status, `<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`, 'text/html'),
  );
const nothing = (status: number, headers: Record<string, string> = {}) => answer({ status, headers, text: '' });
const tooMany = (seconds: string) =>
  answer(sendJson(429, { code: '429000000', developerMessage: 'Too many requests' }, { 'retry-after': seconds }));
const notJson = answer(sendText(200, 'OK', 'text/plain'));
const refusal = (name: keyof typeof refusals) => answer(refuse(refusals[name]));
const gms = (status: number, code: number, text: string) =>
  answer(sendJson(status, { error_code: code, error_text: text }));

/** A recipient: +1 202 555 01nn, numbers that are set aside for fiction. */
const to = (nn: string) => `+120255501${nn}`;

/** One row as a line: value, places, effect, what happens, code. */
type Row = readonly [
  value: string,
  places: readonly Place[],
  effect: Effect,
  happens: string,
  code: string | null,
  more?: { once?: true; accepted?: true },
];

const accepted = { accepted: true } as const;
const once = { once: true } as const;
const unknown = 'SEND_OUTCOME_UNKNOWN';
const send = ['recipient'] as const;
const token = ['application'] as const;

// prettier-ignore
const rows: readonly Row[] = [
  // reads: slow
  ['magic-slow-300', reads, delay(300), 'the true answer after 300 ms', null],
  ['magic-slow-3000', reads, delay(3000), 'the true answer after 3 s', null],
  ['magic-never', reads, failure('silence'), 'no answer ever comes', 'UPSTREAM_TIMEOUT'],
  // reads: refused
  ['magic-401', reads, access(401, 'never'), '401, also with a new token', 'UPSTREAM_UNAUTHENTICATED'],
  ['magic-403', reads, access(403, 'never'), '403, also with a new token', 'UPSTREAM_FORBIDDEN'],
  ['magic-401-once', routeeReads, access(401, 'new token'), '401 and the token is withdrawn; a new token mends it', null],
  ['magic-403-once', routeeReads, access(403, 'new token'), '403; a new token mends it', null],
  ['magic-404', ['message'], refusal('messageNotFound'), '404 with code 404019006, as for any unknown id', 'VIBER_MESSAGE_NOT_FOUND'],
  ['magic-404', ['campaign'], refusal('campaignNotFound'), '404 with code 404009001, as for any unknown id', 'CAMPAIGN_NOT_FOUND'],
  ['magic-404', ['flow'], refusal('flowNotFound'), '404, as for any unknown id', 'FAILOVER_FLOW_NOT_FOUND'],
  ['magic-404', ['report'], gms(404, 40400, 'No such message'), '404, as for any unknown id', 'DELIVERY_REPORT_NOT_FOUND'],
  ['magic-404-empty', reads, nothing(404), '404 without a body', 'the NOT_FOUND of the read'],
  ['magic-unknown-code', routeeReads, answer(refuse({ code: '400123456', text: 'Something new' })), '400 with a code that nobody documents', 'UPSTREAM_REJECTED'],
  ['magic-unknown-code', ['report'], gms(400, 99_999, 'Something new'), '400 with a code that nobody documents', 'UPSTREAM_REJECTED'],
  ['magic-36024', ['report'], gms(400, 36_024, 'Phone number incorrect'), '400 with error_code 36024', 'INVALID_RECIPIENT'],
  ['magic-36024-under-200', ['report'], gms(200, 36_024, 'Phone number incorrect'), '200 with error_code 36024', 'INVALID_RECIPIENT'],
  ['magic-429', reads, tooMany('2'), '429 with Retry-After: 2', 'UPSTREAM_RATE_LIMITED'],
  ['magic-429-long', reads, tooMany('120'), '429 with Retry-After: 120', 'UPSTREAM_RATE_LIMITED'],
  ['magic-429-bare', reads, nothing(429), '429 without Retry-After and without a body', 'UPSTREAM_RATE_LIMITED'],
  // reads: broken
  ['magic-500', reads, html(500, 'Internal Server Error'), '500 with an HTML body', 'UPSTREAM_UNAVAILABLE'],
  ['magic-502', reads, html(502, 'Bad Gateway'), '502 with an HTML body', 'UPSTREAM_UNAVAILABLE'],
  ['magic-503', reads, nothing(503, { 'retry-after': '1' }), '503 with Retry-After: 1 and no body', 'UPSTREAM_UNAVAILABLE'],
  ['magic-reset', reads, failure('reset'), 'the connection is reset', 'UPSTREAM_UNAVAILABLE'],
  ['magic-429-first', reads, tooMany('0'), '429 with Retry-After: 0 the first time, then the true answer', null, once],
  ['magic-503-first', reads, nothing(503), '503 the first time, then the true answer', null, once],
  ['magic-reset-first', reads, failure('reset'), 'a reset the first time, then the true answer', null, once],
  ['magic-empty', reads, nothing(200), '200 without a body', 'UPSTREAM_BAD_RESPONSE'],
  ['magic-truncated', reads, { kind: 'half' }, '200 with half of the JSON', 'UPSTREAM_BAD_RESPONSE'],
  ['magic-cut', reads, failure('cut'), 'the connection closes in the middle of the body', 'UPSTREAM_UNAVAILABLE or UPSTREAM_BAD_RESPONSE'],
  ['magic-not-json', reads, notJson, '200 with the plain text OK', 'UPSTREAM_BAD_RESPONSE'],
  ['magic-html', reads, html(200, 'Please log in'), '200 with an HTML page', 'UPSTREAM_BAD_RESPONSE'],
  ['magic-wrong-shape', reads, change(rewrite.wrongShape), '200 with another JSON object', 'UPSTREAM_BAD_RESPONSE'],
  ['magic-null', reads, change(() => null), '200 with JSON null', 'UPSTREAM_BAD_RESPONSE'],
  ['magic-too-large', reads, failure('flood'), '200 with 32 MB of JSON', 'UPSTREAM_BAD_RESPONSE'],
  // reads: odd, and yet to be understood
  ['magic-array', ['message'], change(rewrite.arrayOfOne), 'the message in an array of one', null],
  ['magic-page', ['message'], change(rewrite.pageOfOne), 'the message in a page of one', null],
  ['magic-empty-array', ['message'], change(rewrite.emptyArray), 'an empty array', 'VIBER_MESSAGE_NOT_FOUND or UPSTREAM_BAD_RESPONSE'],
  ['magic-callback', ['message'], change(rewrite.asCallback), 'the spelling of the callbacks', null],
  ['magic-no-id', ['message', 'flow'], change(rewrite.withoutId), 'the trackingId is missing', 'UPSTREAM_BAD_RESPONSE'],
  ['magic-no-status', ['message', 'flow'], change(rewrite.withoutStatus), 'the status is missing', null],
  ['magic-new-status', ['message'], change(rewrite.withUnknownStatus), 'a status that nobody documents', null],
  ['magic-cut-text', ['message'], change(rewrite.withCutText), 'a text that ends with half a surrogate pair', null],
  ['magic-extra', reads, change(rewrite.withExtraMembers), 'members that nobody documents', null],
  ['magic-older', ['flow'], change(rewrite.asOlderFlow), 'the spelling of older failover pages', null],
  ['magic-minus-one', ['report'], change(rewrite.minusOneOnTop), '-1, in the detailed form on top', null],
  ['magic-no-reports', ['report'], change(rewrite.withoutReports), '-1, in the detailed form without reports', null],
  // reads: pages, of 237 messages
  ['magic-small-pages', ['campaign'], { kind: 'page size', largest: 10 }, 'pages hold at most 10, and the envelope says so', null],
  ['magic-later-pages', ['campaign'], { kind: 'later pages', reply: { status: 503, headers: {}, text: '' } }, 'page 0 is well, every other answers 503', 'UPSTREAM_UNAVAILABLE'],
  ['magic-row-without-id', ['campaign'], change(rewrite.rowWithoutId), 'the second row of every page has no trackingId', 'UPSTREAM_BAD_RESPONSE'],
  ['magic-row-twice', ['campaign'], change(rewrite.rowTwice), 'the second row of every page repeats the first', null],
  ['magic-other-page', ['campaign'], change(rewrite.wrongPageNumber), 'the envelope tells another page number', 'UPSTREAM_BAD_RESPONSE'],
  ['magic-few-rows', ['campaign'], change(rewrite.tooFewRows), 'a row is missing from every page', 'UPSTREAM_BAD_RESPONSE'],
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
  [to('22'), send, answer(refuse({ code: '400123456', text: 'Something new' })), '400 with a code that nobody documents', 'UPSTREAM_REJECTED'],
  [to('23'), send, answer(refuse({ ...refusals.balance, codeIsNumber: true })), '400001009 as a JSON number', 'INSUFFICIENT_BALANCE'],
  [to('24'), send, answer(refuse({ ...refusals.ttl, property: 'ttl' })), '400000000, ttl too great, repeated in errors[]', 'TTL_OUT_OF_RANGE'],
  // sends: access and rate
  [to('30'), send, access(401, 'new token'), '401 and the token is withdrawn; accepted with a new token', null],
  [to('31'), send, access(401, 'never'), '401, also with a new token', 'UPSTREAM_UNAUTHENTICATED'],
  [to('32'), send, access(403, 'never'), '403, also with a new token', 'UPSTREAM_FORBIDDEN'],
  [to('33'), send, access(403, 'new token'), '403, which a new token would mend: a send is not repeated for it', 'UPSTREAM_FORBIDDEN'],
  [to('34'), send, tooMany('2'), '429 with Retry-After: 2, not accepted', 'UPSTREAM_RATE_LIMITED'],
  [to('35'), send, nothing(408), '408, not accepted', unknown],
  // sends: slow
  [to('36'), send, delay(300), 'accepted, answered after 300 ms', null, accepted],
  [to('37'), send, delay(3000), 'accepted, answered after 3 s', null, accepted],
  // sends: lost
  [to('40'), send, failure('reset'), 'the connection is reset, not accepted', unknown],
  [to('41'), send, failure('reset'), 'accepted, then the connection is reset', unknown, accepted],
  [to('42'), send, html(500, 'Internal Server Error'), '500 with an HTML body, not accepted', unknown],
  [to('43'), send, html(500, 'Internal Server Error'), 'accepted, then 500 with an HTML body', unknown, accepted],
  [to('44'), send, html(502, 'Bad Gateway'), 'accepted, then 502', unknown, accepted],
  [to('45'), send, nothing(503, { 'retry-after': '1' }), 'accepted, then 503 with Retry-After: 1', unknown, accepted],
  [to('46'), send, failure('silence'), 'no answer ever comes, not accepted', unknown],
  [to('47'), send, failure('silence'), 'accepted, no answer ever comes', unknown, accepted],
  [to('48'), send, { kind: 'half' }, 'accepted, answered with half of the JSON', unknown, accepted],
  [to('49'), send, failure('cut'), 'accepted, the connection closes in the middle of the answer', unknown, accepted],
  [to('50'), send, nothing(200), 'accepted, answered 200 without a body', unknown, accepted],
  [to('51'), send, notJson, 'accepted, answered 200 with the plain text OK', unknown, accepted],
  [to('52'), send, change(rewrite.wrongShape), 'accepted, answered 200 with another JSON object', unknown, accepted],
  [to('53'), send, failure('flood'), 'accepted, answered 200 with 32 MB of JSON', unknown, accepted],
  [to('54'), send, change(rewrite.withExtraMembers), 'accepted, answered with members that nobody documents', null, accepted],
  // sends: how the message ends
  [to('60'), send, { kind: 'end', end: 'seen' }, 'delivered after 3 s, seen after 8 s', null, accepted],
  [to('61'), send, { kind: 'end', end: 'delivered' }, 'delivered after 3 s, never seen', null, accepted],
  [to('62'), send, { kind: 'end', end: 'undelivered' }, 'undelivered after 4 s', null, accepted],
  [to('63'), send, { kind: 'end', end: 'expired' }, 'expired after 6 s', null, accepted],
  [to('64'), send, { kind: 'end', end: 'failed' }, 'failed after 2 s', null, accepted],
  [to('65'), send, { kind: 'end', end: 'unsent' }, 'unsent after 1 s, and without a GMS report', null, accepted],
  [to('66'), send, { kind: 'end', end: 'queued' }, 'stays queued', null, accepted],
  [to('67'), send, { kind: 'end', end: 'sent' }, 'stays sent', null, accepted],
  [to('68'), send, { kind: 'end', end: 'expiredAfterDelivery' }, 'delivered after 3 s, expired after 9 s', null, accepted],
  // sends: tracking afterwards
  [to('70'), send, { kind: 'tracking', reply: refuse(refusals.campaignNotFound), milliseconds: Infinity }, 'accepted; its tracking answers 404 for ever', null, accepted],
  [to('71'), send, { kind: 'tracking', reply: refuse(refusals.campaignNotFound), milliseconds: 5000 }, 'accepted; its tracking answers 404 for 5 s', null, accepted],
  [to('72'), send, { kind: 'tracking', reply: { status: 503, headers: {}, text: '' }, milliseconds: Infinity }, 'accepted; its tracking answers 503: UPSTREAM_UNAVAILABLE at messages', null, accepted],
  // tokens
  ['magic-token-slow', token, delay(300), 'the token after 300 ms', null],
  ['magic-token-never', token, failure('silence'), 'no answer ever comes', 'UPSTREAM_TIMEOUT'],
  ['magic-token-401', token, answer(sendJson(401, { error: 'Unauthorized', message: 'Bad credentials' })), '401, as for any wrong id or secret', 'UPSTREAM_UNAUTHENTICATED'],
  ['magic-token-429', token, tooMany('2'), '429 with Retry-After: 2', 'UPSTREAM_RATE_LIMITED'],
  ['magic-token-500', token, html(500, 'Internal Server Error'), '500 with an HTML body', 'UPSTREAM_UNAVAILABLE'],
  ['magic-token-reset', token, failure('reset'), 'the connection is reset', 'UPSTREAM_UNAVAILABLE'],
  ['magic-token-not-json', token, notJson, '200 with the plain text OK', 'UPSTREAM_BAD_RESPONSE'],
  ['magic-token-wrong-shape', token, change(rewrite.wrongShape), '200 with another JSON object', 'UPSTREAM_BAD_RESPONSE'],
  ['magic-token-long', token, change((body) => ({ ...(body as object), token_type: 'Bearer', expires_in: 631_139_040 })), 'a token for twenty years: more milliseconds than a 32-bit timer holds', null],
];

/** Every magic value: what docs/sandbox.md lists and the servers look up. */
export const magicValues: readonly MagicValue[] = rows.map(([value, places, effect, happens, code, more]) => ({
  value,
  places,
  effect,
  happens,
  code,
  ...more,
}));

const byPlace = new Map(
  magicValues.flatMap((magic) => magic.places.map((place) => [`${place} ${magic.value}`, magic])),
);

/** The magic of a value in a place. What follows a `~` is free, so that one operation can name several: `magic-429~2`. */
export function findMagic(place: Place, value: string): MagicValue | null {
  return byPlace.get(`${place} ${value.split('~', 1)[0]}`) ?? null;
}
