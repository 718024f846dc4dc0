import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import type { Settings } from '../support/running-service.js';

const directories: string[] = [];
afterAll(() => {
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true });
});

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Writes a file of tenants for the time of a suite. @returns the settings that name it */
export function writeTenants(tenants: readonly unknown[]): Settings {
  const directory = mkdtempSync(join(tmpdir(), 'tenants-'));
  directories.push(directory);
  const file = join(directory, 'tenants.json');
  writeFileSync(file, JSON.stringify(tenants));
  return { TENANTS_FILE: file };
}

/** A key of a tenant that may do everything, or what `more` says. */
export const keyOf = (key: string, more: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  sha256: sha256(key),
  scopes: ['read', 'read:recipients', 'send'],
  ...more,
});

export const bearer = (text: string): Record<string, string> => ({ authorization: `Bearer ${text}` });
