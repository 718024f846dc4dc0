import { readFileSync } from 'node:fs';
import { inTreeOf, runNpm } from './tree.js';

/**
 * `npm run sbom`: prints every package that `npm ci --omit=dev` installs, as CycloneDX. It is made of a tree without the
 * development: `npm sbom --omit dev` leaves out packages that the development needs too.
 */
const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
delete manifest.devDependencies;
process.stdout.write(inTreeOf(manifest, (folder) => runNpm(folder, ['sbom', '--sbom-format', 'cyclonedx'])));
