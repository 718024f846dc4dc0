import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Manifest {
  readonly files: readonly string[];
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional: boolean }>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly buildDependencies?: readonly string[];
  readonly scripts: Readonly<Record<string, string>>;
}

export const readJson = async <Value>(path: string): Promise<Value> =>
  JSON.parse(await readFile(path, 'utf8')) as Value;

/** A clone of what packing reads, with every package; the caller removes it. */
export async function createPackableClone(): Promise<string> {
  const { files } = await readJson<Manifest>('package.json');
  const packed = files.filter((path) => path !== 'dist' && path !== 'npm-shrinkwrap.json' && !path.includes('*'));
  const inputs = ['bin', 'src', 'docs', 'README.md', 'LICENSE', 'package.json', 'package-lock.json'];
  const directory = await mkdtemp(join(tmpdir(), 'packed-'));
  for (const input of new Set([...inputs, '.swcrc', ...packed]))
    await cp(input, join(directory, input), { recursive: true });
  await symlink(resolve('node_modules'), join(directory, 'node_modules'));
  return directory;
}

/** Packs a clone. @returns a folder with what is in the tarball and no packages beside or above it; the caller removes it */
export async function packClone(clone: string): Promise<string> {
  const { stdout } = await run('npm', ['pack', '--json', '--offline', '--loglevel=error'], { cwd: clone });
  const name = /"filename": "([^"]+)"/.exec(stdout)![1]!;
  const folder = await mkdtemp(join(tmpdir(), 'unpacked-'));
  await run('tar', ['-xzf', join(clone, name), '-C', folder, '--strip-components=1']);
  return folder;
}

/** Puts the packages beside a program that its package.json names as dependencies, and no other. */
export async function linkDependencies(folder: string): Promise<void> {
  const { dependencies } = await readJson<Manifest>(join(folder, 'package.json'));
  for (const name of Object.keys(dependencies)) {
    await mkdir(dirname(join(folder, 'node_modules', name)), { recursive: true });
    await symlink(resolve('node_modules', name), join(folder, 'node_modules', name));
  }
}
