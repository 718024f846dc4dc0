import { cp, mkdir, mkdtemp, readdir, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { compiledSources } from './compiled-sources.js';

/**
 * A folder as node_modules with a link to each package, but for `typescript`: its compiler gives what `compiledSources`
 * compiled, whatever tree it is called in. For tests of what follows a build; a compilation takes seconds of the processor.
 * @returns the folder; the caller removes it
 */
export async function packagesWithoutCompiler(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'packages-'));
  const compiled = await compiledSources();
  for (const name of await readdir('node_modules')) {
    if (name !== 'typescript') await symlink(resolve('node_modules', name), join(folder, name));
  }
  await mkdir(join(folder, 'typescript/bin'), { recursive: true });
  await cp('node_modules/typescript/package.json', join(folder, 'typescript/package.json'));
  await writeFile(
    join(folder, 'typescript/bin/tsc'),
    `const { cpSync, readdirSync } = require('node:fs');
    const [from, to] = [${JSON.stringify(compiled)}, process.argv.at(-1)];
    for (const name of readdirSync(from))
      if (!['node_modules', 'package.json'].includes(name)) cpSync(from + '/' + name, to + '/' + name, { recursive: true });
    `,
  );
  return folder;
}
