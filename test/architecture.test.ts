import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';

// ---- the rules, as data ---------------------------------------------------------------------------------------------

/** What every folder may import. */
const LEAVES = [
  'errors',
  'operation.ts',
  'batch.ts',
  'bounded-map.ts',
  'clock.ts',
  'durable-file.ts',
  'is-record.ts',
  'iso-now.ts',
  'loopback.ts',
  'own-text.ts',
  'decimal.ts',
  'random-bytes.ts',
  'redis-connection.ts',
  'redis-facts.ts',
  'redis-outage.ts',
  'store-fault.ts',
  'trace.ts',
  'vendor-id.ts',
  'wait-at-most.ts',
];

interface ImportRule {
  /** Folders whose values and types may be imported. */
  readonly to: readonly string[];
  /** Folders of which types alone may be imported. */
  readonly typesOf?: readonly string[];
  /** Files of those folders whose values may be imported too: rules that both sides follow. */
  readonly files?: readonly string[];
}

/** The folder that puts everything together. Of vendor-client it needs types alone. */
const COMPOSED: ImportRule = {
  to: ['config', 'events', 'graph', 'sends', 'sandbox', 'server', 'vendors', ...LEAVES],
  typesOf: ['vendor-client'],
};

/** The folders and files of src, and what each may import. Every one has an entry; what an entry does not name is refused. */
const IMPORT_RULES: Readonly<Record<string, ImportRule>> = {
  errors: { to: [] },
  'operation.ts': { to: ['errors', 'trace.ts'] },
  'trace.ts': { to: [] },
  'vendor-id.ts': { to: ['errors'] },
  'wait-at-most.ts': { to: ['clock.ts'] },
  'batch.ts': { to: [] },
  'bounded-map.ts': { to: [] },
  'clock.ts': { to: [] },
  'durable-file.ts': { to: [] },
  'redis-connection.ts': { to: ['redis-outage.ts'] },
  'redis-outage.ts': { to: ['store-fault.ts'] },
  'redis-facts.ts': { to: [] },
  'store-fault.ts': { to: [] },
  'is-record.ts': { to: [] },
  'iso-now.ts': { to: [] },
  'loopback.ts': { to: [] },
  'own-text.ts': { to: [] },
  'decimal.ts': { to: [] },
  'random-bytes.ts': { to: [] },
  'main.ts': { to: ['config', 'app', 'server'] },
  config: { to: ['events', 'vendors', 'loopback.ts'], typesOf: ['graph', 'sends'] },
  server: { to: ['events', 'graph', ...LEAVES], typesOf: ['config', 'sends'] },
  graph: { to: ['sends', ...LEAVES] },
  // the sandbox is for stand-ins: see below
  vendors: { to: ['vendor-client', 'sandbox', ...LEAVES], typesOf: ['graph', 'sends'] },
  'vendor-client': { to: LEAVES },
  sends: {
    to: [
      'errors',
      'clock.ts',
      'durable-file.ts',
      'redis-connection.ts',
      'redis-facts.ts',
      'redis-outage.ts',
      'store-fault.ts',
      'trace.ts',
      'wait-at-most.ts',
    ],
  },
  events: {
    to: LEAVES,
    typesOf: ['graph', 'sends', 'vendors'],
    files: ['graph/delivery/state-rank.ts', 'graph/delivery/no-details.ts'],
  },
  sandbox: { to: [] },
  app: COMPOSED,
};

/** Folders of one vendor each: they do not import each other. */
const VENDOR_FOLDER = /^vendors\/([^/]+)\//;

/** The sandbox and what imports it: loaded with `import()` alone, only where the sandbox runs. */
const OF_SANDBOX = /^(sandbox\/|vendors\/[^/]+\/stand-in(\.ts|\/)|app\/sandbox-(examples|main|guide|sends)\.ts$)/;

/** What makes spans and exports them: loaded with `import()` alone, only where traces are on. */
const OF_TRACES = /^(server\/traces\/(?!traces\.ts$)|@opentelemetry\/)/;

/** What compiles operations and what counts for metrics: loaded with `import()` alone, when it is used. */
const OF_LATER_USE =
  /^(graphql-jit|prom-client|server\/observability\/((callback-|span-|state-)?metrics|counts)\.ts|app\/workers\/metrics-sum\.ts)$/;

/** What answers operations: the process that only starts workers, and a start that settings end, do without it. */
const OF_ANSWERS =
  /^((graphql|type-graphql|graphql-ws|graphql-jit|ws|prom-client|@apollo\/.*)$|server\/(graphql|http)\/)/;

/** The folders of server/: each imports only those before it. */
const SERVER_PARTS = ['answer', 'auth', 'rates', 'observability', 'traces', 'graphql', 'http'];

/** The folders of graph that each serve a noun. */
const NOUNS = [
  'campaign',
  'viber-message',
  'failover-flow',
  'delivery-report',
  'node',
  'send',
  'preview',
  'delivery-event',
  'subscription',
];
/** The folders of graph that nouns are built from: they import no noun. */
const SHARED = ['delivery', 'page', 'scalar'];
/** The rules of paid sends and the function that sends them: nouns use everything in it. */
const SENDING = 'sending';
/** The folders of graph that look up objects of every noun. */
const LOOKUPS = ['node', 'entity'];

/** Files of a noun that other folders of graph may import. */
const IMPORTABLE = /(event-cursor|\.(type|loader|lookup|id|connection|input|send))\.ts$/;
/** Files of which they may import types alone. */
const IMPORTABLE_TYPES = /\.source\.ts$/;

/** Packages and the files of src that may import them. */
const PACKAGES: readonly {
  readonly name: RegExp;
  readonly place: RegExp;
  readonly why: string;
  readonly types?: true;
}[] = [
  { name: /^(got|undici)$/, place: /^vendor-client\//, why: 'vendor-client/ alone makes HTTP requests to vendors' },
  { name: /^dataloader$/, place: /\.loader\.ts$/, why: 'a DataLoader lives in a *.loader.ts' },
  { name: /^type-graphql$/, place: /^graph\//, why: 'graph/ alone defines the schema' },
  {
    name: /^(@apollo\/server.*|graphql-jit)$/,
    place: /^server\//,
    why: 'server/ alone answers HTTP requests',
  },
  {
    name: /^ioredis$/,
    place: /^redis-(connection|facts)\.ts$/,
    why: 'redis-connection.ts alone opens connections to Redis',
    types: true,
  },
  { name: /^@opentelemetry\//, place: /^server\/traces\//, why: 'server/traces/ alone makes and exports spans' },
  { name: /^lmdb$/, place: /^events\//, why: 'events/ alone opens an LMDB database' },
];

const MAY_READ_THE_ENVIRONMENT = /^(main\.ts|config\/.*|app\/(sandbox-main|callback-urls)\.ts)$/;

const TOO_MANY_LINES = 250;

const FORBIDDEN_NAMES = /(^|[-./])(utils?|helpers?|common|manager|misc)([-./]|$)/;

// ---- the imports of src ---------------------------------------------------------------------------------------------

interface Import {
  readonly from: string;
  /** A file of src, or the name of a package. */
  readonly to: string;
  readonly isLocal: boolean;
  readonly isTypeOnly: boolean;
  /** `import()` */
  readonly isLazy: boolean;
}

interface SourceFile {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

const ROOT = fileURLToPath(new URL('../src', import.meta.url));

const files: readonly SourceFile[] = readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => path.replaceAll('\\', '/'))
  .sort()
  .map((path) => {
    const text = readFileSync(join(ROOT, path), 'utf8');
    return { path, text, imports: readImports(path, text) };
  });

function readImports(from: string, text: string): Import[] {
  const imports: Import[] = [];
  const add = (specifier: ts.Expression | undefined, isTypeOnly: boolean, isLazy = false): void => {
    if (!specifier || !ts.isStringLiteralLike(specifier)) return;
    const isLocal = specifier.text.startsWith('.');
    const to = isLocal
      ? join(dirname(from), specifier.text).replaceAll('\\', '/').replace(/\.js$/, '.ts')
      : specifier.text;
    imports.push({ from, to, isLocal, isTypeOnly, isLazy });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node))
      add(node.moduleSpecifier, node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword);
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node.argument.literal, true);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false, true);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(from, text, ts.ScriptTarget.Latest));
  return imports;
}

const imports = files.flatMap((file) => file.imports);
const localImports = imports.filter(({ isLocal }) => isLocal);
const packages = imports.filter(({ isLocal }) => !isLocal);

const folderOf = (path: string): string => path.split('/')[0]!;
/** The folder in graph; null for a file directly in graph. */
const nounOf = (path: string): string | null => {
  const [folder, noun, file] = path.split('/');
  return folder === 'graph' && file !== undefined ? noun! : null;
};
const describeImport = ({ from, to, isTypeOnly }: Import, why: string): string =>
  `${from} imports ${isTypeOnly ? 'a type of ' : ''}${to}: ${why}`;

// ---- the rules, executed --------------------------------------------------------------------------------------------

describe('folders', () => {
  it('of src are exactly those that the import rules name', () => {
    expect(
      [...new Set(files.map(({ path }) => folderOf(path)))].filter((folder) => !Object.hasOwn(IMPORT_RULES, folder)),
    ).toEqual([]);
    expect(Object.keys(IMPORT_RULES).filter((folder) => !files.some(({ path }) => folderOf(path) === folder))).toEqual(
      [],
    );
  });

  it('import only files that exist', () => {
    const known = new Set(files.map(({ path }) => path));
    expect(localImports.filter(({ to }) => !known.has(to)).map((one) => describeImport(one, 'no such file'))).toEqual(
      [],
    );
  });

  it('import only folders that their rule names, values or types alone', () => {
    const refused = localImports
      .filter(({ from, to }) => folderOf(from) !== folderOf(to))
      .flatMap((one) => {
        const rule = IMPORT_RULES[folderOf(one.from)] ?? { to: [] };
        if (rule.to.includes(folderOf(one.to)) || rule.files?.includes(one.to)) return [];
        if (!rule.typesOf?.includes(folderOf(one.to))) return [describeImport(one, 'no rule allows it')];
        return one.isTypeOnly ? [] : [describeImport(one, 'its rule allows types alone')];
      });
    expect(refused).toEqual([]);
  });

  it('of one vendor do not import those of another', () => {
    const vendorOf = (path: string): string | undefined => VENDOR_FOLDER.exec(path)?.[1];
    const crossings = localImports.filter(({ from, to }) => {
      const [one, other] = [vendorOf(from), vendorOf(to)];
      return one !== undefined && other !== undefined && one !== other;
    });
    expect(crossings.map((one) => describeImport(one, 'vendors do not import each other'))).toEqual([]);
  });

  it('of the sandbox and the stand-ins are loaded only where they run', () => {
    const eager = localImports.filter(
      ({ from, to, isLazy, isTypeOnly }) => OF_SANDBOX.test(to) && !OF_SANDBOX.test(from) && !isLazy && !isTypeOnly,
    );
    expect(eager.map((one) => describeImport(one, 'it would be loaded at every start'))).toEqual([]);
  });

  it('of traces, and the packages of OpenTelemetry, are loaded only where traces are on', () => {
    const eager = imports.filter(
      ({ from, to, isLazy, isTypeOnly }) => OF_TRACES.test(to) && !OF_TRACES.test(from) && !isLazy && !isTypeOnly,
    );
    expect(eager.map((one) => describeImport(one, 'it would be loaded at every start'))).toEqual([]);
    expect(imports.some(({ to, isLazy }) => OF_TRACES.test(to) && isLazy)).toBe(true);
  });

  it('of metrics, prom-client and the compiler of operations are loaded only where they are used', () => {
    const eager = imports.filter(
      ({ from, to, isLazy, isTypeOnly }) => OF_LATER_USE.test(to) && !OF_LATER_USE.test(from) && !isLazy && !isTypeOnly,
    );
    expect(eager.map((one) => describeImport(one, 'it would be loaded at every start'))).toEqual([]);
    for (const name of ['graphql-jit', 'server/observability/metrics.ts', 'app/workers/metrics-sum.ts'])
      expect(imports.some(({ to, isLazy }) => to === name && isLazy)).toBe(true);
  });

  it('of the primary process load nothing that answers operations', () => {
    const loaded = new Set(['main.ts', 'app/workers/primary.ts']);
    for (const file of loaded) {
      const eager = imports.filter(({ from, isLazy, isTypeOnly }) => from === file && !isLazy && !isTypeOnly);
      for (const { to } of eager) loaded.add(to);
    }
    expect([...loaded]).toContain('zod');
    expect([...loaded].filter((name) => OF_ANSWERS.test(name))).toEqual([]);
  });

  it('of graph name no vendor in code, only in descriptions', () => {
    const named = files.filter(({ path, text }) => folderOf(path) === 'graph' && /['"`](ROUTEE|GMS)['"`]/.test(text));
    expect(named.map(({ path }) => path)).toEqual([]);
  });

  it('of nouns import only types, sources, loaders, lookups, ids, connections, inputs and sends of each other', () => {
    const refused = localImports
      .filter(({ from, to }) => nounOf(from) !== null && nounOf(to) !== null && nounOf(from) !== nounOf(to))
      .flatMap((one) => {
        const [from, to] = [nounOf(one.from)!, nounOf(one.to)!];
        const file = basename(one.to);
        if (SHARED.includes(from) && !SHARED.includes(to))
          return [describeImport(one, 'what nouns share imports no noun')];
        if (SHARED.includes(to) || to === SENDING) return [];
        if (LOOKUPS.includes(to) && !NOUNS.includes(to))
          return [describeImport(one, 'no noun imports a lookup of all nouns')];
        if (IMPORTABLE.test(file) || (one.isTypeOnly && IMPORTABLE_TYPES.test(file))) return [];
        return [
          describeImport(
            one,
            `of ${to} only its types, loaders, lookups, ids, connections, inputs and sends may be imported`,
          ),
        ];
      });
    expect(refused).toEqual([]);
  });

  it('of graph are exactly those that this rule names', () => {
    const folders = new Set(files.flatMap(({ path }) => nounOf(path) ?? []));
    const named = [...NOUNS, ...SHARED, ...LOOKUPS, SENDING];
    expect([...folders].filter((folder) => !named.includes(folder))).toEqual([]);
    expect(named.filter((folder) => !folders.has(folder))).toEqual([]);
  });

  it('that every folder may import, import only each other', () => {
    expect(
      localImports
        .filter(({ from }) => LEAVES.includes(folderOf(from)))
        .filter(({ to }) => !LEAVES.includes(folderOf(to))),
    ).toEqual([]);
  });

  it('have no import cycle, type imports included', () => {
    expect(importCycles()).toEqual([]);
  });

  it('of server import only folders before them in the order', () => {
    const partOf = (path: string): string => path.split('/')[1]!;
    const inside = localImports.filter(({ from, to }) => folderOf(from) === 'server' && folderOf(to) === 'server');
    expect([...new Set(inside.map(({ from }) => partOf(from)))].sort()).toEqual([...SERVER_PARTS].sort());
    const upwards = inside.filter(
      ({ from, to }) => SERVER_PARTS.indexOf(partOf(to)) > SERVER_PARTS.indexOf(partOf(from)),
    );
    expect(upwards.map((one) => describeImport(one, `the order is ${SERVER_PARTS.join(', ')}`))).toEqual([]);
  });
});

/** Every cycle of imports. */
function importCycles(): string[] {
  const next = new Map(files.map(({ path, imports: all }) => [path, all.filter((one) => one.isLocal)]));
  const done = new Set<string>();
  const found: string[] = [];
  const walk = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) return void found.push([...trail.slice(start), path].join(' -> '));
    if (done.has(path)) return;
    for (const { to } of next.get(path) ?? []) walk(to, [...trail, path]);
    done.add(path);
  };
  for (const { path } of files) walk(path, []);
  return found;
}

describe('packages', () => {
  it.each(PACKAGES)('$name: $why', ({ name, place, why, types = false }) => {
    const refused = packages.filter(
      ({ from, to, isTypeOnly }) => name.test(to) && !place.test(from) && !(types && isTypeOnly),
    );
    expect(refused.map((one) => describeImport(one, why))).toEqual([]);
  });

  it('are all named in package.json', () => {
    const { dependencies, imports: renamed } = JSON.parse(readFileSync(join(ROOT, '../package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
      imports: Record<string, string>;
    };
    const nameOf = (specifier: string) => {
      const parts = (renamed[specifier] ?? specifier).split('/');
      return parts.slice(0, parts[0]!.startsWith('@') ? 2 : 1).join('/');
    };
    const used = new Set(packages.map(({ to }) => nameOf(to)).filter((name) => !name.startsWith('node:')));
    expect([...used].filter((name) => !Object.hasOwn(dependencies, name))).toEqual([]);
  });
});

describe('files', () => {
  it('read the environment only where a program starts', () => {
    const readers = files.filter(
      ({ path, text }) => /\bprocess\.env\b/.test(text) && !MAY_READ_THE_ENVIRONMENT.test(path),
    );
    expect(readers.map(({ path }) => path)).toEqual([]);
  });

  it(`have fewer than ${TOO_MANY_LINES} lines`, () => {
    const long = files
      .map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
      .filter(({ lines }) => lines >= TOO_MANY_LINES);
    expect(long).toEqual([]);
  });

  it('are named in kebab-case, and none is named utils, helpers, common, manager or misc', () => {
    const odd = files.filter(
      ({ path }) => !/^([a-z\d]+(-[a-z\d]+)*\/)*[a-z\d]+([-.][a-z\d]+)*\.ts$/.test(path) || FORBIDDEN_NAMES.test(path),
    );
    expect(odd.map(({ path }) => path)).toEqual([]);
  });

  it('contain no `any` and switch no rule off', () => {
    const off = files.filter(({ text }) => /eslint-disable|@ts-(ignore|nocheck|expect-error)/.test(text));
    expect(off.map(({ path }) => path)).toEqual([]);
    expect(files.filter(({ path, text }) => containsAny(path, text)).map(({ path }) => path)).toEqual([]);
  });
});

function containsAny(path: string, text: string): boolean {
  const visit = (node: ts.Node): boolean =>
    node.kind === ts.SyntaxKind.AnyKeyword || (ts.forEachChild(node, (child) => visit(child) || undefined) ?? false);
  return visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest));
}
