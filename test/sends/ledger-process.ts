import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, mkdir, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import ts from 'typescript';

/** The ledger's own sources as JavaScript, for processes that a test may kill. */
export interface LedgerProgram {
  /**
   * Runs a script in a process of its own; `openLevelLedger` and `dataDir` are in its scope.
   * @param fileBlocks the largest file that it may write, in blocks of 1024 bytes: its disk is full beyond
   */
  run(dataDir: string, script: string, fileBlocks?: number): LedgerProcess;
  /** Ends what still runs. */
  remove(): Promise<void>;
}

export interface LedgerProcess {
  /** Resolves when the script has printed this line. */
  says(line: string): Promise<void>;
  kill(): Promise<void>;
}

export async function compileLedger(): Promise<LedgerProgram> {
  const directory = await mkdtemp(join(tmpdir(), 'ledger-program-'));
  await writeFile(join(directory, 'package.json'), '{"type":"module"}');
  await symlink(resolve('node_modules'), join(directory, 'node_modules'));
  await mkdir(join(directory, 'ledger'));
  for (const file of await readdir('src/sends')) {
    // Whatever it imports from other rooms are types, which leave no trace.
    const { outputText } = ts.transpileModule(await readFile(join('src/sends', file), 'utf8'), {
      compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022, verbatimModuleSyntax: true },
    });
    await writeFile(join(directory, 'ledger', file.replace(/\.ts$/, '.js')), outputText);
  }

  const running: LedgerProcess[] = [];
  return {
    run(dataDir, script, fileBlocks) {
      const file = join(directory, `script-${running.length}.js`);
      const text = `
        import { openLevelLedger } from './ledger/level.js';
        const dataDir = ${JSON.stringify(dataDir)};
        ${script}`;
      const limit = fileBlocks === undefined ? '' : `ulimit -f ${fileBlocks};`;
      const started = writeFile(file, text).then(() =>
        spawn('bash', ['-c', `${limit} exec "$0" "$1"`, process.execPath, file], {
          stdio: ['ignore', 'pipe', 'inherit'],
        }),
      );
      const ledgerProcess: LedgerProcess = {
        says: async (line) => waitForLine(await started, line),
        async kill() {
          const child = await started;
          if (child.exitCode !== null || child.signalCode !== null) return;
          const exit = once(child, 'exit');
          child.kill('SIGKILL');
          await exit;
        },
      };
      running.push(ledgerProcess);
      return ledgerProcess;
    },
    async remove() {
      for (const each of running) await each.kill();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function waitForLine(child: ChildProcess, expected: string): Promise<void> {
  if (!child.stdout) throw new Error('the process has no output');
  const heard: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    if (line === expected) return;
    heard.push(line);
  }
  throw new Error(`the process ended without "${expected}" and said: ${heard.join(' | ')}`);
}
