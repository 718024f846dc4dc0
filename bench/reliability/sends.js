/**
 * Proves that no message is sent twice: thousands of keyed sends of every kind through a proxy that injects every fault,
 * from a server that is killed and restarted during them. Ends with 1 when a promise is broken.
 *
 *   npm run prove:sends -- --count 10000 --kills 6 --seed 1
 *   npm run prove:sends -- --redis 1
 *   npm run prove:sends -- --memory 1      the ledger of the sandbox, which no restart survives: no kills
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../subjects/start-command.js';
import { startGraph } from './graph-process.js';
import { loadSupport } from './load-support.js';
import { printTable, readNumbers } from './options.js';

const { count, seed, faults, redis, memory, ...wanted } = readNumbers({
  count: 10_000,
  kills: 6,
  seed: 1,
  faults: 0.15,
  redis: 0,
  memory: 0,
});
const kills = memory ? 0 : wanted.kills;
const SEND_TIMEOUT_MS = 500;

const load = await loadSupport();
const { formOf, sendKeyed } = await load('test/reliability/keyed-sends');
const { startSendStage } = await load('test/reliability/send-stage');

const startedAt = performance.now();
const stage = await startSendStage({ seed, faults, sendTimeoutMs: SEND_TIMEOUT_MS });
const dataDir = await mkdtemp(join(tmpdir(), 'prove-sends-'));
const store = redis ? await startRedis() : { settings: { DATA_DIR: dataDir }, stop: () => undefined };
const settings = { ...stage.settings, ...store.settings };

let graph = memory ? startInMemory() : startGraph(settings);
let killed = 0;
const restart = async () => {
  const old = await graph;
  graph = old.kill().then(() => startGraph(settings));
  killed++;
  await graph;
};

const keys = Array.from({ length: count }, (_, index) => `key-${seed}-${index}`);
const account = await stage.prove({
  keys,
  atOnce: 64,
  send: async (/** @type {string} */ key) => sendKeyed((await graph).url, key, { form: formOf(key) }),
  onDone: (/** @type {number} */ done) => {
    if (killed < kills && done >= ((killed + 1) * count) / (kills + 1)) void restart();
    if (done % 1000 === 0) process.stderr.write(`${done} keys, ${killed} kills\n`);
  },
});
const exitCode = await (await graph).stop();
await stage.close();
await store.stop();
await rm(dataDir, { recursive: true, force: true });

/** @type {Record<string, number>} */
const forms = {};
for (const key of keys) forms[formOf(key)] = (forms[formOf(key)] ?? 0) + 1;
printTable('Keys, by kind of send', forms);
printTable('Results of the callers, by try', account.reported);
printTable('Outcomes of the requests', account.proxiedRequests);
printTable('Figures', {
  ledger: memory ? 'memory' : redis ? 'redis' : 'DATA_DIR',
  keys: account.keys,
  tries: account.tries,
  kills: killed,
  'messages accepted by the vendor': account.accepted,
  'keys with an uncertain request': account.uncertain,
  'keys that end as unknown': account.unknown,
  'exit code at the end': String(exitCode),
  seconds: ((performance.now() - startedAt) / 1000).toFixed(1),
});
printTable('Promises (each must be 0)', account.broken);
process.exit(Object.values(account.broken).some((number) => number > 0) || exitCode !== 0 ? 1 : 0);

/** The graph in this process, with the ledger that only the sandbox uses. @returns {ReturnType<typeof startGraph>} */
async function startInMemory() {
  /** @param {string} file of the built tree */
  const built = (file) => import(pathToFileURL(join(ROOT, 'dist', file)).href);
  const { startService } = await built('app/service.js');
  const { readConfig } = await built('config/config.js');
  const { createLog } = await built('server/observability/log.js');
  const config = readConfig({ ...settings, PORT: '0', DRAIN_SECONDS: '0', EXPLORER: 'off' });
  const service = await startService({ ...config, ledger: { kind: 'memory' } }, createLog('silent', process.stdout));
  return {
    url: service.url,
    pid: process.pid,
    kill: () => Promise.reject(new Error('a ledger in memory is not killed')),
    stop: () => service.stop().then(() => 0),
    log: () => '',
  };
}

/** A Redis without persistence: the server is killed here, Redis is not. */
async function startRedis() {
  const port = 20_000 + Math.floor(Math.random() * 12_000);
  const child = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', dataDir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  process.on('exit', () => child.kill('SIGKILL'));
  await new Promise((resolve, reject) => {
    child.stdout.on('data', (text) => String(text).includes('Ready to accept') && resolve(null));
    child.on('exit', () => reject(new Error('redis-server did not start')));
  });
  return { settings: { REDIS_URL: `redis://127.0.0.1:${port}` }, stop: () => void child.kill() };
}
