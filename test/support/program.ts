import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { readStartCommand } from '../../bin/start-command.js';
import { compiledSources } from './compiled-sources.js';
import type { Settings } from './running-service.js';

/** The whole program as JavaScript, for processes as `npm start` starts them that a test may signal and kill. */
export interface Program {
  /** Where the JavaScript is, laid out as src. */
  readonly directory: string;
  /** @param cwd where it looks for `.env` */
  start(settings: Settings, cwd?: string): Promise<RunningProgram>;
  /** As `start`, without waiting until it listens. */
  launch(settings: Settings): LaunchedProgram;
  killAll(): void;
}

export interface RunningProgram extends LaunchedProgram {
  readonly url: string;
}

export interface LaunchedProgram {
  readonly pid: number;
  signal(name: NodeJS.Signals): void;
  /** The exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
  /** Its log so far. */
  log(): string;
  /** What it has printed on the standard error so far. */
  errors(): string;
  /** By the signal that cannot be caught. @returns when it has ended */
  kill(): Promise<unknown>;
}

const START_OPTIONS = readStartCommand('.').options;
/** Also for its workers. */
const PATIENT_REDIS = { NODE_OPTIONS: `--require "${resolve('test/support/patient-redis.cjs')}"` };

export async function compileProgram(): Promise<Program> {
  const directory = await compiledSources();
  const running: ChildProcess[] = [];
  function launch(
    settings: Settings,
    cwd = directory,
  ): { readonly child: ChildProcess; readonly launched: LaunchedProgram } {
    const child = spawn(process.execPath, [...START_OPTIONS, join(directory, 'main.js')], {
      cwd,
      env: {
        PATH: process.env['PATH'],
        PORT: '0',
        DRAIN_SECONDS: '0',
        ...(settings['REDIS_URL'] === undefined ? {} : PATIENT_REDIS),
        ...settings,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.push(child);
    let log = '';
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (errors += chunk));
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => (log += chunk));
    const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals);
    const signal = (name: NodeJS.Signals) => void child.kill(name);
    const kill = async () => {
      signal('SIGKILL');
      return ended;
    };
    return { child, launched: { pid: child.pid!, signal, kill, ended, log: () => log, errors: () => errors } };
  }

  return {
    directory,
    async start(settings, cwd) {
      const { child, launched } = launch(settings, cwd);
      return { url: await addressOf(child), ...launched };
    },
    launch(settings) {
      const { child, launched } = launch(settings);
      child.stderr!.resume();
      return launched;
    },
    killAll() {
      for (const child of running) child.kill('SIGKILL');
    },
  };
}

/** The processes of WORKERS that have listened so far, in this order; the log must be on. */
export const startedWorkers = (running: RunningProgram): readonly number[] =>
  [...running.log().matchAll(/"event":"worker-started",.*"pid":(\d+)/g)].map(([, pid]) => Number(pid));

/** The processes that a process started and that have not ended, in the order of their starts; Linux alone. */
export const childrenOf = async (pid: number): Promise<readonly number[]> =>
  (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).trim().split(' ').map(Number);

/** Linux alone: state T of proc(5). */
export const isStopped = async (pid: number): Promise<boolean> =>
  /^State:\sT/m.test(await readFile(`/proc/${pid}/status`, 'utf8').catch(() => ''));

/** The first child that is stopped, by SIGSTOP; undefined for none. */
export async function stoppedChildOf(pid: number): Promise<number | undefined> {
  for (const child of await childrenOf(pid)) if (await isStopped(child)) return child;
  return undefined;
}

/** Reads it from the first lines on stderr. */
async function addressOf({ stderr }: ChildProcess): Promise<string> {
  let printed = '';
  for await (const line of createInterface({ input: stderr! })) {
    printed += `${line}\n`;
    const url = /listens on (http:\S+)\/graphql/.exec(line)?.[1];
    if (url === undefined) continue;
    stderr!.resume(); // later output must neither fill the pipe nor find it closed
    return url;
  }
  throw new Error(`the program ended at its start: ${printed}`);
}
