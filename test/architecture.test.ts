import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';

// ---- the rules, as data ---------------------------------------------------------------------------------------------

/** What every room may import. */
const LEAVES = ['errors', 'operation.ts', 'batch.ts', 'iso-now.ts', 'decimal.ts'];

interface Door {
  /** Rooms whose values may be imported. */
  readonly to: readonly string[];
  /** Rooms of which types alone may be imported. */
  readonly typesOf?: readonly string[];
}

/** The room that puts the house together. It knows every room but http. */
const COMPOSED: Door = {
  to: ['config', 'graph', 'sends', 'sandbox', 'server', 'vendors', ...LEAVES],
  typesOf: ['vendor-client'],
};

/** The rooms of the house, folders and files of src, and the doors between them. One that is not named here has none. */
const DOORS: Readonly<Record<string, Door>> = {
  errors: { to: [] },
  'operation.ts': { to: ['errors'] },
  'batch.ts': { to: [] },
  'iso-now.ts': { to: [] },
  'decimal.ts': { to: [] },
  'main.ts': { to: ['config', 'app', 'server'] },
  config: { to: ['vendors'], typesOf: ['graph'] },
  server: { to: ['graph', ...LEAVES], typesOf: ['config', 'sends'] },
  graph: { to: ['sends', ...LEAVES] },
  // the sandbox is for stand-ins: see below
  vendors: { to: ['vendor-client', 'sandbox', ...LEAVES], typesOf: ['graph', 'sends'] },
  'vendor-client': { to: LEAVES },
  sends: { to: ['errors'] },
  sandbox: { to: [] },
  app: COMPOSED,
};

/** Folders of one vendor each: they do not import each other. */
const VENDOR_FOLDER = /^vendors\/([^/]+)\//;

/** The sandbox and what imports it: loaded with `import()` alone, only where the sandbox runs. */
const OF_SANDBOX = /^(sandbox\/|vendors\/[^/]+\/stand-in\/|app\/sandbox-(examples|main|guide)\.ts$)/;

/** The parts of server/: each imports only parts that stand before it. */
const SERVER_PARTS = ['answer', 'auth', 'rates', 'observability', 'graphql', 'http'];

/** The rooms of graph that each serve a noun. */
const NOUNS = ['campaign', 'viber-message', 'failover-flow', 'delivery-report', 'node', 'send', 'preview'];
/** The rooms of graph that nouns are built from: of nouns they know nothing. */
const GROUND = ['delivery', 'page', 'scalar'];
/** The rules and the one function of all paid sends: nouns use everything in it. */
const SENDING = 'sending';
/** The rooms of graph that find things of every noun. */
const FINDERS = ['node', 'entity'];

/** What a noun shows to other rooms of graph. */
const SHOWN = /\.(type|loader|lookup|id|connection|input|send)\.ts$/;
/** What they may know of it by its type alone. */
const SHOWN_AS_TYPE = /\.source\.ts$/;

/** Packages and what of the house may use them. */
const PACKAGES: readonly {
  readonly name: RegExp;
  readonly place: RegExp;
  readonly why: string;
  readonly types?: true;
}[] = [
  { name: /^(got|undici)$/, place: /^vendor-client\//, why: 'vendor-client/ alone speaks HTTP to vendors' },
  { name: /^dataloader$/, place: /\.loader\.ts$/, why: 'a DataLoader lives in a *.loader.ts' },
  { name: /^type-graphql$/, place: /^graph\//, why: 'graph/ alone says what the schema is' },
  {
    name: /^(@apollo\/server.*|graphql-jit)$/,
    place: /^server\//,
    why: 'server/ alone speaks HTTP to callers',
  },
  // the count of callers' rates is handed a connection
  { name: /^ioredis$/, place: /^sends\//, why: 'sends/ alone speaks to Redis', types: true },
];

const MAY_READ_THE_ENVIRONMENT = /^(main\.ts|config\/.*|app\/sandbox-main\.ts)$/;

const MAX_LINES = 250;

const FORBIDDEN_NAMES = /(^|[-./])(utils?|helpers?|common|manager|misc)([-./]|$)/;

// ---- the house as it is ---------------------------------------------------------------------------------------------

interface Import {
  readonly from: string;
  /** A file of src, or the name of a package. */
  readonly to: string;
  readonly isOurs: boolean;
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
    const isOurs = specifier.text.startsWith('.');
    const to = isOurs
      ? join(dirname(from), specifier.text).replaceAll('\\', '/').replace(/\.js$/, '.ts')
      : specifier.text;
    imports.push({ from, to, isOurs, isTypeOnly, isLazy });
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
const ours = imports.filter(({ isOurs }) => isOurs);
const packages = imports.filter(({ isOurs }) => !isOurs);

const roomOf = (path: string): string => path.split('/')[0]!;
/** The room in graph; null for a file that stands beside those rooms. */
const nounOf = (path: string): string | null => {
  const [room, noun, file] = path.split('/');
  return room === 'graph' && file !== undefined ? noun! : null;
};
const told = ({ from, to, isTypeOnly }: Import, why: string): string =>
  `${from} imports ${isTypeOnly ? 'a type of ' : ''}${to}: ${why}`;

// ---- the rules, executed --------------------------------------------------------------------------------------------

describe('the house', () => {
  it('has no room without a door of its own in the plan', () => {
    expect([...new Set(files.map(({ path }) => roomOf(path)))].filter((room) => !Object.hasOwn(DOORS, room))).toEqual(
      [],
    );
    expect(Object.keys(DOORS).filter((room) => !files.some(({ path }) => roomOf(path) === room))).toEqual([]);
  });

  it('imports only files that are there', () => {
    const known = new Set(files.map(({ path }) => path));
    expect(ours.filter(({ to }) => !known.has(to)).map((one) => told(one, 'there is no such file'))).toEqual([]);
  });

  it('is gone through by its doors alone', () => {
    const through = ours
      .filter(({ from, to }) => roomOf(from) !== roomOf(to))
      .flatMap((one) => {
        const door = DOORS[roomOf(one.from)] ?? { to: [] };
        if (door.to.includes(roomOf(one.to))) return [];
        if (!door.typesOf?.includes(roomOf(one.to))) return [told(one, 'there is no door')];
        return one.isTypeOnly ? [] : [told(one, 'that door is for types alone')];
      });
    expect(through).toEqual([]);
  });

  it('keeps its vendors apart', () => {
    const folderOf = (path: string): string | undefined => VENDOR_FOLDER.exec(path)?.[1];
    const meetings = ours.filter(({ from, to }) => {
      const [one, other] = [folderOf(from), folderOf(to)];
      return one !== undefined && other !== undefined && one !== other;
    });
    expect(meetings.map((one) => told(one, 'vendors do not know each other'))).toEqual([]);
  });

  it('loads the sandbox and the stand-ins only where they run', () => {
    const eager = ours.filter(
      ({ from, to, isLazy, isTypeOnly }) => OF_SANDBOX.test(to) && !OF_SANDBOX.test(from) && !isLazy && !isTypeOnly,
    );
    expect(eager.map((one) => told(one, 'it would be loaded at every start'))).toEqual([]);
  });

  it('names no vendor in graph, but in what is told to callers', () => {
    const named = files.filter(({ path, text }) => roomOf(path) === 'graph' && /['"`](ROUTEE|GMS)['"`]/.test(text));
    expect(named.map(({ path }) => path)).toEqual([]);
  });

  it('shows of a noun its types and ways in, and nothing else of it', () => {
    const secrets = ours
      .filter(({ from, to }) => nounOf(from) !== null && nounOf(to) !== null && nounOf(from) !== nounOf(to))
      .flatMap((one) => {
        const [from, to] = [nounOf(one.from)!, nounOf(one.to)!];
        const file = basename(one.to);
        if (GROUND.includes(from) && !GROUND.includes(to)) return [told(one, 'the ground knows nothing of nouns')];
        if (GROUND.includes(to) || to === SENDING) return [];
        if (FINDERS.includes(to) && !NOUNS.includes(to)) return [told(one, 'nobody needs a finder')];
        if (SHOWN.test(file) || (one.isTypeOnly && SHOWN_AS_TYPE.test(file))) return [];
        return [told(one, `of ${to} only its types, loaders, lookups, ids, connections and inputs are shown`)];
      });
    expect(secrets).toEqual([]);
  });

  it('names every room of graph in that rule', () => {
    const rooms = new Set(files.flatMap(({ path }) => nounOf(path) ?? []));
    const named = [...NOUNS, ...GROUND, ...FINDERS, SENDING];
    expect([...rooms].filter((room) => !named.includes(room))).toEqual([]);
    expect(named.filter((room) => !rooms.has(room))).toEqual([]);
  });

  it('lets a leaf be a leaf', () => {
    expect(
      ours.filter(({ from }) => LEAVES.includes(roomOf(from))).filter(({ to }) => !LEAVES.includes(roomOf(to))),
    ).toEqual([]);
  });

  it('has no import cycle, type imports included', () => {
    expect(importCycles()).toEqual([]);
  });

  it('has parts of the server that import only parts before them', () => {
    const partOf = (path: string): string => path.split('/')[1]!;
    const inside = ours.filter(({ from, to }) => roomOf(from) === 'server' && roomOf(to) === 'server');
    expect([...new Set(inside.map(({ from }) => partOf(from)))].sort()).toEqual([...SERVER_PARTS].sort());
    const upwards = inside.filter(
      ({ from, to }) => SERVER_PARTS.indexOf(partOf(to)) > SERVER_PARTS.indexOf(partOf(from)),
    );
    expect(upwards.map((one) => told(one, `the order is ${SERVER_PARTS.join(', ')}`))).toEqual([]);
  });
});

/** Every cycle of imports. */
function importCycles(): string[] {
  const next = new Map(files.map(({ path, imports: all }) => [path, all.filter((one) => one.isOurs)]));
  const done = new Set<string>();
  const found: string[] = [];
  const walk = (path: string, way: readonly string[]): void => {
    const start = way.indexOf(path);
    if (start >= 0) return void found.push([...way.slice(start), path].join(' -> '));
    if (done.has(path)) return;
    for (const { to } of next.get(path) ?? []) walk(to, [...way, path]);
    done.add(path);
  };
  for (const { path } of files) walk(path, []);
  return found;
}

describe('packages', () => {
  it.each(PACKAGES)('$name: $why', ({ name, place, why, types = false }) => {
    const strays = packages.filter(
      ({ from, to, isTypeOnly }) => name.test(to) && !place.test(from) && !(types && isTypeOnly),
    );
    expect(strays.map((one) => told(one, why))).toEqual([]);
  });

  it('are all named in package.json', () => {
    const { dependencies } = JSON.parse(readFileSync(join(ROOT, '../package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    const nameOf = (specifier: string) =>
      specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/');
    const used = new Set(packages.map(({ to }) => nameOf(to)).filter((name) => !name.startsWith('node:')));
    // types of a dependency of Apollo's
    used.delete('@apollo/utils.keyvaluecache');
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

  it(`have at most ${MAX_LINES} lines`, () => {
    const long = files
      .map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
      .filter(({ lines }) => lines > MAX_LINES);
    expect(long).toEqual([]);
  });

  it('are named in kebab-case, after what is in them', () => {
    const odd = files.filter(
      ({ path }) => !/^([a-z\d]+(-[a-z\d]+)*\/)*[a-z\d]+([-.][a-z\d]+)*\.ts$/.test(path) || FORBIDDEN_NAMES.test(path),
    );
    expect(odd.map(({ path }) => path)).toEqual([]);
  });

  it('hold no `any` and switch no rule off', () => {
    const off = files.filter(({ text }) => /eslint-disable|@ts-(ignore|nocheck|expect-error)/.test(text));
    expect(off.map(({ path }) => path)).toEqual([]);
    expect(files.filter(({ path, text }) => holdsAny(path, text)).map(({ path }) => path)).toEqual([]);
  });
});

function holdsAny(path: string, text: string): boolean {
  const visit = (node: ts.Node): boolean =>
    node.kind === ts.SyntaxKind.AnyKeyword || (ts.forEachChild(node, (child) => visit(child) || undefined) ?? false);
  return visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest));
}
