import { type Config, DEFAULT_TENANT } from '../config/config.type.js';
import { writeGlobalId } from '../graph/node/node.id.js';
import { openLedger } from '../sends/open-ledger.js';
import type { SharedSeen } from '../sends/seen.js';
import type { LedgerStore } from '../sends/ledger-store.js';
import { createTenant } from '../server/auth/caller.js';
import { idsOf, type Log, logStoreState } from '../server/observability/log.js';
import type { Metrics } from '../server/observability/metrics.js';

export interface SendLedgerOptions {
  /** What the other workers have seen of its store; null, or left out, where this process is the only one. */
  readonly seen?: SharedSeen | null;
  /** Whether no other process of the instance has started with these tenants: those behind it take them as they are. */
  readonly isFirst?: boolean;
  /** Of Redis, in the place of the usual one. */
  readonly commandTimeoutMs?: number;
}

/**
 * The record of sends, reported to the log and to metrics.
 * @throws an Error that names the setting when it cannot be opened, or has keys that answer and none of a listed tenant
 */
export async function openSendLedger(
  { ledger, tenants, campaignRecordDays, upstream: { sendTimeoutMs } }: Config,
  log: Log,
  metrics: Pick<Metrics, 'contradicted'>,
  { seen = null, isFirst = true, commandTimeoutMs }: SendLedgerOptions = {},
): Promise<LedgerStore> {
  const store = await openLedger(ledger, {
    campaignRecordDays,
    sendTimeoutMs,
    seen,
    commandTimeoutMs,
    onState: (state, cause) => logStoreState(log, { event: 'ledger' }, state, cause),
    onContradiction({ tenantId, sendId, kind, what, request }) {
      const id = sendId && writeGlobalId(createTenant(tenantId), { type: 'Send', key: sendId });
      log.error({ event: 'send-contradicted', ...idsOf(request), tenant: tenantId, sendId: id, kind, what });
      metrics.contradicted();
    },
    onWarning: (event, details) => log.warn({ event, ...details }),
  });
  if (!isFirst) return store;
  try {
    await checkUnlistedKeys(
      store,
      tenants.map(({ id }) => id),
      log,
    );
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** A tenant that is listed under another id would send again what it has sent. */
async function checkUnlistedKeys(store: LedgerStore, listed: readonly string[], log: Log): Promise<void> {
  const found = await store.unlistedKeys(listed);
  if (found === null) return;
  const { keys, open, withoutSends } = found;
  const until = new Date(found.until).toISOString();
  if (withoutSends.length < listed.length)
    return log.warn({ event: 'ledger-unlisted-tenants', keys, open, until, withoutSends: withoutSends.join(' ') });
  const isDefault = (await store.unlistedKeys([...listed, DEFAULT_TENANT])) === null;
  const isOpen = open > 0 ? ` (${open} of sends without a known outcome: reconcile them under the former id)` : '';
  throw new Error(
    `TENANTS_FILE: the record of sends has ${keys} idempotency keys that answer until ${until}${isOpen}, all of tenants that ` +
      `are not listed${isDefault ? ` (${DEFAULT_TENANT}, the tenant without a file)` : ''}, and nothing of ${firstOf(listed)}. ` +
      'A tenant under a new id sends again what it has sent under the former one. Keep the former id, or list it beside the ' +
      'new one until that time ("keys": [] lets nobody in). Another deployment needs a DATA_DIR or Redis database of its own',
  );
}

const firstOf = (ids: readonly string[]): string =>
  ids.length <= 3 ? ids.join(', ') : `${ids.slice(0, 3).join(', ')} and ${ids.length - 3} more`;

/** What the start waits for. */
export const ledgerStep = ({ ledger: { kind } }: Config): string =>
  kind === 'redis' ? 'Redis (REDIS_URL)' : kind === 'embedded' ? 'the ledger (DATA_DIR)' : 'the ledger';
