import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe } from '@jest/globals';

/** A real redis on a loopback port of its own, which keeps nothing on disk. */
export interface RedisServer {
  readonly url: string;
  /** Ends it as a power cut does; its memory is gone. */
  kill(): Promise<void>;
  /** Starts it again on the same port, empty. */
  restart(): Promise<void>;
  /** It stays connected and answers nothing until `resume`. */
  hang(): void;
  resume(): void;
  stop(): Promise<void>;
}

const isInstalled = spawnSync('redis-server', ['--version']).status === 0;

/** A suite that needs redis: skipped where it is missing, unless CI_REQUIRE_SERVERS says that it must not be. */
export function describeWithRedis(name: string, suite: () => void): void {
  if (isInstalled) return describe(name, suite);
  const advice = `"${name}" needs redis-server on the PATH: apt-get install redis-server`;
  if (process.env['CI_REQUIRE_SERVERS']) throw new Error(advice);
  process.stderr.write(`skipped: ${advice}\n`);
  describe.skip(name, suite);
}

/** @param settings of redis, by name, beyond those that keep nothing on disk */
export async function startRedisServer(settings: Readonly<Record<string, string>> = {}): Promise<RedisServer> {
  const directory = mkdtempSync(join(tmpdir(), 'redis-'));
  const started = await startSomewhere(directory, settings);
  const { port } = started;
  let { child } = started;
  const atExit = () => child.kill('SIGKILL');
  process.on('exit', atExit);

  async function kill(): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  }

  return {
    url: `redis://127.0.0.1:${port}`,
    kill,
    async restart() {
      const again = await start(directory, port, settings);
      if (!again) throw new Error(`port ${port} was taken meanwhile`);
      child = again;
    },
    hang: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    async stop() {
      process.off('exit', atExit);
      await kill();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

/** Below 32768 no port is given to outgoing connections, so a free one stays free. */
async function startSomewhere(
  directory: string,
  settings: Readonly<Record<string, string>>,
): Promise<{ child: ChildProcess; port: number }> {
  for (let attempt = 0; attempt < 20; attempt++) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    const child = await start(directory, port, settings);
    if (child) return { child, port };
  }
  throw new Error('redis-server found no free port');
}

/** @returns null when it ended before it was ready, as it does when the port is taken */
async function start(
  directory: string,
  port: number,
  settings: Readonly<Record<string, string>>,
): Promise<ChildProcess | null> {
  const all = { port, bind: '127.0.0.1', dir: directory, save: '', appendonly: 'no', ...settings };
  const child = spawn(
    'redis-server',
    Object.entries(all).flatMap(([name, value]) => [`--${name}`, String(value)]),
    {
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.includes('Ready to accept connections')) continue;
    child.stdout.resume(); // what it says later must not fill the pipe
    return child;
  }
  return null;
}
