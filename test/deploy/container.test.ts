import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { until } from '../support/wait.js';
import { imageSettings, longestStop, readDockerfile, START_OPTIONS, textOf, unknownSettings } from './deploy-files.js';

/** Not a measure of speed: what a slow machine may take to compile, pack and start. */
const SLOW_MACHINE_MS = 240_000;

const instructions = readDockerfile('Dockerfile');
const second = instructions.findIndex(({ verb, text }, index) => verb === 'FROM' && index > 0 && !/ AS /.test(text));
const textsOf = (verb: string) => instructions.filter((one) => one.verb === verb).map(({ text }) => text);
const arrayOf = (text: string) => JSON.parse(text.slice(text.indexOf('["'))) as string[];
const environment = imageSettings();
const command = arrayOf(textsOf('CMD')[0]!);
const healthCheck = arrayOf(textsOf('HEALTHCHECK')[0]!);

/** What .dockerignore leaves to the build: it excludes everything, and then names what is sent. */
function contextFiles(): string[] {
  const [all, ...named] = textOf('.dockerignore')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  expect(all).toBe('*');
  return named.map((line) => {
    expect(line).toMatch(/^![\w./-]+$/);
    return line.slice(1);
  });
}

/**
 * Executes the instructions of a stage in a folder that takes the place of the root of its file system. There is no network
 * in a test: `npm ci` becomes a link to the packages that are installed here, and the user `node` becomes this one.
 */
function executeStage(stage: readonly { verb: string; text: string }[], roots: Record<string, string>): void {
  const root = roots['this']!;
  let folder = root;
  const placed = (path: string): string => (path.startsWith('/') ? join(root, path) : join(folder, path));
  for (const { verb, text } of stage) {
    if (verb === 'WORKDIR') mkdirSync((folder = placed(text)), { recursive: true });
    if (verb === 'COPY') {
      const words = text.split(/\s+/).filter((word) => !word.startsWith('--'));
      const from = /--from=(\S+)/.exec(text)?.[1];
      const target = placed(words.pop()!);
      const context = from === undefined ? (words[0] === '.' ? contextFiles() : words) : words;
      for (const path of context) {
        const source = from === undefined ? resolve(path) : join(roots[from]!, path);
        cpSync(source, from === undefined ? join(target, path) : target, { recursive: true, verbatimSymlinks: true });
      }
    }
    if (verb === 'RUN') {
      const offline = text
        .replace(/ (\/(?:tmp|app|data)\b)/g, ` ${root}$1`)
        .replace(/npm ci(?: --?[\w=-]+)*/g, `ln -s ${resolve('node_modules')} node_modules`)
        .replace('chown node:node', 'chmod 700');
      mkdirSync(join(root, 'tmp'), { recursive: true });
      const { status, stderr } = spawnSync('sh', ['-ec', offline], { cwd: folder, encoding: 'utf8' });
      expect([text, status, status === 0 ? '' : stderr]).toEqual([text, 0, '']);
    }
  }
}

describe('the Dockerfile', () => {
  let directory: string;
  let image: string;
  let child: ChildProcess | null = null;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'container-'));
    const build = join(directory, 'build');
    image = join(directory, 'image');
    executeStage(instructions.slice(0, second), { this: build });
    executeStage(instructions.slice(second), { this: image, build });
  }, SLOW_MACHINE_MS);
  afterAll(() => {
    child?.kill('SIGKILL');
    rmSync(directory, { recursive: true, force: true });
  });

  test('starts the program with the options of npm start, as another user than root', () => {
    expect(command).toEqual(['node', ...START_OPTIONS, 'bin/messaging-graph.js']);
    expect(textsOf('USER')).toEqual(['node']);
    const user = instructions.findIndex(({ verb }) => verb === 'USER');
    expect(instructions.slice(user).some(({ verb }) => verb === 'RUN' || verb === 'COPY')).toBe(false);
    expect(textsOf('STOPSIGNAL')).toEqual(['SIGTERM']);
  });

  test('sets settings that exist, and declares their port and their folder', () => {
    expect(unknownSettings(Object.keys(environment))).toEqual([]);
    expect(textsOf('EXPOSE')).toEqual([environment['PORT']]);
    expect(textsOf('VOLUME')).toEqual([environment['DATA_DIR']]);
  });

  test('makes an image of the packed program and its packages, without sources and settings', () => {
    const names = readdirSync(join(image, 'app'));
    expect(names).toEqual(expect.arrayContaining(['bin', 'dist', 'examples', 'node_modules', 'package.json']));
    expect(names.filter((name) => ['src', 'test', '.env', '.git', 'data'].includes(name))).toEqual([]);
    const { dependencies } = JSON.parse(textOf(join(image, 'app/package.json'))) as { dependencies: object };
    expect(Object.keys(dependencies)).not.toContain('@swc/core');
    expect(Object.keys(dependencies)).toContain('@opentelemetry/sdk-trace');
  });

  test(
    'makes a program that answers, is healthy until it ends, writes nothing outside of its volume, and stops on SIGTERM',
    async () => {
      const app = join(image, 'app');
      const [program, ...args] = command;
      const settings = { ...environment, HOST: '127.0.0.1', SANDBOX: 'on', DRAIN_SECONDS: '0' };
      const data = join(image, environment['DATA_DIR']!);
      const before = timesOf(app);
      // below 32768 no port is given to outgoing connections, so a free one stays free
      let err = '';
      let port = 0;
      for (let attempt = 0; attempt < 20 && !err.includes('listens on'); attempt++) {
        err = '';
        port = 20_000 + Math.floor(Math.random() * 12_000);
        child = spawn(program!, args, {
          cwd: app,
          env: { PATH: process.env['PATH'], ...settings, PORT: String(port), DATA_DIR: data },
          stdio: ['ignore', 'ignore', 'pipe'],
        });
        const started = child;
        started.stderr!.setEncoding('utf8').on('data', (chunk: string) => (err += chunk));
        await until(() => err.includes('listens on') || started.exitCode !== null);
      }
      const check = () =>
        spawnSync(healthCheck[0]!, healthCheck.slice(1), {
          env: { PATH: process.env['PATH'], PORT: String(port) },
        }).status;
      expect(check()).toBe(0);
      const ended = once(child!, 'exit');
      child!.kill('SIGTERM');
      expect(await ended).toEqual([0, null]);
      expect(check()).toBe(1);
      expect(timesOf(app)).toEqual(before);
    },
    SLOW_MACHINE_MS,
  );
});

describe('docker run in the documents', () => {
  const texts = ['README.md', 'docs/deploying.md'].map((path) => textOf(path).replace(/\\\n\s*/g, ' '));
  const commands = texts.flatMap((text) => text.match(/docker run .*?messaging-graph(?=`|$)/gm) ?? []);
  const real = commands.filter((command) => !command.includes('SANDBOX=on'));
  const valueOf = (command: string, option: string): string => command.split(`${option} `)[1]?.split(' ')[0] ?? '';

  test('keeps the record of sends of real accounts in a volume with one name, through an upgrade', () => {
    expect(real).toHaveLength(2);
    expect(real.map((command) => valueOf(command, '-v'))).toEqual(
      real.map(() => `graph-data:${environment['DATA_DIR']}`),
    );
  });

  test('gives a stop the time that it may take', () => {
    for (const command of real)
      expect(Number(valueOf(command, '--stop-timeout'))).toBeGreaterThan(longestStop(environment));
  });

  test('publishes the port of the image', () => {
    for (const command of commands)
      expect(valueOf(command, '-p')).toMatch(new RegExp(`${environment['PORT']}:${environment['PORT']}$`));
  });
});

/** When each entry of a folder changed, without its packages, which are linked. */
function timesOf(folder: string, times: Record<string, number> = {}): Record<string, number> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isSymbolicLink()) continue;
    times[path] = statSync(path).mtimeMs;
    if (entry.isDirectory()) timesOf(path, times);
  }
  return times;
}
