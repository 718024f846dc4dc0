import { describe } from '@jest/globals';
import { openMemoryLedger } from '../../src/sends/memory.js';
import { ledgerContract } from './ledger-contract.js';

describe('the ledger in memory', () => {
  ledgerContract(async () => {
    let now = Date.parse('2025-03-01T10:00:00Z');
    return {
      open: () => openMemoryLedger({ campaignRecordDays: 2, now: () => now }),
      passTime: async (milliseconds) => void (now += milliseconds),
      contents: null,
      discard: async () => {},
    };
  });
});
