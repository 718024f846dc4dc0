import { readFileSync } from 'node:fs';
import { inTreeOf, runNpm } from './tree.js';

/**
 * `npm run sbom`: prints every package that `npm ci --omit=dev` installs, as CycloneDX. It is made of a tree without the
 * development: `npm sbom --omit dev` leaves out packages that the development needs too. An optional peer of production that
 * only the development asks for (`devOptional`) is installed too, and not in a tree without the development unless named.
 */
const readJson = (/** @type {string} */ path) => JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8'));
const { devDependencies: _development, ...manifest } = readJson('../package.json');
for (const [path, { version, devOptional }] of Object.entries(readJson('../package-lock.json').packages))
  if (devOptional) manifest.dependencies[path.split('node_modules/').pop()] = version;
process.stdout.write(inTreeOf(manifest, (folder) => runNpm(folder, ['sbom', '--sbom-format', 'cyclonedx'])));
