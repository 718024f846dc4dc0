import type { Mistakes } from './mistakes.js';
import { SETTINGS, type Given } from './settings.js';

/** Nobody else's variables begin like this. Wider ones (CACHE_, SEND_) may belong to the platform. */
const ownPrefixes = [
  'ROUTEE_',
  'GMS_',
  'TENANTS_',
  'JWT_',
  'SUBGRAPH_',
  'PERSISTED_',
  'UPSTREAM_',
  'CAMPAIGN_RECORD_',
  'RATE_OPERATIONS_',
  'RATE_UPSTREAM_',
  'MAX_UPSTREAM_',
  'MAX_CONCURRENT_',
];

/** Kubernetes and Docker set these for every service beside us, whatever it is called. */
const ofOtherServices = /_(SERVICE_HOST|SERVICE_PORT(_.*)?|PORT(_\d+_(TCP|UDP)(_.*)?)?)$/;

const knownNames = SETTINGS.map(({ name }) => name);

/** Shorter names differ by one letter too easily: REDIS_URI may well be someone else's. */
const SHORTEST_TYPO = 10;

/**
 * A mistyped name would otherwise be a setting silently not made.
 * @param isExpected names that the tenants' file refers to
 */
export function tellUnknownSettings(given: Given, isExpected: (name: string) => boolean, mistakes: Mistakes): void {
  for (const name of Object.keys(given)) {
    if (knownNames.includes(name) || isExpected(name) || ofOtherServices.test(name)) continue;
    const upper = name.toUpperCase();
    const nearest = nearestName(upper);
    const isTypo = name.length >= SHORTEST_TYPO && nearest.distance <= 1;
    if (!isTypo && !ownPrefixes.some((prefix) => upper.startsWith(prefix))) continue;
    const isNear = nearest.distance <= Math.max(2, Math.floor(name.length / 4));
    mistakes.add(name, isNear ? `is not a setting; did you mean ${nearest.name}?` : 'is not a setting');
  }
}

function nearestName(name: string): { readonly name: string; readonly distance: number } {
  const measured = knownNames.map((known) => ({ name: known, distance: distanceOf(name, known) }));
  return measured.reduce((best, each) => (each.distance < best.distance ? each : best));
}

/** Letters to add, drop or change, or neighbours to swap. */
function distanceOf(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const change = (last[column - 1] ?? 0) + (a[row - 1] === b[column - 1] ? 0 : 1);
      const isSwap = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      const swap = isSwap ? (beforeLast[column - 2] ?? 0) + 1 : Infinity;
      current.push(Math.min(change, swap, (last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length] ?? 0;
}
