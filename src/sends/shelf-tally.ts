import { keysOfAll, placesOfAll, tenantOf } from './shelf-names.js';
import type { Shelf } from './shelf.js';

/** How much is on a shelf, kept beside it since counting would read it all. */
export interface ShelfTally {
  keys(change: number): void;
  records(tenant: string, change: number): void;
  recordsOf(tenant: string): number;
  whole(): number;
}

export async function countShelf(shelf: Shelf): Promise<ShelfTally> {
  let whole = 0;
  const ofTenant = new Map<string, number>();
  const tally: ShelfTally = {
    keys: (change) => void (whole += change),
    records(tenant, change) {
      whole += change;
      const count = (ofTenant.get(tenant) ?? 0) + change;
      if (count > 0) ofTenant.set(tenant, count);
      else ofTenant.delete(tenant);
    },
    recordsOf: (tenant) => ofTenant.get(tenant) ?? 0,
    whole: () => whole,
  };

  for await (const _ of shelf.scan(keysOfAll)) tally.keys(1);
  for await (const [name] of shelf.scan(placesOfAll)) tally.records(tenantOf(name), 1);
  return tally;
}
