import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import prettier from 'prettier';
import { loadStandIns, writeGuide } from '../dist/app/sandbox-guide.js';
import { environmentExample, listSettings, settingsTable } from '../dist/config/config.js';
import { errorPage } from '../dist/errors/docs-page.js';
import { VENDORS } from '../dist/vendors/vendors.js';

/** `npm run docs`: writes what documentation repeats of the build in dist/. Tests compare the same texts. */
const settings = listSettings(VENDORS);
const tableOfReadme = /(?<=\n## Settings\n[^|]*)(\|.*\n)+/;
const readme = readFileSync(pathOf('README.md'), 'utf8');
if (!tableOfReadme.test(readme)) throw new Error('README.md has no table below the heading "## Settings"');

writeFileSync(pathOf('.env.example'), environmentExample(settings));
writeFileSync(pathOf('docs/errors.md'), errorPage(VENDORS));
await writeFormatted(
  'README.md',
  readme.replace(tableOfReadme, () => settingsTable(settings)),
);
await writeFormatted('docs/sandbox.md', writeGuide(VENDORS, await loadStandIns(VENDORS)));

/** @param {string} path in the repository @param {string} text */
async function writeFormatted(path, text) {
  const file = pathOf(path);
  writeFileSync(file, await prettier.format(text, { ...(await prettier.resolveConfig(file)), filepath: file }));
}

/** @param {string} path in the repository */
function pathOf(path) {
  return fileURLToPath(new URL(`../${path}`, import.meta.url));
}
