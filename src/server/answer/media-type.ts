import { setBounded } from '../../bounded-map.js';

/** What one GraphQL response can be written as; where a caller likes both alike, the first. */
const MEDIA_TYPES = ['application/json', 'application/graphql-response+json'] as const;
/** What many can be written as: named by the caller, since no wildcard means them. */
const STREAM_TYPES = ['text/event-stream', 'multipart/mixed'] as const;

export type MediaType = (typeof MEDIA_TYPES)[number];
export type StreamType = (typeof STREAM_TYPES)[number];

export const DEFAULT_MEDIA_TYPE: MediaType = MEDIA_TYPES[0];

/** What a caller takes. */
export interface AcceptedTypes {
  /** For one response; null where the caller accepts neither type. */
  readonly single: MediaType | null;
  /** For many; null where the caller accepts none. */
  readonly stream: StreamType | null;
  /** Whether `stream` goes before `single`. */
  readonly prefersStream: boolean;
}

interface AcceptedRange {
  readonly range: string;
  /** Whether its parameters, `q` apart, allow UTF-8 and ask for nothing else; of multipart, whether it is Apollo's protocol. */
  readonly fits: boolean;
  /** 0 to 1; 0 refuses. */
  readonly quality: number;
}

/** `Accept` headers that were read; callers send few different ones. */
const known = new Map<string, AcceptedTypes>();
const MAX_KNOWN = 100;
const MAX_KNOWN_LENGTH = 200;

const ANYTHING: AcceptedTypes = { single: DEFAULT_MEDIA_TYPE, stream: null, prefersStream: false };

/**
 * The media types of a response, by RFC 9110: the highest `q` first, then the most specific range, then the order of the
 * caller.
 */
export function acceptedTypes(accept: string | undefined): AcceptedTypes {
  if (accept === undefined || accept === '') return ANYTHING;
  const before = known.get(accept);
  if (before) return before;
  const accepted = negotiate(accept);
  if (accept.length > MAX_KNOWN_LENGTH) return accepted;
  setBounded(known, MAX_KNOWN, accept, accepted);
  return accepted;
}

/** The media type of one response. It decides the status too, see statusOf. @returns null where the caller accepts neither */
export const negotiateMediaType = (accept: string | undefined): MediaType | null => acceptedTypes(accept).single;

function negotiate(accept: string): AcceptedTypes {
  const members = accept.split(',').filter((text) => text.trim() !== ''); // RFC 9110 has empty ones ignored
  const ranges = members.map(readRange);
  if (ranges.length === 0) return ANYTHING;
  const offersOf = <Type extends MediaType | StreamType>(types: readonly Type[]) =>
    types.flatMap((mediaType) => {
      const offer = bestRange(ranges, mediaType);
      return offer && offer.quality > 0 ? [{ mediaType, ...offer }] : [];
    });
  const [single] = offersOf(MEDIA_TYPES).sort(byPreference);
  const [stream] = offersOf(STREAM_TYPES).sort(byPreference);
  return {
    single: single?.mediaType ?? null,
    stream: stream?.mediaType ?? null,
    prefersStream: stream !== undefined && (single === undefined || byPreference(stream, single) < 0),
  };
}

interface Offer {
  readonly quality: number;
  readonly specificity: number;
  readonly position: number;
}

const byPreference = (a: Offer, b: Offer): number =>
  b.quality - a.quality || b.specificity - a.specificity || a.position - b.position;

/** The most specific range that a media type falls under: it alone says how much the type is wanted. */
function bestRange(ranges: readonly AcceptedRange[], mediaType: MediaType | StreamType): Offer | null {
  let best: Offer | null = null;
  const isSingle = mediaType.startsWith('application/');
  for (const [position, { range, fits, quality }] of ranges.entries()) {
    const wildcard = !isSingle ? -1 : range === 'application/*' ? 1 : range === '*/*' ? 0 : -1;
    const specificity = range === mediaType ? 2 : wildcard;
    if (fits && specificity > (best?.specificity ?? -1)) best = { quality, specificity, position };
  }
  return best;
}

function readRange(text: string): AcceptedRange {
  const [range = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  const isMultipart = range === 'multipart/mixed';
  let quality = 1;
  let fits = !isMultipart;
  for (const parameter of parameters) {
    const [name, value = ''] = parameter.split('=').map((part) => part.trim().replace(/^"(.*)"$/, '$1'));
    if (name === 'q') quality = readQuality(value);
    else if (isMultipart) fits ||= name === 'subscriptionspec' && value === '1.0';
    else if (name !== '' && !(name === 'charset' && value === 'utf-8')) fits = false;
  }
  return { range, fits, quality };
}

function readQuality(value: string): number {
  const quality = Number(value);
  return value !== '' && quality >= 0 && quality <= 1 ? quality : 1;
}
