import type { CampaignLedger } from '../graph/campaign/campaign.ledger.js';
import { KEY_LIFE_MS, hasLapsed } from './expiry.js';
import type { Fingerprint } from './fingerprint.js';
import { describeSend, type KeyEntry } from './key-entry.js';
import type { Clock } from './ledger-store.js';
import type { OwnSends } from './own-sends.js';
import { settle } from './settle.js';
import { entryChanges, freeingChanges, parseEntry } from './shelf-keys.js';
import { names } from './shelf-names.js';
import type { ShelfRecords } from './shelf-records.js';
import type { ShelfSweep } from './shelf-sweep.js';
import type { ShelfTally } from './shelf-tally.js';
import type { Shelf } from './shelf.js';
import type { Turns } from './turns.js';
import type { Waiters } from './waiters.js';

interface TenantLedgerParts {
  readonly tenantId: string;
  readonly shelf: Shelf;
  readonly fingerprint: Fingerprint;
  readonly tally: ShelfTally;
  readonly turns: Turns;
  readonly waiters: Waiters;
  readonly records: ShelfRecords;
  readonly sweep: ShelfSweep;
  readonly ownSends: OwnSends;
  readonly recordLife: number;
  readonly now: Clock;
}

export function createTenantLedger(parts: TenantLedgerParts): CampaignLedger {
  const { shelf, fingerprint, tally, turns, waiters, records, sweep, ownSends, recordLife, now } = parts;
  const tenant = fingerprint('tenant', parts.tenantId);
  const nameOf = (key: string) => names.key(tenant, fingerprint('key', key));

  async function read(name: string): Promise<KeyEntry | null> {
    const text = await shelf.get(name);
    const own = ownSends.find(name);
    if (own?.state === 'UNKNOWN') return { ...own, trackingId: null };
    const entry = text === undefined ? null : parseEntry(text);
    return entry && !hasLapsed(entry, now()) ? entry : null;
  }

  const describe = async (entry: KeyEntry, input: string) =>
    describeSend(entry, input, entry.trackingId === null ? null : await records.find(tenant, entry.trackingId));

  /** Writes how a send ended, and lets those who wait for it see. */
  async function end(name: string, write: (entry: KeyEntry | null) => Promise<void>): Promise<void> {
    try {
      await turns.take(name, async () => {
        const text = await shelf.get(name);
        await write(text === undefined ? null : parseEntry(text));
        ownSends.ended(name);
      });
    } catch (error) {
      ownSends.lost(name);
      throw error;
    } finally {
      waiters.wake(name);
    }
  }

  return {
    begin(key, input) {
      sweep.some();
      const name = nameOf(key);
      return turns.take(name, async () => {
        const bound = await read(name);
        if (bound) return describe(bound, fingerprint('input', input));
        const isNew = (await shelf.get(name)) === undefined; // else it has lapsed and was not swept yet
        const entry: KeyEntry = {
          state: 'IN_FLIGHT',
          input: fingerprint('input', input),
          trackingId: null,
          lapsesAt: now() + KEY_LIFE_MS,
        };
        await shelf.write(entryChanges(name, entry));
        if (isNew) tally.keys(1);
        ownSends.begun(name, entry.input);
        return null;
      });
    },

    async accept(key, campaign) {
      const name = nameOf(key);
      await end(name, (entry) =>
        turns.take(tenant, async () => {
          const { changes, isNew } = await records.changesFor(tenant, campaign, now() + recordLife);
          const { input, lapsesAt } = entry ?? {
            input: ownSends.find(name)?.input ?? '',
            lapsesAt: now() + KEY_LIFE_MS,
          };
          const accepted: KeyEntry = { state: 'ACCEPTED', input, trackingId: campaign.trackingId, lapsesAt };
          await shelf.write([...entryChanges(name, accepted), ...changes]);
          if (isNew) tally.records(tenant, 1);
          if (!entry) tally.keys(1);
        }),
      );
    },

    async release(key) {
      const name = nameOf(key);
      await end(name, async (entry) => {
        if (entry?.state !== 'IN_FLIGHT') return;
        await shelf.write(freeingChanges(name, entry));
        tally.keys(-1);
      });
    },

    async lose(key) {
      const name = nameOf(key);
      await end(name, async (entry) => {
        if (entry?.state === 'IN_FLIGHT') await shelf.write(entryChanges(name, { ...entry, state: 'UNKNOWN' }));
      });
    },

    settled(key, input, deadline) {
      const id = nameOf(key);
      const look = async () => {
        const entry = await read(id);
        return entry && describe(entry, fingerprint('input', input));
      };
      return settle({ id, waiters, look, deadline, interval: 60_000 });
    },

    campaign: async (trackingId) => (tally.recordsOf(tenant) === 0 ? null : records.find(tenant, trackingId)),
    campaigns: (request) => records.list(tenant, request),
    async campaignCount() {
      await sweep.all();
      return tally.recordsOf(tenant);
    },
  };
}
