import 'reflect-metadata';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { startService } from '../../src/app/service.js';
import { readConfig } from '../../src/config/config.js';
import { createLog } from '../../src/server/observability/log.js';
import { DATA_FILES } from './documented.js';

test('docs/operating.md lists what a service leaves in DATA_DIR, and nothing else', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'data-'));
  try {
    const settings = {
      PORT: '0',
      DRAIN_SECONDS: '0',
      DATA_DIR: directory,
      PUBLIC_URL: 'https://graph.example',
      ROUTEE_APPLICATION_ID: 'a',
      ROUTEE_APPLICATION_SECRET: 'b',
    };
    const service = await startService(readConfig(settings), createLog('silent', { write: () => undefined }));
    await service.stop();
    const found = await readdir(directory, { withFileTypes: true });
    expect(found.map((entry) => `${entry.name}${entry.isDirectory() ? '/' : ''}`).sort()).toEqual(
      [...DATA_FILES].sort(),
    );
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});
