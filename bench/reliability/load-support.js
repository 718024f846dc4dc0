import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';
import { ROOT } from '../subjects/start-command.js';

const RELATIVE_IMPORT = /\bfrom '(\.{1,2}\/[^']+)\.js'/g;

/**
 * The test doubles of `test/` as modules, so that the figures and the tests use the same ones.
 * @returns {Promise<(file: string) => Promise<any>>} imports a file, named by its path without extension
 */
export async function loadSupport() {
  const directory = await mkdtemp(join(tmpdir(), 'reliability-'));
  process.on('exit', () => rmSync(directory, { recursive: true, force: true }));
  await writeFile(join(directory, 'package.json'), '{"type":"module"}');
  await symlink(join(ROOT, 'node_modules'), join(directory, 'node_modules'));

  const compiled = new Set();
  /** Compiles a file and everything that it imports by a relative path. @param {string} file */
  async function compile(file) {
    if (compiled.has(file)) return;
    compiled.add(file);
    const { outputText } = ts.transpileModule(await readFile(join(ROOT, `${file}.ts`), 'utf8'), {
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022, verbatimModuleSyntax: true },
    });
    const target = join(directory, `${file}.js`);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, outputText);
    for (const [, path] of outputText.matchAll(RELATIVE_IMPORT)) await compile(join(dirname(file), path));
  }

  return async (file) => {
    await compile(file);
    return import(pathToFileURL(join(directory, `${file}.js`)).href);
  };
}
