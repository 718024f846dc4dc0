import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from '@jest/globals';
import { openEmbeddedLog } from '../../src/events/log/embedded-log.js';
import { eventLogContract } from './log-contract.js';

describe('the event log in DATA_DIR', () => {
  let root: string;
  let dataDir: string;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'events-'));
  });
  afterAll(() => rm(root, { recursive: true, force: true }));

  eventLogContract(
    {
      open: async (options) => openEmbeddedLog({ ...options, dataDir, pollMs: 5 }),
      beginAnew: async () => void (dataDir = await mkdtemp(join(root, 'data-'))),
    },
    { isShared: true },
  );
});
