let last = { milliseconds: 0, text: '' };

/** The present in ISO 8601, UTC, to the millisecond. Written once a millisecond. */
export function isoNow(): string {
  const milliseconds = Date.now();
  if (milliseconds !== last.milliseconds) last = { milliseconds, text: new Date(milliseconds).toISOString() };
  return last.text;
}
