import { mkdirSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const SOURCES = join(ROOT, 'src');
const DIST = join(ROOT, 'dist');
/** Written after a complete build; its time is when that build began, and sources are compared with it. */
const STAMP = join(DIST, '.built');
const OTHER_INPUTS = ['package.json', '.swcrc'];

/**
 * Compiles `src` to `dist` without checking types, which `npm run check` does. It writes to a folder of its own and then
 * replaces file by file, so that builds at the same time, or a build that fails, leave no file in `dist` half-written.
 * @returns {Promise<string | null>} null where it succeeded, else what failed; where that is a source, the standard error says more
 */
export async function build() {
  const startedAt = new Date();
  const output = join(ROOT, `dist.${process.pid}.tmp`); // as deep as dist: source maps have relative paths
  try {
    await compile(output);
    for (const entry of readdirSync(output, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const folder = join(DIST, relative(output, entry.parentPath));
      mkdirSync(folder, { recursive: true });
      renameSync(join(entry.parentPath, entry.name), join(folder, entry.name));
    }
    writeFileSync(STAMP, '');
    utimesSync(STAMP, startedAt, startedAt);
    return null;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ERR_MODULE_NOT_FOUND')
      return 'packages are missing; npm ci installs them';
    const [message] = String(error instanceof Error ? error.message : error).split('\n\nCaused by:'); // the compiler's own stack
    process.stderr.write(`${message}\n`);
    return 'src could not be compiled';
  } finally {
    rmSync(output, { recursive: true, force: true });
  }
}

/**
 * Compiles each file of `src` by `.swcrc`, with a source map beside it.
 * @param {string} output folder @throws {Error} at the first file that is no TypeScript, with its place
 */
export async function compile(output) {
  const { transformFileSync } = await import('@swc/core');
  const sources = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
  for (const path of sources) {
    const file = join(output, path.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(file), { recursive: true });
    const source = join(SOURCES, path);
    const { code, map } = transformFileSync(source, { cwd: ROOT, sourceFileName: relative(dirname(file), source) });
    writeFileSync(file, `${code}//# sourceMappingURL=${basename(file)}.map\n`);
    writeFileSync(`${file}.map`, map ?? '');
  }
}

/** Whether a source is newer than the build. A directory counts too: its time changes when a file is removed. */
export function isStale() {
  const builtAt = timeOf(STAMP);
  if (builtAt === null) return true;
  const sources = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' });
  const inputs = ['src', ...sources.map((path) => join('src', path)), ...OTHER_INPUTS];
  return inputs.some((path) => (timeOf(join(ROOT, path)) ?? 0) > builtAt);
}

/** @param {string} path @returns {number | null} milliseconds; null where there is no such file */
function timeOf(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? null;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const failure = await build();
  if (failure !== null) process.stderr.write(`The build failed: ${failure}.\n`);
  process.exitCode = failure === null ? 0 : 1;
}
