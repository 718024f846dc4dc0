import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { environmentExample, listSettings, settingsTable } from '../../src/config/config.js';
import { VENDORS } from '../../src/vendors/vendors.js';
import { read } from './reading.js';

const textOf = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

/** Cells, however the table is padded. */
const rowsOf = (markdown: string) =>
  markdown
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^[|\s:-]+$/.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim())
        .join(' | '),
    );

const SETTINGS = listSettings();
const isOfVendor = (setting: string) => VENDORS.some(({ name }) => setting.startsWith(`${name}_`));

describe('the settings are listed (`npm run docs` writes them)', () => {
  test('each once', () => {
    const names = SETTINGS.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  test('in .env.example, exactly', () => {
    expect(textOf('.env.example')).toBe(environmentExample(SETTINGS));
  });

  test('in .env.example, commented out and by name', () => {
    const names = [...environmentExample(SETTINGS).matchAll(/^# ([A-Z_]+)=/gm)].map(([, name]) => name);
    expect(names).toEqual(SETTINGS.map(({ name }) => name));
    expect(environmentExample(SETTINGS)).not.toMatch(/^[^#\n]/m);
  });

  test('with defaults that change nothing when they are set', () => {
    const fixed = SETTINGS.filter(({ name, isFixed }) => isFixed && !isOfVendor(name));
    expect(read(Object.fromEntries(fixed.map(({ name, defaultText }) => [name, defaultText])))).toEqual(read({}));
  });

  test('in a table of which no cell breaks the row', () => {
    expect(rowsOf(settingsTable(SETTINGS))).toHaveLength(SETTINGS.length + 1);
    expect(rowsOf(settingsTable(SETTINGS)).every((row) => row.split(' | ').length === 3)).toBe(true);
  });

  test('in the README, with that table', () => {
    expect(rowsOf(textOf('README.md'))).toEqual(expect.arrayContaining(rowsOf(settingsTable(SETTINGS))));
  });
});
