import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const LOCK = fileURLToPath(new URL('../package-lock.json', import.meta.url));

/** @param {object} value of package.json */
export const textOf = (value) => `${JSON.stringify(value, null, 2)}\n`;

/**
 * Calls back with a temporary folder that has this package.json, and a package-lock.json of its dependencies alone, with the
 * versions of the repository's. No package is installed, and no network is used.
 * @template Value
 * @param {{ name: string }} manifest @param {(folder: string) => Value} use @returns {Value}
 */
export function inTreeOf(manifest, use) {
  const parent = mkdtempSync(join(tmpdir(), 'tree-'));
  const folder = join(parent, manifest.name); // npm sbom names a package after its folder
  mkdirSync(folder);
  try {
    writeFileSync(join(folder, 'package.json'), textOf(manifest));
    copyFileSync(LOCK, join(folder, 'package-lock.json'));
    runNpm(folder, ['install', '--ignore-scripts', '--no-audit', '--no-fund']);
    return use(folder);
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
}

/** Against the configuration of the npm that runs this program. */
const OWN = ['--global=false', '--dry-run=false', '--json=false', '--loglevel=error'];
const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;

/** @param {string} folder @param {string[]} args @returns {string} the output */
export const runNpm = (folder, args) =>
  execFileSync('npm', [...args, '--package-lock-only', '--offline', '--prefix', folder, ...OWN], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: MAX_OUTPUT_BYTES,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
