import type { ViberEnd } from './life.js';
import { type Failure, firstHalf, type Reply, sendJson } from './reply.js';

/**
 * Where a magic value is given: the id of a read, a recipient of a send, or the id of the application, at its token
 * request or at a read about the whole account.
 */
export type MagicPlace =
  'message' | 'campaign' | 'flow' | 'report' | 'recipient' | 'application' | 'prices' | 'balance';

/** What a magic value causes. */
export type Effect =
  /** This instead of the usual answer. */
  | { readonly kind: 'answer'; readonly reply: Reply }
  /** `end`: of the message to this recipient. */
  | { readonly kind: 'delay'; readonly milliseconds: number; readonly end?: ViberEnd }
  /** `callbacks`: how changes of a message to this recipient are reported. */
  | { readonly kind: 'failure'; readonly failure: Failure; readonly callbacks?: CallbackFault }
  /** Half of the usual answer, as a whole HTTP message. */
  | { readonly kind: 'half' }
  | { readonly kind: 'rewrite'; readonly rewrite: Rewrite }
  /** The vendor refuses the caller: always, or until it sends a token that was issued later. */
  | AccessEffect
  /** The largest page of this campaign. */
  | { readonly kind: 'page size'; readonly largest: number }
  /** Every page but page 0 is answered with this. */
  | { readonly kind: 'later pages'; readonly reply: Reply }
  /** The final state of the message to this recipient; in a flow, every later step may fail too. */
  | { readonly kind: 'end'; readonly end: ViberEnd; readonly failsLaterSteps?: true }
  /** Of the message to this recipient, when it is text outside a template and outside a session. */
  | { readonly kind: 'outside template'; readonly isPromotional: true }
  | { readonly kind: 'outside template'; readonly end: ViberEnd }
  /** Tracking of what was sent is answered with this for so long. */
  | { readonly kind: 'tracking'; readonly reply: Reply | 'absent'; readonly milliseconds: number }
  /** How changes of the message to this recipient, or of a flow to it, are reported to the sender. */
  | { readonly kind: 'callbacks'; readonly how: CallbackFault }
  /** The message to this recipient is sent although its campaign is cancelled. */
  | { readonly kind: 'sent although cancelled' }
  /** The cancellation of the campaign is answered so. `code` is that of the graph's error then. */
  | {
      readonly kind: 'cancel';
      readonly effect: Effect;
      readonly code: string | null;
      readonly isCancelled: boolean;
    };

/** `reversed`: the last change first. `late`: a minute after the change. */
export type CallbackFault = 'twice' | 'reversed' | 'late' | 'never';

export interface AccessEffect {
  readonly kind: 'access';
  readonly status: 401 | 403;
  readonly until: 'never' | 'new token';
}

/** Changes the JSON of an answer. */
export type Rewrite = (body: unknown) => unknown;

export interface MagicValue {
  readonly value: string;
  readonly places: readonly MagicPlace[];
  readonly effect: Effect;
  /** What happens, in one sentence for the docs. */
  readonly happens: string;
  /** The code of the graph's error that results; null when nothing fails. */
  readonly code: string | null;
  /** Only the first time that the id is read. */
  readonly once?: true;
  /** A send: the vendor has accepted it before this happens. */
  readonly accepted?: true;
}

/** A magic value as one line of a table. */
export type MagicRow = readonly [
  value: string,
  places: readonly MagicPlace[],
  effect: Effect,
  happens: string,
  code: string | null,
  more?: { once?: true; accepted?: true },
];

export const magicOf = (rows: readonly MagicRow[]): readonly MagicValue[] =>
  rows.map(([value, places, effect, happens, code, more]) => ({ value, places, effect, happens, code, ...more }));

export const answer = (reply: Reply): Effect => ({ kind: 'answer', reply });
export const failure = (how: Failure): Effect => ({ kind: 'failure', failure: how });
export const delay = (milliseconds: number): Effect => ({ kind: 'delay', milliseconds });
export const change = (rewrite: Rewrite): Effect => ({ kind: 'rewrite', rewrite });
export const access = (status: 401 | 403, until: 'never' | 'new token'): Effect => ({ kind: 'access', status, until });
export const half: Effect = { kind: 'half' };
const page = (status: number, type: string, text: string) =>
  answer({ status, headers: { 'content-type': type }, text });
export const html = (status: number, title: string) =>
  page(status, 'text/html', `<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`);
export const notJson = page(200, 'text/plain', 'OK');
export const nothing = (status: number, headers: Record<string, string> = {}) => answer({ status, headers, text: '' });
export const tooMany = (seconds: string) =>
  answer(sendJson(429, { code: '429000000', developerMessage: 'Too many requests' }, { 'retry-after': seconds }));
export const wrongShape = change(() => ({ hello: 'world' }));
export const extraMembers = change((body) => ({ ...(body as object), brandNew: { nested: [1, 2, 3] } }));

const once = { once: true } as const;

/** Faults of reads that any vendor may have. @param absent the code of the graph's error where an answer is 404 */
// prettier-ignore
export const readFaults = (reads: readonly MagicPlace[], absent = 'the NOT_FOUND of the read'): readonly MagicRow[] => [
  ['magic-slow-300', reads, delay(300), 'the usual answer after 300 ms', null],
  ['magic-slow-3000', reads, delay(3000), 'the usual answer after 3 s', null],
  ['magic-never', reads, failure('silence'), 'no answer is ever sent', 'UPSTREAM_TIMEOUT'],
  ['magic-401', reads, access(401, 'never'), '401, also with a new token', 'UPSTREAM_UNAUTHENTICATED'],
  ['magic-403', reads, access(403, 'never'), '403, also with a new token', 'UPSTREAM_FORBIDDEN'],
  ['magic-404-empty', reads, nothing(404), '404 without a body', absent],
  ['magic-429', reads, tooMany('2'), '429 with Retry-After: 2', 'UPSTREAM_RATE_LIMITED'],
  ['magic-429-long', reads, tooMany('120'), '429 with Retry-After: 120', 'UPSTREAM_RATE_LIMITED'],
  ['magic-429-bare', reads, nothing(429), '429 without Retry-After and without a body', 'UPSTREAM_RATE_LIMITED'],
  ['magic-500', reads, html(500, 'Internal Server Error'), '500 with an HTML body', 'UPSTREAM_UNAVAILABLE'],
  ['magic-502', reads, html(502, 'Bad Gateway'), '502 with an HTML body', 'UPSTREAM_UNAVAILABLE'],
  ['magic-503', reads, nothing(503, { 'retry-after': '1' }), '503 with Retry-After: 1 and no body', 'UPSTREAM_UNAVAILABLE'],
  ['magic-reset', reads, failure('reset'), 'the connection is reset', 'UPSTREAM_UNAVAILABLE'],
  ['magic-429-first', reads, tooMany('0'), '429 with Retry-After: 0 the first time, which the graph does not repeat, then the usual answer', 'UPSTREAM_RATE_LIMITED', once],
  ['magic-503-first', reads, nothing(503), '503 the first time, then the usual answer', null, once],
  ['magic-reset-first', reads, failure('reset'), 'a reset the first time, then the usual answer', null, once],
  ['magic-empty', reads, nothing(200), '200 without a body', 'UPSTREAM_BAD_RESPONSE'],
  ['magic-truncated', reads, half, '200 with half of the JSON', 'UPSTREAM_BAD_RESPONSE'],
  ['magic-cut', reads, failure('cut'), 'the connection closes in the middle of the body', 'UPSTREAM_UNAVAILABLE or UPSTREAM_BAD_RESPONSE'],
  ['magic-not-json', reads, notJson, '200 with the plain text OK', 'UPSTREAM_BAD_RESPONSE'],
  ['magic-html', reads, html(200, 'Please log in'), '200 with an HTML page', 'UPSTREAM_BAD_RESPONSE'],
  ['magic-wrong-shape', reads, wrongShape, '200 with another JSON object', 'UPSTREAM_BAD_RESPONSE'],
  ['magic-null', reads, change(() => null), '200 with JSON null', 'UPSTREAM_BAD_RESPONSE'],
  ['magic-too-large', reads, failure('flood'), '200 with 32 MB of JSON', 'UPSTREAM_BAD_RESPONSE'],
  ['magic-extra', reads, extraMembers, 'undocumented members', null],
];

export type FindMagic = (place: MagicPlace, value: string) => MagicValue | null;

/** Finds the magic of a value. What follows a `~` is free, so that one operation can name several: `magic-429~2`. */
export function magicFinder(values: readonly MagicValue[]): FindMagic {
  const byPlace = new Map(values.flatMap((magic) => magic.places.map((place) => [`${place} ${magic.value}`, magic])));
  return (place, value) => byPlace.get(`${place} ${value.split('~', 1)[0]}`) ?? null;
}

/** Applies an effect to the usual answer. Effects of other kinds leave it unchanged. */
export function applyEffect(effect: Effect, reply: Reply): Reply {
  switch (effect.kind) {
    case 'answer':
      return effect.reply;
    case 'delay':
      return { ...reply, delay: effect.milliseconds };
    case 'failure':
      return { ...reply, failure: effect.failure };
    case 'half':
      return { ...reply, text: firstHalf(reply.text) };
    case 'rewrite':
      return reply.status === 200 ? { ...reply, text: JSON.stringify(effect.rewrite(JSON.parse(reply.text))) } : reply;
    default:
      return reply;
  }
}

export interface MagicRead {
  readonly place: MagicPlace;
  readonly id: string;
  /** 0 where the read has no pages. */
  readonly pageNumber?: number;
  /** The vendor's refusal of a caller; null accepts it. */
  refuseAccess(effect: AccessEffect): Reply | null;
  answer(): Reply;
}

/** Answers reads of one stand-in, with the effect of a magic id applied. */
export function createMagicReads(findMagic: FindMagic): (read: MagicRead) => Reply {
  const seen = new Set<string>();
  return ({ place, id, pageNumber = 0, refuseAccess, answer: usual }) => {
    const magic = findMagic(place, id);
    if (!magic) return usual();
    const { effect } = magic;
    if (effect.kind === 'access') return refuseAccess(effect) ?? usual();
    if (effect.kind === 'later pages') return pageNumber > 0 ? effect.reply : usual();
    const key = `${place} ${id}`;
    if (magic.once && seen.has(key)) return usual();
    seen.add(key);
    return applyEffect(effect, usual());
  };
}
