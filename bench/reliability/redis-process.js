import { spawn } from 'node:child_process';

/** A Redis without persistence. @param {string} directory */
export async function startRedis(directory) {
  const port = 20_000 + Math.floor(Math.random() * 12_000);
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', directory];
  const child = spawn('redis-server', settings, { stdio: ['ignore', 'pipe', 'inherit'] });
  process.on('exit', () => child.kill('SIGKILL'));
  await new Promise((resolve, reject) => {
    child.stdout.on('data', (text) => String(text).includes('Ready to accept') && resolve(null));
    child.on('exit', () => reject(new Error('redis-server did not start')));
  });
  return { url: `redis://127.0.0.1:${port}`, stop: () => void child.kill() };
}
