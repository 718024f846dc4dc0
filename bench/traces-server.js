/** Two servers in one process, for traces.js: without traces and with them. */
import { createWriteStream } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { startService } from '../dist/app/service.js';
import { readConfig } from '../dist/config/config.js';
import { createLog } from '../dist/server/observability/log.js';
import { createLogStream } from '../dist/server/observability/log-stream.js';

// as main.ts sets them
setFlagsFromString('--heap-growing-percent=50');
setFlagsFromString('--no-allocation-site-pretenuring');

const { UPSTREAM_URL = '', COLLECTOR_URL = '', RATIO = '', LOG = '' } = process.env;
const SETTINGS = {
  PORT: '0',
  DRAIN_SECONDS: '0',
  NODE_ENV: 'production',
  ROUTEE_API_URL: UPSTREAM_URL,
  ROUTEE_AUTH_URL: UPSTREAM_URL,
  ROUTEE_APPLICATION_ID: 'bench',
  ROUTEE_APPLICATION_SECRET: 'bench-secret',
  GMS_REPORT_URL: UPSTREAM_URL,
  GMS_CLIENT_ID: 'bench',
  GMS_LOGIN: 'bench',
  GMS_PASSWORD: 'bench-password',
  SANDBOX: 'off',
  CACHE: 'off',
};
const TRACED = {
  OTEL_EXPORTER_OTLP_ENDPOINT: COLLECTOR_URL,
  OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
  OTEL_TRACES_SAMPLER_ARG: RATIO,
};

/** @param {Record<string, string>} settings @param {string} name @returns {Promise<number>} its port */
async function start(settings, name) {
  const config = readConfig(settings);
  const file = createWriteStream(`${LOG}-${name}`);
  const output = (batch, done) => void file.write(batch, (error) => done(error ?? null));
  const memory = { ledger: { kind: 'memory' }, events: { ...config.events, place: { kind: 'memory' } } };
  const { url } = await startService({ ...config, ...memory }, createLog('info', createLogStream(output)));
  return Number(new URL(url).port);
}

const off = await start(SETTINGS, 'off');
const on = await start({ ...SETTINGS, ...TRACED }, 'on');
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send?.(user + system);
});
process.send?.({ off, on });
