import 'reflect-metadata';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Sandbox, sandboxIds, startSandbox } from '../support/sandbox.js';
import { openConnection, rawPost } from '../server/by-hand.js';
import { accountsOf } from '../support/running-service.js';

const INPUTS = ['bin', 'src', 'package.json', '.swcrc'];

/** A fresh clone with every package. */
async function createClone(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'npm-start-'));
  for (const input of INPUTS) await cp(input, join(directory, input), { recursive: true });
  await symlink(resolve('node_modules'), join(directory, 'node_modules'));
  return directory;
}

/** A clone with few of the sources, and with the compiler alone. */
async function createSmallClone(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'npm-build-'));
  for (const input of [...INPUTS.filter((name) => name !== 'src'), 'src/main.ts', 'src/errors'])
    await cp(input, join(directory, input), { recursive: true });
  await mkdir(join(directory, 'node_modules/@swc'), { recursive: true });
  await symlink(resolve('node_modules/@swc/core'), join(directory, 'node_modules/@swc/core'));
  return directory;
}

/** What a slow machine may take to compile and start. */
const SLOW_MACHINE_MS = 240_000;

const until = async (holds: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await holds())) await setTimeout(20);
};

interface NpmStart {
  readonly child: ChildProcess;
  readonly url: string;
  readonly out: () => string;
  readonly err: () => string;
  readonly ended: Promise<number | NodeJS.Signals>;
}

describe('npm start', () => {
  let clone: string;
  let sandbox: Sandbox;
  const children: ChildProcess[] = [];
  /** The starts that compile. */
  let first: readonly { readonly text: string; readonly status: number }[];
  /** Programs that run; tests that end one take these first. */
  const unused: NpmStart[] = [];
  beforeAll(async () => {
    clone = await createClone();
    sandbox = await startSandbox();
    unused.push(...(await Promise.all([startForSends(), startForSends()])));
    first = await Promise.all(
      unused.map(async ({ url, err }) => ({ text: err(), status: (await fetch(`${url}/livez`)).status })),
    );
  }, SLOW_MACHINE_MS);
  afterAll(async () => {
    endAll();
    await sandbox.close();
    await rm(clone, { recursive: true, force: true });
  });

  function endAll(): void {
    for (const { pid } of children.splice(0)) {
      try {
        process.kill(-pid!, 'SIGKILL');
      } catch {
        // its group has ended
      }
    }
  }

  const npmEnvironment = (): NodeJS.ProcessEnv => ({
    PATH: process.env['PATH'],
    HOME: clone,
    npm_config_update_notifier: 'false',
    PORT: '0',
  });

  const npmStart = (settings: Readonly<Record<string, string>> = {}): Promise<NpmStart> =>
    startBy(['npm', 'start'], settings);
  /** What `npm start` runs, without the time of npm. */
  const nodeStart = (settings: Readonly<Record<string, string>> = {}): Promise<NpmStart> =>
    startBy([process.execPath, 'bin/messaging-graph.js'], settings);

  async function startBy(
    [program, ...words]: readonly [string, ...string[]],
    settings: Readonly<Record<string, string>>,
  ): Promise<NpmStart> {
    const child = spawn(program, words, {
      cwd: clone,
      env: { ...npmEnvironment(), DRAIN_SECONDS: '0', ...settings },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true, // a process group of its own, as a terminal makes one
    });
    children.push(child);
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (out += chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (err += chunk));
    const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals);
    const listening = /listens on (http:\S+)\/graphql/;
    await until(() => listening.test(err) || child.exitCode !== null);
    return { child, url: listening.exec(err)?.[1] ?? '', out: () => out, err: () => err, ended };
  }

  const startForSends = (more: Readonly<Record<string, string>> = {}): Promise<NpmStart> =>
    npmStart({ ...accountsOf(sandbox), DATA_DIR: `${clone}/data`, ...more });
  const sendCount = (): number => sandbox.calls().filter(({ route }) => route === '/viber/campaign').length;
  const slowSend = (key: string): string =>
    rawPost(
      'mutation ($input: SendViberCampaignInput!) { sendViberCampaign(input: $input) { campaign { trackingId } } }',
      {
        input: {
          idempotencyKey: key,
          senderId: sandboxIds.sender,
          recipients: { phoneNumbers: ['+12025550136'] }, // accepted, and answered after 300 ms
          content: { text: key },
        },
      },
    );
  const isFree = async (url: string): Promise<boolean> => {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname);
    return once(socket, 'connect').then(
      () => {
        socket.destroy();
        return false;
      },
      () => true,
    );
  };

  test('works twice at once where nothing is compiled yet', () => {
    for (const { text, status } of first) {
      expect(text).toContain('Compiling');
      expect(status).toBe(200);
    }
  });

  test(
    'reads .env, and says so',
    async () => {
      await writeFile(join(clone, '.env'), 'METRICS_KEY=from-the-file\nLOG_LEVEL=warn\n');
      const started = await startForSends({ LOG_LEVEL: 'info' });
      const { url, out, err } = started;
      expect((await fetch(`${url}/metrics`, { headers: { 'x-api-key': 'from-the-file' } })).status).toBe(200);
      expect(err()).toContain('Settings: 2 from .env, of which the environment overrides 1');
      await until(() => out().includes('"started"'));
      expect(out()).toMatch(/"event":"settings-file","path":"\.env","names":2,"overridden":1/);
      await writeFile(join(clone, '.env'), 'PROT=1\n');
      const refused = await nodeStart();
      expect(await refused.ended).toBe(1);
      expect(refused.err()).toContain('PROT: is not a setting; did you mean PORT?');
      await rm(join(clone, '.env'));
      unused.push(started);
    },
    SLOW_MACHINE_MS,
  );

  test.each([
    ['SIGTERM to npm', (pid: number) => process.kill(pid, 'SIGTERM')],
    ['SIGHUP to npm, which does not pass it on', (pid: number) => process.kill(pid, 'SIGHUP')],
    ['SIGINT to the whole group, as a terminal sends it', (pid: number) => process.kill(-pid, 'SIGINT')],
    ['SIGTERM to the whole group, as systemd sends it', (pid: number) => process.kill(-pid, 'SIGTERM')],
    ['SIGHUP to the whole group, as a closed terminal sends it', (pid: number) => process.kill(-pid, 'SIGHUP')],
  ])(
    'ends on %s after the sends under way',
    async (name, signal) => {
      const { child, url, out, ended } = unused.pop() ?? (await startForSends());
      const before = sendCount();
      const caller = await openConnection(url);
      caller.write(slowSend(name.replaceAll(' ', '-')));
      await until(() => sendCount() > before);
      signal(child.pid!);
      await caller.closed;
      expect(caller.received()).toMatch(/^HTTP\/1\.1 200 [\s\S]*trackingId/);
      await ended;
      await until(() => out().includes('"stopped"')); // npm may end before it
      expect(out()).toMatch(/"event":"draining"[\s\S]*"event":"stopped","isComplete":true/);
      await until(() => isFree(url));
    },
    SLOW_MACHINE_MS,
  );

  test(
    'says which setting keeps it from starting',
    async () => {
      const [directory, taken] = await Promise.all([
        nodeStart({ ...accountsOf(sandbox), DATA_DIR: '/proc/nope' }),
        nodeStart({ PORT: new URL(sandbox.routee.apiUrl).port }),
      ]);
      expect(await directory.ended).toBe(1);
      expect(directory.err()).toContain('The start failed: DATA_DIR: /proc/nope');
      expect(await taken.ended).toBe(1);
      expect(taken.err()).toContain('The start failed: PORT is in use by another program');
    },
    SLOW_MACHINE_MS,
  );

  test.each([
    ['is never read', () => undefined],
    ['is closed', ({ stdout }: ChildProcess) => void stdout!.destroy()],
  ])(
    'goes on answering, and ends on SIGTERM with code 0, when its log %s',
    async (_name, treat) => {
      const child = spawn(process.execPath, ['bin/messaging-graph.js'], {
        cwd: clone,
        env: { PATH: process.env['PATH'], PORT: '0', DRAIN_SECONDS: '0' },
        stdio: ['ignore', 'pipe', 'pipe'],
        detached: true,
      });
      children.push(child);
      child.stdout.pause();
      let err = '';
      child.stderr.setEncoding('utf8').on('data', (chunk: string) => (err += chunk));
      const ended = once(child, 'exit');
      const listening = /listens on (http:\S+)\/graphql/;
      await until(() => listening.test(err));
      treat(child);
      const url = `${listening.exec(err)![1]!}/graphql?query={__typename}`;
      // some 300 bytes of log each: more than a pipe of 64 KiB holds
      for (let n = 0; n < 400; n++) {
        expect((await fetch(url, { headers: { 'apollo-require-preflight': '1' } })).status).toBe(200);
      }
      child.kill('SIGTERM');
      expect(await ended).toEqual([0, null]);
    },
    SLOW_MACHINE_MS,
  );

  test(
    'compiles again only when a source is newer than the build, or gone',
    async () => {
      const check = () =>
        spawnSync('npm', ['start', '--', '--check'], {
          cwd: clone,
          env: npmEnvironment(),
          encoding: 'utf8',
        });
      const isStale = (): string =>
        spawnSync(
          process.execPath,
          ['-p', 'import("./bin/build.js").then(({ isStale }) => console.log(isStale())), ""'],
          {
            cwd: clone,
            encoding: 'utf8',
          },
        ).stdout.trim();
      expect(check()).toMatchObject({ status: 0, stderr: '' });
      expect(isStale()).toBe('false');
      const soon = new Date(Date.now() + 60_000);
      await utimes(join(clone, 'src/main.ts'), soon, soon);
      expect(isStale()).toBe('true');
      await utimes(join(clone, 'src/main.ts'), new Date(0), new Date(0));
      expect(isStale()).toBe('false');
      await utimes(join(clone, 'src/app'), soon, soon); // as the removal of a file leaves it
      expect(isStale()).toBe('true');
      await utimes(join(clone, 'src/app'), new Date(0), new Date(0)); // other tests start what is compiled
    },
    SLOW_MACHINE_MS,
  );
});

describe('a build', () => {
  let clone: string;
  let first: ReturnType<typeof build>;
  const build = () => spawnSync(process.execPath, ['bin/build.js'], { cwd: clone, encoding: 'utf8' });
  beforeAll(async () => {
    clone = await createSmallClone();
    first = build();
  }, SLOW_MACHINE_MS);
  afterAll(() => rm(clone, { recursive: true, force: true }));

  test(
    'needs the compiler and no package of the development',
    () => {
      const { status, stderr } = first;
      expect([status, stderr]).toEqual([0, '']);
    },
    SLOW_MACHINE_MS,
  );

  test(
    'that fails leaves the last one as it was, and the next start compiles again',
    async () => {
      const built = await readFile(join(clone, 'dist/main.js'), 'utf8');
      await writeFile(join(clone, 'src/main.ts'), 'const half = {\n');
      expect(build().status).not.toBe(0);
      expect(await readFile(join(clone, 'dist/main.js'), 'utf8')).toBe(built);
      expect((await readdir(clone)).sort()).toEqual([...INPUTS, 'dist', 'node_modules'].sort());
    },
    SLOW_MACHINE_MS,
  );
});

describe('a clone without its packages', () => {
  let clone: string;
  beforeAll(async () => {
    clone = await mkdtemp(join(tmpdir(), 'npm-missing-'));
    for (const input of [...INPUTS.filter((name) => name !== 'src'), 'src/main.ts'])
      await cp(input, join(clone, input), { recursive: true });
  });
  afterAll(() => rm(clone, { recursive: true, force: true }));

  test.each([
    [['bin/messaging-graph.js']],
    [['bin/messaging-graph.js', '--check']],
    [['bin/pack.js', 'before']],
    [['bin/build.js']],
  ])(
    'says what installs them: %j',
    (words) => {
      const { status, stderr } = spawnSync(process.execPath, words, { cwd: clone, encoding: 'utf8' });
      expect(status).toBe(1);
      expect(stderr).toContain('packages are missing; npm ci installs them');
      expect(stderr).not.toContain('could not be compiled');
    },
    SLOW_MACHINE_MS,
  );
});
