import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { errorCatalogue } from '../../src/errors/catalogue.js';
import { errorPage } from '../../src/errors/docs-page.js';
import { VENDORS } from '../../src/vendors/vendors.js';

it('docs/errors.md is what the catalogue says (write it with `npm run docs`)', () => {
  expect(readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8')).toBe(errorPage(VENDORS));
});

it('the page names every code once', () => {
  for (const code of Object.keys(errorCatalogue)) expect(errorPage(VENDORS).split(`| \`${code}\` |`)).toHaveLength(2);
});

it('says of which errors `outcome` is a member: those of sends and of cancels', () => {
  expect(errorPage(VENDORS)).toMatch(/\| `outcome` \| `UNKNOWN` for a send .* or a cancel /);
});
