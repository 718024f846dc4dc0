import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { missingOptions } from '../../bin/node-options.js';
import { readStartCommand } from '../../bin/start-command.js';
import { compiledSources } from '../support/compiled-sources.js';
import { isStopped, stoppedChildOf } from '../support/program.js';
import { eventually, until } from '../support/wait.js';

const OPTIONS = readStartCommand('.').options;
/** Not a measure of speed: what a slow machine may take to compile and start. */
const SLOW_MACHINE_MS = 240_000;

let directory: string;
let program: string;
const running: ChildProcess[] = [];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'command-'));
  await cp('bin', join(directory, 'program/bin'), { recursive: true });
  await cp('package.json', join(directory, 'program/package.json'));
  await symlink(await compiledSources(), join(directory, 'program/dist'));
  program = join(directory, 'program/bin/messaging-graph.js');
}, SLOW_MACHINE_MS);
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});
afterAll(() => rm(directory, { recursive: true, force: true }));

type Settings = Readonly<Record<string, string>>;

function run(args: readonly string[], settings: Settings = {}) {
  const child = spawn(process.execPath, args, {
    cwd: directory,
    env: { PATH: process.env['PATH'], PORT: '0', DRAIN_SECONDS: '0', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  const text = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text.out += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (text.err += chunk));
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals);
  return { child, text, ended };
}

async function outcome(args: readonly string[], settings: Settings = {}) {
  const { text, ended } = run([program, ...args], settings);
  return { code: await ended, ...text };
}

describe('the command', () => {
  test('prints its version', async () => {
    expect(await outcome(['--version'])).toEqual({ code: 0, out: '0.1.0\n', err: '' });
  });

  test('prints its options, and where the settings are described', async () => {
    const { code, out, err } = await outcome(['--help']);
    expect([code, err]).toEqual([0, '']);
    for (const named of ['--check', '--callback-urls', '--help', '--version', '.env.example'])
      expect(out).toContain(named);
  });

  test.each([
    [['--chek'], '"--chek"'],
    [['--check', '--version'], '"--version"'],
    [['start'], '"start"'],
  ])('refuses %j, and says what is allowed', async (args, wrong) => {
    expect(await outcome(args)).toEqual({
      code: 2,
      out: '',
      err: `messaging-graph: ${wrong} is not allowed; --check, --callback-urls, --help, --version are, one at a time\n`,
    });
  });
});

describe('--check', () => {
  const tenants = JSON.stringify([{ id: 'one', keys: [{ sha256: 'short', scopes: ['read'] }] }]);
  const mistakes: readonly [string, Settings, readonly string[]][] = [
    [
      'settings, of the file of tenants and of certificates',
      { PROT: '1', TENANTS_FILE: 'tenants.json', NODE_EXTRA_CA_CERTS: 'tenants.json', SANDBOX: 'on' },
      ['PROT: is not a setting', 'TENANTS_FILE: ', 'NODE_EXTRA_CA_CERTS: must name a file of certificates'],
    ],
    ['the file of operations', { PERSISTED_OPERATIONS: 'tenants.json' }, ['PERSISTED_OPERATIONS: format: must be']],
    [
      'the file of operations, with workers,',
      {
        PERSISTED_OPERATIONS: 'tenants.json',
        WORKERS: '2',
        ROUTEE_APPLICATION_ID: 'a',
        ROUTEE_APPLICATION_SECRET: 's',
      },
      ['PERSISTED_OPERATIONS: format: must be'],
    ],
    [
      'settings and of the file of operations',
      { PORT: 'abc', PERSISTED_OPERATIONS: 'tenants.json' },
      ['4 mistakes', 'PORT: ', 'PERSISTED_OPERATIONS: format: must be', 'PERSISTED_OPERATIONS: version: must be'],
    ],
  ];
  beforeAll(() => writeFile(join(directory, 'tenants.json'), tenants));

  test.each(mistakes)(
    'prints each mistake of %s as the start does, with code 1',
    async (_name, settings, expected) => {
      const [checked, started] = await Promise.all([outcome(['--check'], settings), outcome([], settings)]);
      expect([checked.code, checked.out, started.code]).toEqual([1, '', 1]);
      expect(checked.err).toBe(started.err);
      for (const text of expected) expect(checked.err).toContain(text);
    },
    SLOW_MACHINE_MS,
  );

  test('prints one line where there is no mistake, and opens neither the port, the store nor a connection', async () => {
    let connections = 0;
    const server = createServer(() => connections++).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const account = { ROUTEE_APPLICATION_ID: 'application', ROUTEE_APPLICATION_SECRET: 'secret' };
    const before = await readdir(directory);
    const embedded = await outcome(['--check'], { ...account, PORT: String(port), DATA_DIR: 'kept' });
    const redis = await outcome(['--check'], { ...account, REDIS_URL: `redis://127.0.0.1:${port}` });
    server.close();
    expect(embedded).toEqual({
      code: 0,
      out: `The settings have no mistake: 127.0.0.1 port ${port}, 1 tenant.\n`,
      err: '',
    });
    expect([redis.code, redis.err]).toEqual([0, '']);
    expect(await readdir(directory)).toEqual(before);
    expect(connections).toBe(0);
  });

  test('warns of tenants that have one account at a vendor, by their names, as the start does', async () => {
    const routee = (applicationId: string) => ({ applicationId, applicationSecret: { env: 'SHOP_SECRET' } });
    const keys = (digit: string) => [{ sha256: digit.repeat(64), scopes: ['read'] }];
    const content = ['shop', 'market'].map((id, n) => ({ id, routee: routee('own-application'), keys: keys(`${n}`) }));
    await writeFile(join(directory, 'shared.json'), JSON.stringify(content));
    const settings = { TENANTS_FILE: 'shared.json', SHOP_SECRET: 'hidden-secret', PORT: '0' };
    const { code, out } = await outcome(['--check'], settings);
    expect([code, out]).toEqual([
      0,
      'The settings have no mistake: 127.0.0.1 port 0, 2 tenants.\n' +
        'Warning: the tenants shop and market have the same Routee account: callers of one read and cancel what the others have there.\n',
    ]);
  });

  test('says that it has read .env', async () => {
    await writeFile(join(directory, '.env'), 'LOG_LEVEL=warn\n');
    try {
      const { out } = await outcome(['--check']);
      expect(out).toBe('The settings have no mistake, 1 of them from .env: 127.0.0.1 port 0, a sandbox.\n');
    } finally {
      await rm(join(directory, '.env'));
    }
  });
});

describe('options of Node', () => {
  test.each([
    ['are missing without any', [], OPTIONS],
    ['are not missing where they are given', OPTIONS, []],
    ['are not missing in another spelling', OPTIONS.map((option) => option.replace(/(?<=\w)-/g, '_')), []],
    [
      'that were given with another value stay',
      ['--min-semi-space-size=32', '--v8-pool-size=4', '--memory-reducer'],
      OPTIONS.slice(0, 1),
    ],
  ])('%s', (_name, given, missing) => {
    expect(missingOptions(OPTIONS, given)).toEqual(missing);
  });

  /** What the process that listens has: its options, and what they do. */
  const report = `data:text/javascript,${encodeURIComponent(`
    import { getHeapSpaceStatistics } from 'node:v8';
    process.on('exit', () => {
      const young = getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space').space_size;
      process.stderr.write('REPORT ' + JSON.stringify({ options: process.execArgv, young }) + '\\n');
    });
  `)}`;

  test.each([
    ['node bin/messaging-graph.js', []],
    ['node with the options', OPTIONS],
  ])(
    'take effect when started by %s, and SIGTERM stops it gracefully',
    async (_name, given) => {
      const { child, text, ended } = run([...given, '--import', report, program]);
      await until(() => text.err.includes('listens on') || child.exitCode !== null);
      child.kill('SIGTERM');
      expect(await ended).toBe(0);
      expect(text.out).toContain('"event":"stopped","isComplete":true');
      const [listening] = [...text.err.matchAll(/^REPORT (.*)$/gm)].map(
        ([, line]) => JSON.parse(line!) as { options: string[]; young: number },
      );
      for (const option of OPTIONS) expect(listening!.options).toContain(option);
      expect(listening!.young).toBeGreaterThanOrEqual(16 * 1024 * 1024);
    },
    SLOW_MACHINE_MS,
  );

  test(
    'that are missing leave no program behind when the process that added them is killed',
    async () => {
      const { child, text } = run([program]);
      await until(() => text.err.includes('listens on') || child.exitCode !== null);
      const url = /listens on (http:\S+)\/graphql/.exec(text.err)![1]!;
      child.kill('SIGKILL');
      await until(() =>
        fetch(`${url}/livez`).then(
          () => false,
          () => true,
        ),
      );
    },
    SLOW_MACHINE_MS,
  );

  test(
    'that are missing let the program stop gracefully when npx ends, which passes no signal on',
    async () => {
      const command = [process.execPath, program].map((word) => JSON.stringify(word)).join(' ');
      const child = spawn('sh', ['-c', `${command}; exit $?`], {
        cwd: directory,
        env: { PATH: process.env['PATH'], PORT: '0', DRAIN_SECONDS: '0', npm_lifecycle_event: 'npx' },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      running.push(child);
      const text = { out: '', err: '' };
      child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text.out += chunk));
      child.stderr.setEncoding('utf8').on('data', (chunk: string) => (text.err += chunk));
      await until(() => text.err.includes('listens on') || child.exitCode !== null);
      child.kill('SIGTERM');
      await once(child, 'close'); // when the program has closed its output
      expect(text.out).toContain('"event":"stopped","isComplete":true');
    },
    SLOW_MACHINE_MS,
  );

  test.each([
    ['SIGHUP', 'are there', OPTIONS],
    ['SIGKILL', 'are there', OPTIONS],
    ['SIGKILL', 'are missing', []],
  ] as const)(
    'let the program stop gracefully on %s to npx, whose shell goes on, where they %s',
    async (signal, _name, given) => {
      const command = [process.execPath, ...given, program].map((word) => JSON.stringify(word)).join(' ');
      const { child, text, ended } = run(['-e', FAKE_NPX, '--', 'sh', '-c', `${command}; exit $?`], {
        npm_lifecycle_event: 'npx',
      });
      await until(() => text.err.includes('listens on') || child.exitCode !== null);
      child.kill(signal);
      expect(await ended).toBe(signal); // when the program has closed its output
      expect(text.out).toContain('"event":"stopped","isComplete":true');
    },
    SLOW_MACHINE_MS,
  );

  /** Stops the program in the middle of its start. */
  const stopAtListen = `data:text/javascript,${encodeURIComponent(`
    import { Server } from 'node:net';
    const { listen } = Server.prototype;
    Server.prototype.listen = function (...values) {
      process.kill(process.pid, 'SIGSTOP');
      Server.prototype.listen = listen;
      return listen.apply(this, values);
    };
  `)}`;

  test.each([
    ['npx', OPTIONS, true],
    ['the process that added them', [], false],
  ])(
    'leave no program behind when %s ends during its start',
    async (_name, given, isNpx) => {
      const command = [...given, '--import', stopAtListen, program];
      const { child, text, ended } = isNpx
        ? run(['-e', FAKE_NPX, '--', process.execPath, ...command], { npm_lifecycle_event: 'npx' })
        : run(command);
      const stopped = await eventually(
        async () => ((await isStopped(child.pid!)) ? child.pid : stoppedChildOf(child.pid!)),
        (pid) => pid !== undefined,
      );
      child.kill('SIGKILL');
      await until(() => child.signalCode !== null);
      if (stopped === child.pid) return; // Node has replaced itself: it was the program
      process.kill(stopped!, 'SIGCONT');
      expect(await ended).toBe('SIGKILL'); // when the program has closed its output
      expect(text.out).toContain('"event":"stopped","isComplete":true');
    },
    SLOW_MACHINE_MS,
  );
});

/** Starts a program and waits for its end; it passes no signal on. */
const FAKE_NPX = `
  require('node:child_process').spawn(process.argv[1], process.argv.slice(2), { stdio: 'inherit' });
`;
