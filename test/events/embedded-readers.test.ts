import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { open } from 'lmdb';
import { openEmbeddedLog } from '../../src/events/log/embedded-log.js';
import { compiledSources } from '../support/compiled-sources.js';

test('the place that a killed process had in the embedded log is free again when another process opens it', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'readers-'));
  const script = `
    import { openEmbeddedLog } from './events/log/embedded-log.js';
    const events = openEmbeddedLog({ dataDir: ${JSON.stringify(dataDir)}, days: 1, max: 10 }).forTenant('shop');
    await events.end();
    setInterval(() => {}, 1000);
    console.log('read');`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    cwd: await compiledSources(),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  const readers = open({ path: join(dataDir, 'events'), encoding: 'binary', useVersions: true });
  expect(readers.readerList()).toMatch(new RegExp(`\\b${child.pid}\\b`));
  child.kill('SIGKILL');
  await once(child, 'close');
  expect(readers.readerList()).toMatch(new RegExp(`\\b${child.pid}\\b`));

  const log = openEmbeddedLog({ dataDir, days: 1, max: 10 });
  expect(readers.readerList()).not.toMatch(new RegExp(`\\b${child.pid}\\b`));
  await log.close();
  await readers.close();
  await rm(dataDir, { recursive: true, force: true });
}, 240_000);
