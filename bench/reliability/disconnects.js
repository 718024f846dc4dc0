/**
 * Proves that disconnects leave nothing: subscribers of every kind by SSE, multipart and WebSocket, on sockets that are
 * cut within any message, after any, or after an update, by a close, a reset or the end of one side. A second after the
 * last cut the server's own objects are counted. Ends with 1 when anything is left.
 *
 *   npm run build && node bench/reliability/disconnects.js --count 10000 --seed 1
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { openInspector } from '../subjects/inspector.js';
import { findPort } from '../subjects/server-process.js';
import { ROOT } from '../subjects/start-command.js';
import { startUpstream } from '../upstream/upstream.js';
import { CALLBACK_SETTINGS } from './callback-bodies.js';
import { startGraph } from './graph-process.js';
import { loadSupport } from './load-support.js';
import { printTable, readNumbers } from './options.js';

const { count, seed } = readNumbers({ count: 10_000, seed: 1 });
const load = await loadSupport();
const { cutSubscriber } = await load('test/support/cut-subscribers');
const AT_ONCE = 200;
const AFTER_MS = 1000;

/** Classes of which every object belongs to a subscription, or counts what is open. */
const COUNTED = {
  Subscription: 'server/graphql/update-stream.js UpdateStream',
  SubjectWatch: 'events/watch/subject-watch.js SubjectWatch',
  CampaignWatch: 'events/watch/campaign-watch.js CampaignWatch',
  LogFollower: 'events/hub/log-follower.js LogFollower',
  StreamRun: 'server/http/stream/stream-run.js StreamRun',
  Socket: 'server/http/stream/socket.js Socket',
  SubscriptionLimits: 'server/graphql/subscription-limits.js SubscriptionLimits',
  Listeners: 'events/log/listeners.js Listeners',
};

const directory = await mkdtemp(join(tmpdir(), 'prove-disconnects-'));
const upstream = await startUpstream({ kind: 'node', directory });
const inspectorPort = await findPort();
const exposed = join(directory, 'exposed.mjs');
const imports = Object.entries(COUNTED).map(([name, place]) => {
  const [file, exported] = place.split(' ');
  return `import { ${exported} as ${name} } from ${JSON.stringify(pathToFileURL(join(ROOT, 'dist', String(file))).href)};`;
});
await writeFile(
  exposed,
  `import ${JSON.stringify(import.meta.resolve('reflect-metadata'))};\n${imports.join('\n')}\nglobalThis.counted = { ${Object.keys(COUNTED).join(', ')} };\n`,
);
const graph = await startGraph(
  {
    ...CALLBACK_SETTINGS,
    ROUTEE_API_URL: upstream.url,
    ROUTEE_AUTH_URL: upstream.url,
    GMS_REPORT_URL: upstream.url,
    DATA_DIR: join(directory, 'data'),
    MAX_SUBSCRIPTIONS_PER_CALLER: '1000',
  },
  ['--import', pathToFileURL(exposed).href, `--inspect=127.0.0.1:${inspectorPort}`],
);
const inspector = await openInspector(inspectorPort);
const port = Number(new URL(graph.url).port);

/** Sockets that the server still has, by the table of the kernel. */
async function openSockets() {
  const ESTABLISHED_OR_CLOSE_WAIT = ['01', '08'];
  const own = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  const lines = (await readFile(`/proc/${graph.pid}/net/tcp`, 'utf8')).trim().split('\n').slice(1);
  return lines.filter((line) => {
    const [, local, , state] = line.trim().split(/\s+/);
    return local?.endsWith(own) && ESTABLISHED_OR_CLOSE_WAIT.includes(String(state));
  }).length;
}

/** @param {string} name @param {string} reduce */
const objects = (name, reduce = '(all) => all.length') =>
  inspector.ofObjects(`globalThis.counted.${name}.prototype`, reduce);
async function countAll() {
  return {
    'open subscriptions': await objects('SubscriptionLimits', '(all) => all.reduce((sum, one) => sum + one.open, 0)'),
    'callers that have one': await objects(
      'SubscriptionLimits',
      '(all) => all.reduce((sum, one) => sum + one.callers, 0)',
    ),
    'listeners of the log': await objects('Listeners', '(all) => all.reduce((sum, one) => sum + one.count, 0)'),
    'subscriptions in memory': await objects('Subscription'),
    'watches of subjects': await objects('SubjectWatch'),
    'watches of campaigns': await objects('CampaignWatch'),
    'followers of the log': await objects('LogFollower'),
    'streams by HTTP': await objects('StreamRun'),
    WebSockets: await objects('Socket'),
    'sockets of the kernel': await openSockets(),
  };
}

let state = seed;
function random() {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
  return state / 2 ** 32;
}
const id = () => `aaaaaaaa-aaaa-4aaa-8aaa-${String(Math.floor(random() * 500)).padStart(12, '0')}`;
const QUERIES = [
  () => `subscription { viberMessageUpdated(trackingId: "${id()}") { cursor viberMessage { to status { state } } } }`,
  () => `subscription { campaignUpdated(trackingId: "${id()}") { cursor campaign { trackingId progress { total } } } }`,
  () => `subscription { deliveryReportUpdated(by: { messageId: "${id()}" }) { cursor deliveryReport { messageId } } }`,
  () => 'subscription { deliveryEventAdded { cursor kind } }',
];
const subscribe = () =>
  cutSubscriber({
    url: graph.url,
    query: /** @type {() => string} */ (QUERIES[Math.floor(random() * QUERIES.length)])(),
    random,
  });

const startedAt = performance.now();
await Promise.all(Array.from({ length: 20 }, subscribe)); // what is made once is made
await sleep(AFTER_MS);
const before = await countAll();
/** @type {Record<string, number>} */
const kinds = {};
let begun = 0;
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    while (begun++ < count) {
      const kind = `cut ${await subscribe()}`;
      kinds[kind] = (kinds[kind] ?? 0) + 1;
    }
  }),
);
await sleep(AFTER_MS);
const after = await countAll();
const heap = await inspector.evaluate('process.memoryUsage().heapUsed');
inspector.close();
const exitCode = await graph.stop();
await upstream.stop();
await rm(directory, { recursive: true, force: true });

printTable('Figures', {
  subscribers: count,
  ...Object.fromEntries(Object.entries(kinds).sort()),
  'heap at the end, MB': Math.round(heap / 1e6),
  'exit code at the end': exitCode ?? 'none',
  seconds: ((performance.now() - startedAt) / 1000).toFixed(1),
});
const remaining = Object.fromEntries(
  Object.entries(after).map(([name, number]) => [name, number - (name === 'listeners of the log' ? before[name] : 0)]),
);
printTable(`Left ${AFTER_MS / 1000} s after the last cut (each must be 0)`, remaining);
process.exit(Object.values(remaining).some((number) => number !== 0) || exitCode !== 0 ? 1 : 0);
