import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from './build.js';
import { inTreeOf, textOf } from './tree.js';

/**
 * What `npm pack` runs: `pack.js before` builds the program, and writes the package.json, the npm-shrinkwrap.json and the
 * documents that are packed; `pack.js after` puts those of the repository back. Packed are the dependencies of the program
 * alone, without the build's (`buildDependencies` of package.json).
 */
const ROOT = fileURLToPath(new URL('..', import.meta.url));
const MANIFEST = join(ROOT, 'package.json');
/** The files of the repository that others replace while it is packed. */
const KEPT = join(ROOT, '.kept');
const SHRINKWRAP = join(ROOT, 'npm-shrinkwrap.json');
const GRAPHIQL = join(ROOT, 'dist/graphiql.js');

/** GraphiQL's nine megabytes, which are read when a browser first asks for them. */
const GRAPHIQL_MODULE = `import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const parts = JSON.parse(gunzipSync(readFileSync(new URL('graphiql.json.gz', import.meta.url))).toString());
export const { js, css, editorWorkerService, jsonWorker, graphqlWorker } = parts;
`;

async function before() {
  after(); // where an earlier run was interrupted
  rmSync(join(ROOT, 'dist'), { recursive: true, force: true }); // what sources that are gone left there
  const failure = await build();
  if (failure !== null) throw new Error(failure);
  const graphiql = await import('@graphql-yoga/render-graphiql/graphiql');
  writeFileSync(join(ROOT, 'dist/graphiql.json.gz'), gzipSync(JSON.stringify(graphiql), { level: 9 }));
  writeFileSync(GRAPHIQL, GRAPHIQL_MODULE);

  const packed = packedManifest(JSON.parse(readFileSync(MANIFEST, 'utf8')));
  const lock = JSON.parse(inTreeOf(packed, (folder) => readFileSync(join(folder, 'package-lock.json'), 'utf8')));
  fixOverridden(packed, lock);
  if (process.env.PACK_WITH_TRACES === undefined) leaveToInstallers(packed, lock);
  writeFileSync(SHRINKWRAP, textOf(lock));
  replace('package.json', textOf(packed));
  const documents = ['README.md', ...readdirSync(join(ROOT, 'docs')).map((name) => `docs/${name}`)];
  for (const path of documents.filter((name) => name.endsWith('.md')))
    replace(path, withoutDeadLinks(path, readFileSync(join(ROOT, path), 'utf8'), packed.files));
}

function after() {
  rmSync(SHRINKWRAP, { force: true });
  if (!existsSync(KEPT)) return;
  for (const entry of readdirSync(KEPT, { recursive: true, withFileTypes: true })) {
    const kept = join(entry.parentPath, entry.name);
    if (entry.isFile()) renameSync(kept, join(ROOT, kept.slice(KEPT.length)));
  }
  rmSync(KEPT, { recursive: true });
}

/** @param {string} path @param {string} text what is packed in its place */
function replace(path, text) {
  mkdirSync(dirname(join(KEPT, path)), { recursive: true });
  renameSync(join(ROOT, path), join(KEPT, path));
  writeFileSync(join(ROOT, path), text);
}

/** A link or an image that leads to a file. */
const LINK = /!?\[([^\]]*)\]\((?!https?:|#)([^)#\s]+)[^)]*\)/g;

/**
 * Links to files that are not packed, and images, become their texts.
 * @param {string} path of the document @param {string} text @param {readonly string[]} packed `files` of package.json
 */
function withoutDeadLinks(path, text, packed) {
  const files = [...packed, 'README.md', 'LICENSE', 'package.json'].map(
    (name) => new RegExp(`^${name.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}(/|$)`),
  );
  return text.replace(LINK, (link, label, target) => {
    const file = posix.join(dirname(path), target);
    return files.some((name) => name.test(file)) ? link : label;
  });
}

/**
 * The package.json that is packed.
 * @param {Record<string, any>} manifest of the repository
 */
export function packedManifest({ devDependencies: _development, buildDependencies, scripts, ...manifest }) {
  const dependencies = Object.entries(manifest.dependencies).filter(([name]) => !buildDependencies.includes(name));
  return {
    ...manifest,
    scripts: { start: scripts.start, 'callback-urls': scripts['callback-urls'] },
    imports: { '#graphiql': './dist/graphiql.js' },
    dependencies: Object.fromEntries(dependencies),
  };
}

/**
 * `overrides` has an effect at the root of a tree alone: what it names becomes a dependency, so that whoever installs the
 * packed program gets the same versions. Where only one package has its own copy, the copy moves beside it.
 * @param {Record<string, any>} manifest @param {{ packages: Record<string, any> }} lock of it; both are changed
 */
export function fixOverridden(manifest, lock) {
  const { packages } = lock;
  const names = Object.entries(manifest.overrides).flatMap(([name, inside]) =>
    typeof inside === 'string' ? [name] : Object.keys(inside),
  );
  for (const name of names) {
    const place = Object.keys(packages).find(
      (key) => key === `node_modules/${name}` || key.endsWith(`/node_modules/${name}`),
    );
    if (place === undefined) continue; // a package of the development
    const { [place]: found } = packages;
    delete packages[place];
    packages[`node_modules/${name}`] = found;
    manifest.dependencies[name] = found.version;
  }
  packages[''].dependencies = manifest.dependencies;
  lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Packages that a feature needs which is off unless settings turn it on: traces, 28 MB. */
const OF_A_FEATURE = /^@opentelemetry\//;

/**
 * They are optional for the packed program: who needs them installs them beside it. With PACK_WITH_TRACES=1, as in the
 * Dockerfile, they stay dependencies.
 * @param {Record<string, any>} manifest @param {{ packages: Record<string, any> }} lock of it; both are changed
 */
export function leaveToInstallers(manifest, lock) {
  const all = Object.entries(manifest.dependencies);
  const names = all.map(([name]) => name).filter((name) => OF_A_FEATURE.test(name));
  manifest.dependencies = Object.fromEntries(all.filter(([name]) => !OF_A_FEATURE.test(name)));
  manifest.peerDependencies = Object.fromEntries(all.filter(([name]) => OF_A_FEATURE.test(name)));
  manifest.peerDependenciesMeta = Object.fromEntries(names.map((name) => [name, { optional: true }]));
  const { dependencies, peerDependencies, peerDependenciesMeta } = manifest;
  Object.assign(lock.packages[''], { dependencies, peerDependencies, peerDependenciesMeta });
}

const step = process.argv[1] === fileURLToPath(import.meta.url) ? process.argv[2] : undefined;
if (step === 'before') await before();
if (step === 'after') after();
