let last = { milliseconds: 0, text: '' };

/** The present in ISO 8601, UTC, to the millisecond. */
export const isoNow = (): string => isoTime(Date.now());

/** A time in ISO 8601, UTC. The last one is kept: thousands of answers share a millisecond. @param milliseconds epoch */
export function isoTime(milliseconds: number): string {
  if (milliseconds !== last.milliseconds) last = { milliseconds, text: new Date(milliseconds).toISOString() };
  return last.text;
}
