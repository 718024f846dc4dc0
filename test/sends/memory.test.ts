import { describe } from '@jest/globals';
import { openMemoryLedger } from '../../src/sends/memory-store.js';
import { createTestClocks } from './test-clocks.js';
import { ledgerContract } from './ledger-contract.js';

describe('the ledger in memory', () => {
  ledgerContract(async () => {
    const clocks = createTestClocks();
    return {
      open: async (notices) => openMemoryLedger({ ...notices, campaignRecordDays: 2, sendTimeoutMs: 30_000, clocks }),
      passTime: async (milliseconds) => clocks.pass(milliseconds),
      now: async () => clocks.wall(),
      contents: null,
      discard: async () => {},
    };
  });
});
