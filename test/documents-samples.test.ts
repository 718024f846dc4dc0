import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import ts from 'typescript';

/** Documents whose samples in TypeScript a reader copies. */
const DOCUMENTS = ['docs/live.md'];

const samplesOf = (document: string): string[] =>
  [...readFileSync(document, 'utf8').matchAll(/```ts\n([\s\S]+?)```/g)].map((match) => match[1] ?? '');

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'],
  types: [],
  strict: true,
  skipLibCheck: true,
  noEmit: true,
};

/** What the compiler says of each sample, as a module of this package. */
function compile(samples: readonly string[]): string[] {
  const files = new Map(samples.map((text, index) => [join(process.cwd(), `sample-${index + 1}.ts`), text]));
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile, readFile } = host;
  host.fileExists = (path) => files.has(path) || fileExists(path);
  host.readFile = (path) => files.get(path) ?? readFile(path);
  host.getSourceFile = (path, language, ...rest) => {
    const text = files.get(path);
    return text === undefined
      ? getSourceFile(path, language, ...rest)
      : ts.createSourceFile(path, `${text}\nexport {};\n`, language);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ file, messageText }) => `${file?.fileName ?? ''}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`);
}

describe.each(DOCUMENTS)('%s', (document) => {
  test('has samples that compile', () => {
    const samples = samplesOf(document);
    expect(samples).not.toEqual([]);
    expect(compile(samples)).toEqual([]);
  });
});

test('a sample with a mistake does not compile', () => {
  expect(compile(['const text: string = 1;'])).toEqual([expect.stringContaining("'number' is not assignable")]);
});
