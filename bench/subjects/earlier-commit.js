import { execFile, execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from './start-command.js';

const run = promisify(execFile);
const MAX_OUTPUT_BYTES = 16 * 1024 * 1024;
const INSTALL = ['ci', '--include=dev', '--prefer-offline', '--no-audit', '--no-fund'];

/**
 * Installs and builds a commit in a git worktree, which is removed when this process exits.
 * @param {{ commit: string, directory: string, print: (line: string) => void }} options `directory` is a temporary one
 * @returns {Promise<{ root: string, hash: string }>} the worktree and the short hash
 */
export const buildCommit = async ({ commit, directory, print }) => {
  const hash = await readHash(commit);
  const root = join(directory, `commit-${hash}`);
  // before the listener that removes the directory: git removes no worktree whose directory is gone
  process.prependOnceListener('exit', () => removeWorktree(root));
  await run('git', ['-C', ROOT, 'worktree', 'add', '--detach', root, hash]);
  print(`${hash}: npm ${INSTALL.join(' ')}`);
  await runNpm(root, INSTALL);
  print(`${hash}: npm run build`);
  await runNpm(root, ['run', 'build']);
  return { root, hash };
};

/** @param {string} commit */
const readHash = async (commit) => {
  try {
    const { stdout } = await run('git', ['-C', ROOT, 'rev-parse', '--verify', '--short', `${commit}^{commit}`]);
    return stdout.trim();
  } catch (error) {
    throw new Error(`--against: no commit ${commit} in ${ROOT}: ${/** @type {Error} */ (error).message.trim()}`);
  }
};

/** @param {string} root @param {string[]} args */
const runNpm = async (root, args) => {
  try {
    await run('npm', ['--prefix', root, ...args], { cwd: root, maxBuffer: MAX_OUTPUT_BYTES });
  } catch (error) {
    const { stdout, stderr } = /** @type {{ stdout: string, stderr: string }} */ (error);
    throw new Error(`npm ${args[0]} failed in the worktree of --against: ${(stderr || stdout).trim().slice(-2000)}`);
  }
};

/** @param {string} root */
const removeWorktree = (root) => {
  try {
    execFileSync('git', ['-C', ROOT, 'worktree', 'remove', '--force', root], { stdio: 'ignore' });
  } catch {
    // it was not added
  }
};
