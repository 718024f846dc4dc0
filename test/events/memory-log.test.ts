import { describe } from '@jest/globals';
import { openMemoryLog } from '../../src/events/log/memory-log.js';
import { eventLogContract } from './log-contract.js';

describe('the event log in memory', () => {
  eventLogContract(
    { open: async (options) => openMemoryLog(options), beginAnew: async () => undefined },
    { isShared: false },
  );
});
