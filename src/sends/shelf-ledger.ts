import { recordLifeMs } from './expiry.js';
import { createFingerprint, createSecret } from './fingerprint.js';
import type { Clock, LedgerOptions, LedgerStore } from './ledger-store.js';
import { createOwnSends } from './own-sends.js';
import { loseAbandonedSends } from './shelf-keys.js';
import { names } from './shelf-names.js';
import { createShelfRecords } from './shelf-records.js';
import { createShelfSweep } from './shelf-sweep.js';
import { countShelf } from './shelf-tally.js';
import { createTenantLedger } from './shelf-tenant-ledger.js';
import type { Shelf } from './shelf.js';
import { createTurns } from './turns.js';
import { createWaiters } from './waiters.js';

/** The ledger of one process, on a shelf that nobody else writes to. */
export async function openShelfLedger(
  shelf: Shelf,
  { campaignRecordDays }: LedgerOptions,
  now: Clock,
): Promise<LedgerStore> {
  const secret = (await shelf.get(names.secret)) ?? createSecret();
  await shelf.write([{ name: names.secret, text: secret }]);
  await loseAbandonedSends(shelf);

  const fingerprint = createFingerprint(secret);
  const tally = await countShelf(shelf);
  const turns = createTurns();
  const waiters = createWaiters();
  const records = createShelfRecords(shelf, fingerprint, now);
  const sweep = createShelfSweep({ shelf, turns, tally, fingerprint, now });
  const ownSends = createOwnSends(now);
  const recordLife = recordLifeMs(campaignRecordDays);

  return {
    forTenant: (tenantId) =>
      createTenantLedger({
        tenantId,
        shelf,
        fingerprint,
        tally,
        turns,
        waiters,
        records,
        sweep,
        ownSends,
        recordLife,
        now,
      }),
    async size() {
      await sweep.all();
      return tally.whole();
    },
    async close() {
      await turns.idle();
      await shelf.close();
      waiters.wakeAll(); // they look again, and are refused
    },
  };
}
