import type { Range } from './shelf.js';

/**
 * How a shelf is laid out. Tenants, keys and campaigns stand in names as fingerprints, all equally long, so nobody's
 * text can reach into another's part; numbers are padded, so that the order of names is the order of numbers.
 */
export const names = {
  secret: 'secret',
  key: (tenant: string, key: string) => `key/${tenant}/${key}`,
  record: (tenant: string, sequence: number) => `record/${tenant}/${padded(sequence)}`,
  /** Where a campaign's record is, by its tracking id. */
  place: (tenant: string, campaign: string) => `place/${tenant}/${campaign}`,
  /** The last sequence number given out. */
  sequence: (tenant: string) => `sequence/${tenant}`,
  /** When something is to be thrown away. */
  lapse: (lapsesAt: number, name: string) => `lapse/${padded(lapsesAt)}/${name}`,
};

const LAST = '~'; // behind every letter used above

export const keysOfAll: Range = { above: 'key/', below: `key/${LAST}` };
export const placesOfAll: Range = { above: 'place/', below: `place/${LAST}` };
export const lapsedBy = (now: number): Range => ({ above: 'lapse/', below: `lapse/${padded(now)}/${LAST}` });

export const isPlace = (name: string): boolean => name.startsWith('place/');
export const tenantOf = (name: string): string => name.split('/')[1] ?? '';
export const lapsingName = (lapseName: string): string => lapseName.split('/').slice(2).join('/');

/** The records of a tenant strictly beyond a sequence number. */
export function recordsBeyond(tenant: string, order: 'NEWEST_FIRST' | 'OLDEST_FIRST', beyond: number | null): Range {
  const edge = beyond === null ? null : names.record(tenant, beyond);
  const whole = { above: `record/${tenant}/`, below: `record/${tenant}/${LAST}` };
  if (order === 'OLDEST_FIRST') return { ...whole, above: edge ?? whole.above };
  return { ...whole, below: edge ?? whole.below, backwards: true };
}

function padded(n: number): string {
  return String(Math.min(Math.max(Math.trunc(n), 0), Number.MAX_SAFE_INTEGER)).padStart(16, '0');
}
