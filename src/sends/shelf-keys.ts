import type { KeyEntry } from './key-entry.js';
import { keysOfAll, names } from './shelf-names.js';
import type { Change, Shelf } from './shelf.js';

export const parseEntry = (text: string): KeyEntry => JSON.parse(text) as KeyEntry;

/** What binds a key, or changes what it is bound to. */
export const entryChanges = (name: string, entry: KeyEntry): Change[] => [
  { name, text: JSON.stringify(entry) },
  { name: names.lapse(entry.lapsesAt, name), text: '' },
];

export const freeingChanges = (name: string, entry: KeyEntry): Change[] => [
  { name, text: null },
  { name: names.lapse(entry.lapsesAt, name), text: null },
];

/** Sends that were in flight when the process ended: nobody will ever tell what became of them. */
export async function loseAbandonedSends(shelf: Shelf): Promise<void> {
  const changes: Change[] = [];
  for await (const [name, text] of shelf.scan(keysOfAll)) {
    const entry = parseEntry(text);
    if (entry.state === 'IN_FLIGHT') changes.push({ name, text: JSON.stringify({ ...entry, state: 'UNKNOWN' }) });
  }
  if (changes.length > 0) await shelf.write(changes);
}
