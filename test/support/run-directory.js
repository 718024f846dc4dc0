import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Jest's globalSetup: one temporary directory for what suites share during a run. */
export default function createRunDirectory() {
  const directory = mkdtempSync(join(tmpdir(), 'test-run-'));
  process.env['TEST_RUN_DIRECTORY'] = directory; // workers inherit it
  process.on('exit', () => rmSync(directory, { recursive: true, force: true }));
}
