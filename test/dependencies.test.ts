import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';

type Names = Readonly<Record<string, unknown>>;

interface LockedPackage {
  readonly dev?: boolean;
  readonly dependencies?: Names;
  readonly optionalDependencies?: Names;
  readonly peerDependencies?: Names;
}

interface Manifest {
  readonly dependencies: Names;
  readonly devDependencies: Names;
  readonly overrides: Readonly<Record<string, string | Names>>;
}

const readJson = <Value>(path: string): Value => JSON.parse(readFileSync(path, 'utf8')) as Value;
const page = readFileSync('docs/dependencies.md', 'utf8');
const manifest = readJson<Manifest>('package.json');
/** By the path in which a package is installed. */
const locked = readJson<{ readonly packages: Readonly<Record<string, LockedPackage>> }>('package-lock.json').packages;
const paths = Object.keys(locked).filter((path) => path !== '');

/** Where Node finds a package that one at `from` names; null where it is not installed. */
function resolve(from: string, name: string): string | null {
  for (let place = from; ; place = place.slice(0, Math.max(0, place.lastIndexOf('node_modules/') - 1))) {
    const path = `${place === '' ? '' : `${place}/`}node_modules/${name}`;
    if (locked[path]) return path;
    if (place === '') return null;
  }
}

function reachedFrom(names: readonly string[]): ReadonlySet<string> {
  const reached = new Set<string>();
  const open = names.map((name) => resolve('', name));
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (path === null || reached.has(path)) continue;
    reached.add(path);
    const { dependencies, optionalDependencies, peerDependencies } = locked[path]!;
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies }))
      open.push(resolve(path, name));
  }
  return reached;
}

const developing = Object.keys(manifest.devDependencies);
const direct = [...Object.keys(manifest.dependencies), ...developing];
/** How many packages are there for one alone. */
const broughtBy = (name: string): number => paths.length - reachedFrom(direct.filter((other) => other !== name)).size;

describe('docs/dependencies.md', () => {
  test('counts the packages of the lockfile', () => {
    expect(page).toContain(`${paths.length} packages in the lockfile`);
    expect(page).toContain(`${paths.filter((path) => !locked[path]!.dev).length} of them in production`);
  });

  test('names the development packages that bring more than 50 others, and how many', () => {
    const many = developing.map((name) => [name, broughtBy(name)] as const).filter(([, count]) => count > 50);
    const listed = [...page.matchAll(/^- `([^`]+)` \((\d+)\)/gm)].map(([, name, count]) => [name, Number(count)]);
    expect(listed.sort()).toEqual(many.sort());
  });

  test('gives a reason for each override', () => {
    const overridden = Object.entries(manifest.overrides).flatMap(([name, value]) =>
      typeof value === 'string' ? [name] : Object.keys(value),
    );
    const section = page.slice(page.indexOf('## Overrides'));
    expect(overridden.filter((name) => !section.includes(`\`${name}\``))).toEqual([]);
  });
});
