import { readFileSync } from 'node:fs';
import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';

const TEXT = readFileSync('docs/live.md', 'utf8');

/** The code below a heading of docs/live.md, one text for each block. */
export function samplesOf(heading: string, language: 'ts' | 'graphql'): string[] {
  const [, section = ''] = TEXT.split(new RegExp(`^#+ ${heading}\\n`, 'm'));
  const [own = ''] = section.split(/^#+ /m);
  return [...own.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]+?)\`\`\``, 'g'))].map(([, code]) => code ?? '');
}

export interface Samples {
  /** Executes a sample as it is printed, but for its address and key. @returns what it exports */
  run<Exports>(sample: string, given: { readonly url: string; readonly key: string }): Promise<Exports>;
  remove(): Promise<void>;
}

export async function openSamples(): Promise<Samples> {
  const directory = await mkdtemp(join(tmpdir(), 'samples-'));
  await symlink(resolve('node_modules'), join(directory, 'node_modules'));
  await writeFile(join(directory, 'package.json'), '{ "type": "module" }');
  let count = 0;
  return {
    async run<Exports>(sample: string, { url, key }: { url: string; key: string }) {
      const text = sample
        .replaceAll('https://graph.example', url)
        .replaceAll('wss://graph.example', url.replace('http', 'ws'))
        .replaceAll("'a key'", JSON.stringify(key));
      const { outputText } = ts.transpileModule(text, {
        compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
      });
      const file = join(directory, `sample-${++count}.js`);
      await writeFile(file, outputText);
      return (await import(pathToFileURL(file).href)) as Exports;
    },
    remove: () => rm(directory, { recursive: true }),
  };
}
