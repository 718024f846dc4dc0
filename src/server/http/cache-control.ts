/**
 * How long a caller's own client may keep an answer: as long as the part of it that dies first. Answers belong to one
 * caller, so nothing between may keep them; errors and sends are not kept at all.
 */
export function cacheControl(isQuery: boolean, hasErrors: boolean, maxAgeSeconds: number | null): string {
  return isQuery && !hasErrors ? `private, max-age=${maxAgeSeconds ?? 0}` : 'private, no-store';
}
