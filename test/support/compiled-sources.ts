import { existsSync } from 'node:fs';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { compile } from '../../bin/build.js';
import { until } from './wait.js';

/** `src` as JavaScript, for processes that a test may signal and kill; compiled once in a run. @returns its directory */
export async function compiledSources(): Promise<string> {
  const directory = join(process.env['TEST_RUN_DIRECTORY']!, 'program');
  const stamp = join(directory, 'package.json');
  const isFirst = await mkdir(directory).then(
    () => true,
    () => false, // another suite compiles it, or has
  );
  if (!isFirst) {
    await until(() => existsSync(stamp));
    return directory;
  }
  await symlink(resolve('node_modules'), join(directory, 'node_modules'));
  await compile(directory);
  const { type, imports } = JSON.parse(await readFile('package.json', 'utf8')) as Record<string, unknown>;
  await writeFile(stamp, JSON.stringify({ type, imports }));
  return directory;
}
