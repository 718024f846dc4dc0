import { isPlace, placesOfAll } from './shelf-names.js';
import type { Shelf } from './shelf.js';

/**
 * The same shelf, which knows without reading which campaigns it has: most campaigns that are asked for were not sent
 * by this graph, and each of those lookups would be a disk read for nothing. About 150 bytes a campaign.
 */
export async function withKnownPlaces(shelf: Shelf): Promise<Shelf> {
  const places = new Set<string>();
  for await (const [name] of shelf.scan(placesOfAll)) places.add(name);
  return {
    ...shelf,
    get: async (name) => (isPlace(name) && !places.has(name) ? undefined : shelf.get(name)),
    async write(changes) {
      for (const { name, text } of changes) if (isPlace(name) && text !== null) places.add(name);
      await shelf.write(changes); // what a failed write leaves known is looked up, and not found
      for (const { name, text } of changes) if (isPlace(name) && text === null) places.delete(name);
    },
  };
}
