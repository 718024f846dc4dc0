import { startLiveSandbox } from '../live/live-sandbox.js';
import { bearer, keyOf, writeTenants } from '../server/tenants-file.js';
import { sandboxIds } from '../support/sandbox.js';
import { until } from '../support/wait.js';
import { type MetricFamily, readMetrics } from './metrics-page.js';

/** One line of the log. */
export type LogLine = Readonly<Record<string, unknown>> & { readonly event: string; readonly level: string };

/** What a service has written to its log and its metrics after traffic of every kind. */
export interface ObservedRun {
  readonly lines: readonly LogLine[];
  readonly metrics: readonly MetricFamily[];
}

const KEY = 'metrics-key';
/** A send that the sandbox answers with 200 and another JSON object: its outcome is unknown. */
const WITHOUT_ID = '+12025550152';

/** Runs a service with queries, sends, callbacks, subscriptions, refusals and faults of its vendors. */
export async function observeRun(): Promise<ObservedRun> {
  const service = await startLiveSandbox(
    {
      METRICS_KEY: KEY,
      ...writeTenants([
        {
          id: 'shop',
          keys: [
            keyOf('all', { operationsPerMinute: 10_000, upstreamCallsPerMinute: 10_000 }),
            keyOf('one', { operationsPerMinute: 1 }),
          ],
        },
      ]),
    },
    { headers: bearer('all'), random: () => 0 }, // retries wait for no time, which stands still
  );
  const ask = (query: string, key = 'all') => service.query(query, {}, bearer(key));

  await ask('query Read { viberMessage(trackingId: "magic-503-first") { to } }');
  await ask('{ viberMessage(trackingId: "magic-404") { to } deliveryReport(by: { extraId: "report-sms" }) { id } }');
  await ask('{ unknown }');
  await ask('{ __typename }', 'one');
  await ask('{ __typename }', 'one');
  await service.sendMessage();
  await service.send(WITHOUT_ID).catch(() => undefined); // its outcome is unknown
  await subscribeOnce(service.endpoint);
  await service.pass(9000);
  const broken = Array.from({ length: 8 }, (_, n) => `m${n}: viberMessage(trackingId: "magic-reset~${n}") { to }`);
  await ask(`{ ${broken.join(' ')} }`);
  await ask('{ viberMessage(trackingId: "any") { to } }');

  const page = await fetch(`${service.url}/metrics`, { headers: bearer(KEY) });
  const metrics = readMetrics(await page.text());
  await service.stop();
  const lines = service
    .log()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as LogLine);
  return { lines, metrics };

  /** A subscription by server-sent events to its end. */
  async function subscribeOnce(endpoint: string): Promise<void> {
    const query = `subscription Watch { viberMessageUpdated(trackingId: "${sandboxIds.messageSeen}") { isLast } }`;
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...bearer('all') },
      body: JSON.stringify({ query }),
    });
    await response.text();
    await until(() => service.open() === 0);
  }
}
