import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import ts from 'typescript';
import { readStartCommand } from '../../bin/start-command.js';
import type { Settings } from './running-service.js';

/** The whole program as JavaScript, for processes as `npm start` starts them that a test may signal and kill. */
export interface Program {
  /** Where the JavaScript is, laid out as src. */
  readonly directory: string;
  start(settings: Settings): Promise<RunningProgram>;
  remove(): Promise<void>;
}

export interface RunningProgram {
  readonly url: string;
  signal(name: NodeJS.Signals): void;
  /** The exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
  /** Its log so far. */
  log(): string;
  /** By the signal that cannot be caught. @returns when it has ended */
  kill(): Promise<unknown>;
}

const START_OPTIONS = readStartCommand('.').options;

export async function compileProgram(): Promise<Program> {
  const directory = await mkdtemp(join(tmpdir(), 'program-'));
  await writeFile(join(directory, 'package.json'), '{"type":"module"}');
  await symlink(resolve('node_modules'), join(directory, 'node_modules'));
  const { config } = ts.readConfigFile('tsconfig.json', ts.sys.readFile) as { config: { compilerOptions: object } };
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, '.');
  for (const file of await readdir('src', { recursive: true })) {
    if (!file.endsWith('.ts')) continue;
    const compilerOptions = { ...options, module: ts.ModuleKind.ESNext, noEmit: false };
    const { outputText } = ts.transpileModule(await readFile(join('src', file), 'utf8'), { compilerOptions });
    const path = join(directory, file.replace(/\.ts$/, '.js'));
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, outputText);
  }

  const running: ChildProcess[] = [];
  return {
    directory,
    async start(settings) {
      const child = spawn(process.execPath, [...START_OPTIONS, join(directory, 'main.js')], {
        cwd: directory,
        env: { PATH: process.env['PATH'], PORT: '0', DRAIN_SECONDS: '0', ...settings },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      running.push(child);
      let log = '';
      child.stdout.setEncoding('utf8').on('data', (chunk: string) => (log += chunk));
      const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals);
      const url = await addressOf(child);
      const signal = (name: NodeJS.Signals) => void child.kill(name);
      const kill = async () => {
        signal('SIGKILL');
        return ended;
      };
      return { url, signal, kill, ended, log: () => log };
    },
    async remove() {
      for (const child of running) child.kill('SIGKILL');
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** As the welcome tells it. */
async function addressOf({ stderr }: ChildProcess): Promise<string> {
  let told = '';
  for await (const line of createInterface({ input: stderr! })) {
    told += `${line}\n`;
    const url = /listens on (http:\S+)\/graphql/.exec(line)?.[1];
    if (url === undefined) continue;
    stderr!.resume(); // what it says later must neither fill the pipe nor find it closed
    return url;
  }
  throw new Error(`the program ended at its start: ${told}`);
}
