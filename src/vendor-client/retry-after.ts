/** Longer waits help nobody, seconds. */
const LONGEST = 3600;

/**
 * Reads `Retry-After` (RFC 9110, 10.2.3): seconds or an HTTP date.
 * @param now wall-clock time, epoch milliseconds
 * @returns whole seconds from 0 to 3600; undefined when absent or unreadable
 */
export function retryAfterSeconds(header: string | undefined, now = Date.now()): number | undefined {
  const text = header?.trim() ?? '';
  if (/^\d+$/.test(text)) return Math.min(LONGEST, Number(text));
  // Date.parse alone would take "1.5" for a day in January.
  const time = text.endsWith('GMT') ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) return undefined;
  return Math.min(LONGEST, Math.max(0, Math.ceil((time - now) / 1000)));
}
