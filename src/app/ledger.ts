import type { Config } from '../config/config.type.js';
import { writeGlobalId } from '../graph/node/node.id.js';
import { openLedger } from '../sends/open-ledger.js';
import type { SharedSeen } from '../sends/seen.js';
import type { LedgerStore } from '../sends/ledger-store.js';
import { createTenant } from '../server/auth/caller.js';
import { idsOf, type Log, logStoreState } from '../server/observability/log.js';
import type { Metrics } from '../server/observability/metrics.js';

/**
 * The record of sends, reported to the log and to metrics.
 * @param seen what the other workers have seen of its store; null where this process is the only one
 * @throws an Error that names the setting when it cannot be opened
 */
export const openSendLedger = (
  { ledger, campaignRecordDays, upstream: { sendTimeoutMs } }: Config,
  log: Log,
  metrics: Pick<Metrics, 'contradicted'>,
  seen: SharedSeen | null = null,
): Promise<LedgerStore> =>
  openLedger(ledger, {
    campaignRecordDays,
    sendTimeoutMs,
    seen,
    onState: (state, cause) => logStoreState(log, { event: 'ledger' }, state, cause),
    onContradiction({ tenantId, sendId, kind, what, request }) {
      const id = sendId && writeGlobalId(createTenant(tenantId), { type: 'Send', key: sendId });
      log.error({ event: 'send-contradicted', ...idsOf(request), tenant: tenantId, sendId: id, kind, what });
      metrics.contradicted();
    },
    onWarning: (event, details) => log.warn({ event, ...details }),
  });

/** What the start waits for. */
export const ledgerStep = ({ ledger: { kind } }: Config): string =>
  kind === 'redis' ? 'Redis (REDIS_URL)' : kind === 'embedded' ? 'the ledger (DATA_DIR)' : 'the ledger';
