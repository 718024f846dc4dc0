import { spawn } from 'node:child_process';

const SIGNALS = /** @type {const} */ (['SIGTERM', 'SIGINT', 'SIGHUP']);

/** `--no-memory-reducer`, `--memory_reducer` and `--memory-reducer=false` all set memory-reducer. @param {string} option */
const nameOf = (option) => /^-*(?:no-)?([^=]*)/.exec(option.replaceAll('_', '-'))?.[1];

/**
 * The options that this process was started without. One that was given with another value is not missing.
 * @param {readonly string[]} options of Node
 */
export function missingOptions(
  options,
  given = [...process.execArgv, ...(process.env.NODE_OPTIONS ?? '').split(/\s+/)],
) {
  const names = new Set(given.map(nameOf));
  return options.filter((option) => !names.has(nameOf(option)));
}

/**
 * Runs this program with further options of Node: in the same process where Node can replace itself (22.15 or later), else
 * in a child, to which signals are passed on and whose end is the end of this process. The program has been compiled.
 * @param {readonly string[]} options
 * @param {readonly number[] | null} launcher of this process, whose end is to end the program
 */
export async function runAgainWith(options, launcher) {
  const { LAUNCHER, watchLauncher } = await import('../dist/app/stop-signals.js');
  const command = [...process.execArgv, ...options, ...process.argv.slice(1)];
  if (process.execve !== undefined && process.platform !== 'win32')
    return process.execve(process.execPath, [process.execPath, ...command], {
      ...process.env,
      ...(launcher !== null && { [LAUNCHER]: launcher.join(' ') }),
    });
  const child = spawn(process.execPath, command, {
    stdio: 'inherit',
    env: { ...process.env, [LAUNCHER]: String(process.pid) },
  });
  for (const signal of SIGNALS) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    process.stderr.write(`The start failed: ${error.message}\n`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    if (signal === null) return process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
  if (launcher !== null) watchLauncher(launcher, () => child.kill('SIGTERM')); // npx passes no signal on
}
