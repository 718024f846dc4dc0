import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { readJson } from '../support/packed-program.js';

interface Bom {
  readonly bomFormat: string;
  readonly metadata: { readonly component: { readonly name: string; readonly version: string } };
  readonly components: readonly { readonly purl: string; readonly licenses?: readonly unknown[] }[];
}

interface Lock {
  readonly packages: Readonly<Record<string, { readonly version: string; readonly dev?: boolean }>>;
}

test('npm run sbom names every package that npm ci --omit=dev installs, and no other, without a network', async () => {
  // a proxy that refuses every connection
  const env = { ...process.env, HTTPS_PROXY: 'http://127.0.0.1:9', HTTP_PROXY: 'http://127.0.0.1:9' };
  const { stdout } = await promisify(execFile)('npm', ['run', '--silent', 'sbom'], {
    env,
    maxBuffer: 16 * 1024 * 1024,
  });
  const { bomFormat, metadata, components } = JSON.parse(stdout) as Bom;
  const { packages } = await readJson<Lock>('package-lock.json');
  const production = Object.entries(packages)
    .filter(([path, { dev }]) => path !== '' && !dev) // npm leaves out a devOptional package with --omit=optional alone
    .map(([path, { version }]) => `pkg:npm/${path.split('node_modules/').pop()!.replace('@', '%40')}@${version}`);
  expect([bomFormat, metadata.component.name]).toEqual(['CycloneDX', 'messaging-graph']);
  expect([...new Set(components.map(({ purl }) => purl))].sort()).toEqual([...new Set(production)].sort());
  expect(components.filter(({ licenses }) => licenses === undefined).map(({ purl }) => purl)).toEqual([]);
});
