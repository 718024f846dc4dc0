const DAY_MS = 24 * 60 * 60 * 1000;

/** From `begin`, whatever becomes of the send. */
export const KEY_LIFE_MS = DAY_MS;

/** From `accept`. Never shorter than a key's life: a key must find the campaign that it replays. */
export const recordLifeMs = (campaignRecordDays: number): number => Math.max(campaignRecordDays * DAY_MS, KEY_LIFE_MS);

export const hasLapsed = (thing: { readonly lapsesAt: number }, now: number): boolean => thing.lapsesAt <= now;
