import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Everything that the built files are made of. */
const INPUTS = ['index.html', 'package.json', 'package-lock.json', 'public', 'src', 'vite.config.ts'];

const root = dirname(fileURLToPath(import.meta.url));
const file = join(root, 'dist/sources.sha256');

function filesOf(path: string): string[] {
  if (!statSync(join(root, path)).isDirectory()) return [path];
  return readdirSync(join(root, path)).flatMap((name) => filesOf(`${path}/${name}`));
}

/** The SHA-256 over the names and texts of all sources. A test compares it with the one that the last build wrote. */
export function digestOfSources(): string {
  const hash = createHash('sha256');
  for (const path of INPUTS.flatMap(filesOf).sort())
    hash.update(`${path}\n${readFileSync(join(root, path), 'utf8')}\n`);
  return hash.digest('hex');
}

export const writeSourcesDigest = (): void => writeFileSync(file, `${digestOfSources()}\n`);
export const readSourcesDigest = (): string => readFileSync(file, 'utf8').trim();
