import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';

const root = resolve(import.meta.dirname, '../..');

const FILES = [
  'test/support/fault-proxy.ts',
  'test/support/stand-in-routee.ts',
  'test/reliability/asking.ts',
  'test/reliability/fault-answer.ts',
  'test/reliability/faulty-vendor.ts',
  'test/reliability/flat-bodies.ts',
  'test/reliability/keyed-sends.ts',
  'test/reliability/misfortune.ts',
  'test/reliability/send-account.ts',
  'test/reliability/send-stage.ts',
  'test/reliability/vendor-faults.ts',
];

/**
 * The stand-ins of the tests as modules, so that the figures and the tests come from the same ones.
 * @returns {Promise<(file: string) => Promise<any>>} imports one by its path without its ending
 */
export async function loadSupport() {
  const directory = await mkdtemp(join(tmpdir(), 'reliability-'));
  process.on('exit', () => rmSync(directory, { recursive: true, force: true }));
  await writeFile(join(directory, 'package.json'), '{"type":"module"}');
  await symlink(join(root, 'node_modules'), join(directory, 'node_modules'));
  for (const file of FILES) {
    const { outputText } = ts.transpileModule(await readFile(join(root, file), 'utf8'), {
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022, verbatimModuleSyntax: true },
    });
    const target = join(directory, file.replace(/\.ts$/, '.js'));
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, outputText);
  }
  return (file) => import(pathToFileURL(join(directory, `${file}.js`)).href);
}
