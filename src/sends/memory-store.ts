import { createLedgerClock, type Clocks, systemClocks, recordLifeMs } from './clock.js';
import { createFingerprint, createSecret } from './fingerprint.js';
import type { Change } from './ledger-changes.js';
import { LedgerHealth } from './ledger-health.js';
import { LedgerStateMachine } from './ledger-state.js';
import { openLocalLedger } from './local-ledger.js';
import type { LedgerOptions, LedgerStore } from './ledger-store.js';

export interface MemoryLedgerOptions extends LedgerOptions {
  readonly clocks?: Clocks;
}

/** A ledger that is gone with the process: for the sandbox and for tests. */
export function openMemoryLedger({ clocks = systemClocks, ...options }: MemoryLedgerOptions): LedgerStore {
  const state = new LedgerStateMachine<string>();
  const clock = createLedgerClock(clocks);
  let sequence = 0;
  return openLocalLedger({
    log: {
      async append(changes) {
        for (const change of changes) state.apply(change, ++sequence, textOf(change), clock.monotonic());
      },
      isCurrent: () => true,
      refresh: async () => undefined,
      readText: async (text) => text,
      close: async () => undefined,
    },
    state,
    clock,
    health: new LedgerHealth(options),
    fingerprint: createFingerprint(createSecret()),
    owner: 'this process',
    isGone: () => false,
    notices: options,
    recordLife: recordLifeMs(options.campaignRecordDays),
    sendTimeoutMs: options.sendTimeoutMs,
  });
}

const textOf = (change: Change): string =>
  change.op === 'accept' ? change.receipt : change.op === 'bind' ? (change.draft ?? '') : '';
