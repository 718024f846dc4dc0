import { LRUCache } from 'lru-cache';

/** What a GraphQL response can be written as; where a caller likes both alike, the first. */
const MEDIA_TYPES = ['application/json', 'application/graphql-response+json'] as const;

export type MediaType = (typeof MEDIA_TYPES)[number];

export const DEFAULT_MEDIA_TYPE: MediaType = MEDIA_TYPES[0];

interface AcceptedRange {
  readonly range: string;
  /** Whether its parameters, `q` apart, allow UTF-8 and ask for nothing else. */
  readonly fits: boolean;
  /** 0 to 1; 0 refuses. */
  readonly quality: number;
}

/** `Accept` headers seen lately; callers send few different ones, so that each is read once. */
const known = new LRUCache<string, { readonly mediaType: MediaType | null }>({ max: 100 });
const MAX_KNOWN_LENGTH = 200;

/**
 * The media type of a response, by RFC 9110: the highest `q` first, then the most specific range, then the order of the
 * caller. It decides the status too, see statusOf. @returns null where the caller accepts neither
 */
export function negotiateMediaType(accept: string | undefined): MediaType | null {
  if (accept === undefined || accept === '') return DEFAULT_MEDIA_TYPE;
  const before = known.get(accept);
  if (before) return before.mediaType;
  const mediaType = negotiate(accept);
  if (accept.length <= MAX_KNOWN_LENGTH) known.set(accept, { mediaType });
  return mediaType;
}

function negotiate(accept: string): MediaType | null {
  const ranges = accept.split(',').map(readRange);
  const offers = MEDIA_TYPES.flatMap((mediaType) => {
    const offer = bestRange(ranges, mediaType);
    return offer && offer.quality > 0 ? [{ mediaType, ...offer }] : [];
  });
  offers.sort((a, b) => b.quality - a.quality || b.specificity - a.specificity || a.position - b.position);
  return offers[0]?.mediaType ?? null;
}

/** The most specific range that a media type falls under: it alone says how much the type is wanted. */
function bestRange(ranges: readonly AcceptedRange[], mediaType: MediaType) {
  let best: { quality: number; specificity: number; position: number } | null = null;
  for (const [position, { range, fits, quality }] of ranges.entries()) {
    const specificity = range === mediaType ? 2 : range === 'application/*' ? 1 : range === '*/*' ? 0 : -1;
    if (fits && specificity > (best?.specificity ?? -1)) best = { quality, specificity, position };
  }
  return best;
}

function readRange(text: string): AcceptedRange {
  const [range = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase());
  let quality = 1;
  let fits = true;
  for (const parameter of parameters) {
    const [name, value = ''] = parameter.split('=').map((part) => part.trim().replace(/^"(.*)"$/, '$1'));
    if (name === 'q') quality = readQuality(value);
    else if (name !== '' && !(name === 'charset' && value === 'utf-8')) fits = false;
  }
  return { range, fits, quality };
}

function readQuality(value: string): number {
  const quality = Number(value);
  return value !== '' && quality >= 0 && quality <= 1 ? quality : 1;
}
