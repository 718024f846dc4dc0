import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const DIST = join(ROOT, 'dist');
/** Written after a complete build; its time is when that build began, and sources are compared with it. */
const STAMP = join(DIST, '.built');
const OTHER_INPUTS = ['package.json', 'tsconfig.json', 'tsconfig.build.json'];

/**
 * Compiles `src` to `dist` without checking types, which `npm run check` does. It writes to a folder of its own and then
 * replaces file by file, so that builds at the same time, or a build that fails, leave no file in `dist` half-written.
 * @returns whether it succeeded
 */
export function build() {
  const startedAt = new Date();
  const output = join(ROOT, `dist.${process.pid}.tmp`); // as deep as dist: source maps have relative paths
  try {
    if (!compile(output)) return false;
    for (const entry of readdirSync(output, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const folder = join(DIST, relative(output, entry.parentPath));
      mkdirSync(folder, { recursive: true });
      renameSync(join(entry.parentPath, entry.name), join(folder, entry.name));
    }
    writeFileSync(STAMP, '');
    utimesSync(STAMP, startedAt, startedAt);
    return true;
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
}

/** @param {string} output folder */
function compile(output) {
  const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
  const { status } = spawnSync(process.execPath, [tsc, '-p', join(ROOT, 'tsconfig.build.json'), '--outDir', output], {
    stdio: ['ignore', 2, 2], // the standard output of a start is its log
  });
  return status === 0;
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
