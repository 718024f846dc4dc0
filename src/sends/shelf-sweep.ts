import { hasLapsed } from './expiry.js';
import type { Fingerprint } from './fingerprint.js';
import type { Clock } from './ledger-store.js';
import { parseEntry } from './shelf-keys.js';
import { lapsedBy, lapsingName, names, tenantOf } from './shelf-names.js';
import { parseRecord } from './shelf-records.js';
import type { Change, Shelf } from './shelf.js';
import type { ShelfTally } from './shelf-tally.js';
import type { Turns } from './turns.js';

const BOUND = 50;

export interface ShelfSweep {
  /** Begins to throw away a few lapsed things beside other work; what it cannot do now is left for the next time. */
  some(): void;
  /** Throws away everything that has lapsed. */
  all(): Promise<void>;
}

interface SweepParts {
  readonly shelf: Shelf;
  readonly turns: Turns;
  readonly tally: ShelfTally;
  readonly fingerprint: Fingerprint;
  readonly now: Clock;
}

export function createShelfSweep({ shelf, turns, tally, fingerprint, now }: SweepParts): ShelfSweep {
  async function sweep(limit: number): Promise<void> {
    let left = limit;
    for await (const [lapse] of shelf.scan(lapsedBy(now()))) {
      const name = lapsingName(lapse);
      // In turn with those who may be writing it: a key can be bound anew at this very moment.
      if (name.startsWith('key/')) await turns.take(name, () => dropKey(name, lapse));
      else await turns.take(tenantOf(name), () => dropRecord(name, lapse));
      if (--left <= 0) return;
    }
  }

  async function dropKey(name: string, lapse: string): Promise<void> {
    const text = await shelf.get(name);
    const gone = text !== undefined && hasLapsed(parseEntry(text), now());
    await shelf.write(gone ? dropped(name, lapse) : dropped(lapse));
    if (gone) tally.keys(-1);
  }

  async function dropRecord(name: string, lapse: string): Promise<void> {
    const text = await shelf.get(name);
    if (text === undefined) return shelf.write(dropped(lapse));
    const { trackingId } = parseRecord(text).campaign;
    await shelf.write(dropped(name, lapse, names.place(tenantOf(name), fingerprint('campaign', trackingId))));
    tally.records(tenantOf(name), -1);
  }

  let running: Promise<void> | null = null;
  return {
    some() {
      running ??= turns
        .take('sweep', () => sweep(BOUND))
        .catch(() => {})
        .finally(() => (running = null));
    },
    all: () => turns.take('sweep', () => sweep(Infinity)),
  };
}

const dropped = (...gone: string[]): Change[] => gone.map((name) => ({ name, text: null }));
