import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildSchema, parse, validate } from 'graphql';
import { parsePhoneNumber } from 'libphonenumber-js/min';
import { type SandboxedService, startSandboxedService } from './support/running-service.js';

const textOf = (path: string): string => readFileSync(path, 'utf8');
const matches = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map((match) => match[1] ?? '');
/** Blocks of code in one language, in order. */
const blocksOf = (text: string, language: string): string[] =>
  matches(text, new RegExp('```' + language + '\\n([\\s\\S]+?)```', 'g'));

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path).replaceAll('\\', '/'));

const DOCUMENTS = ['README.md', 'CHANGELOG.md', 'bench/README.md', ...filesIn('docs'), ...filesIn('examples')]
  .filter((path) => path.endsWith('.md') && !path.includes('/node_modules/'))
  .sort();

/** A file or folder of the repository; `*` in it stands for any name. */
const REPOSITORY_PATH = /`((?:src|test|bench|docs|examples|bin)\/[\w./*-]+)`/g;
const isThere = (path: string): boolean =>
  existsSync(path) || (path.includes('*') && filesIn(dirname(path)).some((file) => isNamedBy(path, file)));
const isNamedBy = (path: string, file: string): boolean => new RegExp(`^${path.replaceAll('*', '[^/]*')}$`).test(file);

const LINK = /\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g;

const schema = buildSchema(textOf('schema.graphql'), { assumeValid: true });

describe.each(DOCUMENTS)('%s', (document) => {
  const text = textOf(document);

  test('links to files that exist', () => {
    const broken = matches(text, LINK).filter((link) => !existsSync(normalize(join(dirname(document), link))));
    expect(broken).toEqual([]);
  });

  test('names paths that exist', () => {
    expect(matches(text, REPOSITORY_PATH).filter((path) => !isThere(path))).toEqual([]);
  });

  test('names scripts of package.json', () => {
    const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
    const missing = matches(text, /npm run (?:--silent )?([\w:-]+)/g).filter((name) => !Object.hasOwn(scripts, name));
    expect(missing).toEqual([]);
  });

  test('runs programs that exist', () => {
    const missing = matches(text, /\bnode ((?:bench|bin)\/[\w./-]+)/g).filter((path) => !existsSync(path));
    expect(missing).toEqual([]);
  });
});

test.each(DOCUMENTS.filter((path) => !path.startsWith('examples')))(
  '%s has only operations that are valid',
  (document) => {
    const errors = blocksOf(textOf(document), 'graphql').flatMap((text) => validate(schema, parse(text)));
    expect(errors.map(({ message }) => message)).toEqual([]);
  },
);

describe('the operations of README.md', () => {
  const [query = '', ...others] = blocksOf(textOf('README.md'), 'graphql');
  const [answer = ''] = blocksOf(textOf('README.md'), 'json');

  let service: SandboxedService;
  beforeAll(async () => {
    service = await startSandboxedService();
  });
  afterAll(() => service.stop());

  test('answer what it shows', async () => {
    const { data } = await service.query(query);
    expect({ data }).toEqual(JSON.parse(answer));
  });

  test('go to phone numbers of a country, so that a preview of them has a cost', () => {
    const phoneNumbers = matches(others.join('\n'), /"(\+\d+)"/g);
    expect(phoneNumbers).not.toEqual([]);
    expect(phoneNumbers.filter((number) => parsePhoneNumber(number).country === undefined)).toEqual([]);
  });

  test('are all answered by the sandbox without an error', async () => {
    expect(others).not.toEqual([]);
    for (const operation of others) expect((await service.query(operation)).errors).toEqual([]);
  });
});
