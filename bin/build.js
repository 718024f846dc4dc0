import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** Written after a complete build: its time is what sources are compared with. */
const STAMP = join(ROOT, 'dist/.built');
const OTHER_INPUTS = ['package.json', 'tsconfig.json', 'tsconfig.build.json'];

/** Compiles `src` to `dist` without checking types, which `npm run check` does. @returns whether it succeeded */
export function build() {
  rmSync(STAMP, { force: true });
  const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
  const { status } = spawnSync(process.execPath, [tsc, '-p', join(ROOT, 'tsconfig.build.json')], {
    stdio: ['ignore', 2, 2], // the standard output of a start is its log
  });
  if (status !== 0) return false;
  writeFileSync(STAMP, '');
  return true;
}

/** Whether a source is newer than the build. A directory counts too: its time changes when a file is removed. */
export function isStale() {
  const builtAt = timeOf(STAMP);
  if (builtAt === null) return true;
  const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' });
  const inputs = ['src', ...sources.map((path) => join('src', path)), ...OTHER_INPUTS];
  return inputs.some((path) => (timeOf(join(ROOT, path)) ?? 0) > builtAt);
}

/** @param {string} path @returns {number | null} milliseconds; null where there is no such file */
function timeOf(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? null;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = build() ? 0 : 1;
