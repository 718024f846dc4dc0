import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import ts from 'typescript';

/** The whole server as JavaScript, for processes that a test may kill. */
export interface GraphProgram {
  start(settings: Readonly<Record<string, string>>): Promise<GraphProcess>;
  /** Ends what still runs. */
  remove(): Promise<void>;
}

export interface GraphProcess {
  readonly url: string;
  kill(): Promise<void>;
}

const compilerOptions: ts.CompilerOptions = {
  module: ts.ModuleKind.ESNext,
  target: ts.ScriptTarget.ES2022,
  verbatimModuleSyntax: true,
  experimentalDecorators: true,
  useDefineForClassFields: false,
};

export async function compileGraph(): Promise<GraphProgram> {
  const directory = await mkdtemp(join(tmpdir(), 'graph-program-'));
  await writeFile(join(directory, 'package.json'), '{"type":"module"}');
  await symlink(resolve('node_modules'), join(directory, 'node_modules'));
  for (const file of await readdir('src', { recursive: true })) {
    if (!file.endsWith('.ts')) continue;
    const { outputText } = ts.transpileModule(await readFile(join('src', file), 'utf8'), { compilerOptions });
    const target = join(directory, 'dist', file.replace(/\.ts$/, '.js'));
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, outputText);
  }

  const running: GraphProcess[] = [];
  return {
    async start(settings) {
      const child = spawn(process.execPath, [join(directory, 'dist/main.js')], {
        env: { PATH: process.env['PATH'], PORT: '0', LOG_LEVEL: 'silent', EXPLORER: 'off', ...settings },
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      const started = { url: await listeningUrl(child), kill: () => kill(child) };
      running.push(started);
      return started;
    },
    async remove() {
      for (const each of running) await each.kill();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGKILL');
  await exit;
}

async function listeningUrl(child: ChildProcess): Promise<string> {
  const { stderr } = child;
  if (!stderr) throw new Error('the server has no output');
  const said: string[] = [];
  for await (const line of createInterface({ input: stderr })) {
    const url = /listens on (http:\/\/\S+?)\/graphql/.exec(line)?.[1];
    said.push(line);
    if (!url) continue;
    stderr.resume(); // what it says later must not fill the pipe
    return url;
  }
  throw new Error(`the server did not start: ${said.join(' | ')}`);
}
