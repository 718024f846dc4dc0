import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  createPackableClone,
  linkDependencies,
  type Manifest,
  packClone,
  readJson,
} from '../support/packed-program.js';
import { until } from '../support/wait.js';

/** Not a measure of speed: what a slow machine may take to compile, pack and start. */
const SLOW_MACHINE_MS = 240_000;

interface Lock {
  readonly packages: Readonly<Record<string, { version: string; integrity?: string; dev?: boolean }>>;
}

let clone: string;
let folder: string;
let files: readonly string[];
let manifest: Manifest;

beforeAll(async () => {
  clone = await createPackableClone();
  folder = await packClone(clone);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  manifest = await readJson(join(folder, 'package.json'));
  await linkDependencies(folder);
}, SLOW_MACHINE_MS);
afterAll(() => Promise.all([clone, folder].map((path) => rm(path, { recursive: true, force: true }))));

/** The packages that files of JavaScript import. */
async function importedPackages(paths: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  for (const path of paths) {
    const text = await readFile(join(folder, path), 'utf8');
    for (const [, from] of text.matchAll(/(?:^|[\s;}])(?:from|import)\s*\(?'([^'.#][^']*)'/gm)) {
      const [scope, name] = from!.split('/');
      if (!isBuiltin(from!)) found.add(from!.startsWith('@') ? `${scope}/${name}` : scope!);
    }
  }
  return [...found].sort();
}

describe('the packed program', () => {
  test('holds what runs, its documents and its examples of settings, and no source or test', () => {
    for (const needed of [
      'bin/messaging-graph.js',
      'dist/main.js',
      'dist/graphiql.js',
      'examples/console/dist/index.html',
      '.env.example',
      'schema.graphql',
      'README.md',
      'LICENSE',
      'npm-shrinkwrap.json',
    ])
      expect(files).toContain(needed);
    expect(files.filter((path) => /\.tsx?$|^(src|test|bench|node_modules)\/|\.(tgz|kept)$/.test(path))).toEqual([]);
    expect(files.filter((path) => path.startsWith('bin/')).sort()).toEqual([
      'bin/messaging-graph.js',
      'bin/node-options.js',
      'bin/start-command.js',
    ]);
  });

  test('depends on exactly the packages that it imports, and on the overridden ones by version', async () => {
    const used = await importedPackages(files.filter((path) => /^(dist|bin)\/.*\.js$/.test(path)));
    const { overrides } = await readJson<{ overrides: Record<string, unknown> }>('package.json');
    const overridden = new Set(
      Object.entries(overrides).flatMap(([name, inside]) =>
        typeof inside === 'string' ? [name] : Object.keys(inside!),
      ),
    );
    const named = Object.keys(manifest.dependencies);
    const optional = Object.keys(manifest.peerDependencies ?? {});
    expect(used.filter((name) => !named.includes(name) && !optional.includes(name))).toEqual([]);
    expect(named.filter((name) => !used.includes(name) && !overridden.has(name))).toEqual([]);
    expect(
      Object.values(manifest.dependencies).filter((version) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version)),
    ).toEqual([]);
  });

  test('leaves the packages of traces to who turns traces on', () => {
    const peers = Object.keys(manifest.peerDependencies ?? {});
    expect(peers.filter((name) => !name.startsWith('@opentelemetry/'))).toEqual([]);
    expect(peers.length).toBeGreaterThan(0);
    expect(manifest.peerDependenciesMeta).toEqual(Object.fromEntries(peers.map((name) => [name, { optional: true }])));
  });

  test('has no compiler and nothing of the development among its dependencies', async () => {
    expect(manifest.devDependencies).toBeUndefined();
    expect(manifest.scripts).toEqual({
      start: expect.stringContaining('bin/messaging-graph.js'),
      'callback-urls': expect.stringContaining('bin/messaging-graph.js'),
    });
    const { buildDependencies } = await readJson<Manifest>('package.json');
    const shrinkwrap = await readJson<Lock>(join(folder, 'npm-shrinkwrap.json'));
    const lock = await readJson<Lock>('package-lock.json');
    for (const name of buildDependencies!) expect(shrinkwrap.packages).not.toHaveProperty([`node_modules/${name}`]);
    expect(Object.values(shrinkwrap.packages).filter(({ dev }) => dev)).toEqual([]);
    // each package is one that package-lock.json has
    const known = new Set(Object.values(lock.packages).map(({ integrity }) => integrity));
    const strange = Object.entries(shrinkwrap.packages).filter(
      ([path, one]) => path !== '' && !known.has(one.integrity),
    );
    expect(strange).toEqual([]);
  });

  test('has documents whose links lead to files that are packed too', async () => {
    for (const path of files.filter((name) => name.endsWith('.md'))) {
      const text = await readFile(join(folder, path), 'utf8');
      const targets = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)(?:#[^)]*)?\)/g)].map(([, target]) => target!);
      expect([path, targets.filter((target) => !existsSync(join(folder, dirname(path), target)))]).toEqual([path, []]);
    }
    const scaling = await readFile(join(folder, 'docs/scaling.md'), 'utf8');
    expect(scaling).toContain('\n`examples/supergraph/router.yaml`:'); // a text, where the link was
    expect(await readFile(join(folder, 'README.md'), 'utf8')).toContain('](docs/tenants.md)');
  });

  test('leaves the repository as it was', async () => {
    const documents = files.filter((path) => path.endsWith('.md'));
    expect(documents).toContain('docs/live.md');
    for (const name of ['package.json', 'package-lock.json', ...documents])
      expect(await readFile(join(clone, name), 'utf8')).toBe(await readFile(name, 'utf8'));
    expect(await readdir(clone)).not.toEqual(expect.arrayContaining(['npm-shrinkwrap.json']));
    expect(await readdir(clone)).not.toEqual(expect.arrayContaining(['.kept']));
  });

  test(
    'refuses traces without their packages, with the command that installs them in the tested versions',
    async () => {
      const child = spawn(process.execPath, [join(folder, 'bin/messaging-graph.js'), '--check'], {
        cwd: folder,
        env: { PATH: process.env['PATH'], OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' },
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let err = '';
      child.stderr.setEncoding('utf8').on('data', (chunk: string) => (err += chunk));
      const [code] = (await once(child, 'close')) as [number];
      const { peerDependencies: peers } = manifest;
      expect([code, err]).toEqual([1, expect.stringContaining(`@opentelemetry/core@${peers!['@opentelemetry/core']}`)]);
    },
    SLOW_MACHINE_MS,
  );

  test.each([
    ['its command', [process.execPath, 'bin/messaging-graph.js', '--callback-urls']],
    ['its script', ['npm', 'run', '--silent', 'callback-urls']],
  ])(
    'prints the addresses for vendors by %s',
    async (_name, [program, ...args]) => {
      const child = spawn(program!, args, {
        cwd: folder,
        env: {
          PATH: process.env['PATH'],
          ROUTEE_APPLICATION_ID: 'application',
          ROUTEE_APPLICATION_SECRET: 'secret',
          PUBLIC_URL: 'https://graph.example',
          CALLBACK_SECRETS: 's'.repeat(32),
        },
        stdio: ['ignore', 'pipe', 'ignore'],
      });
      let out = '';
      child.stdout.setEncoding('utf8').on('data', (chunk: string) => (out += chunk));
      const [code] = (await once(child, 'close')) as [number];
      expect([code, out]).toEqual([
        0,
        expect.stringMatching(/^default\tRoutee\thttps:\/\/graph\.example\/callbacks\/routee\/\S+\n/),
      ]);
    },
    SLOW_MACHINE_MS,
  );

  test(
    'answers with its dependencies alone, and serves the console and the explorer',
    async () => {
      const child: ChildProcess = spawn(process.execPath, [join(folder, 'bin/messaging-graph.js')], {
        cwd: folder,
        env: { PATH: process.env['PATH'], PORT: '0', DRAIN_SECONDS: '0', EXPLORER: 'graphiql' },
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      try {
        let err = '';
        child.stderr!.setEncoding('utf8').on('data', (chunk: string) => (err += chunk));
        await until(() => err.includes('listens on') || child.exitCode !== null);
        expect(err).not.toContain('Compiling');
        const url = /listens on (http:\S+)\/graphql/.exec(err)?.[1];
        const query = '{ campaign(trackingId: "ca000012-0000-4000-8000-000000000000") { name } }';
        const answer = await fetch(`${url}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ query }),
        });
        expect(await answer.json()).toEqual({ data: { campaign: { name: 'Autumn twelve' } } });
        expect(await (await fetch(`${url}/console/`)).text()).toContain('<title>');
        expect(await (await fetch(`${url}/graphql/explorer/graphiql.js`)).text()).toContain('YogaGraphiQL');
      } finally {
        child.kill('SIGKILL');
      }
    },
    SLOW_MACHINE_MS,
  );
});

test('the repository’s dependencies are those of the packed program and those that a build reads, and no other', async () => {
  const { dependencies, buildDependencies } = await readJson<Manifest>('package.json');
  const packed = [...Object.keys(manifest.dependencies), ...Object.keys(manifest.peerDependencies!)];
  expect(
    Object.keys(dependencies)
      .filter((name) => !packed.includes(name))
      .sort(),
  ).toEqual([...buildDependencies!].sort());
  const read = await Promise.all(['bin/build.js', 'bin/pack.js'].map((path) => readFile(path, 'utf8')));
  for (const name of buildDependencies!) expect(read.join('')).toContain(name);
});
