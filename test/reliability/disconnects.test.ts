import { expect, test } from '@jest/globals';
import { createCaller } from '../../src/server/auth/caller.js';
import { SCOPES } from '../../src/graph/context.js';
import { openLiveGraph } from '../events/live-graph.js';
import { startHttpService } from '../server/http/http-service.js';
import { cutSubscriber } from '../support/cut-subscribers.js';
import { TENANT } from '../support/fake-sources.js';
import { deliveryReport, viberMessage } from '../support/graph-samples.js';
import { until } from '../support/wait.js';
import { createRandom } from '../events/reports.js';

const SUBSCRIBERS = 200;
const QUERIES = [
  'subscription { viberMessageUpdated(trackingId: "m1") { cursor viberMessage { to status { state } } } }',
  'subscription { viberMessageUpdated(trackingId: "absent") { cursor } }',
  'subscription { campaignUpdated(trackingId: "c1") { cursor campaign { trackingId } } }',
  'subscription { deliveryReportUpdated(by: { messageId: "absent" }) { cursor } }',
  'subscription { deliveryReportUpdated(by: { messageId: "r1" }) { cursor deliveryReport { messageId } } }',
  'subscription { deliveryEventAdded { cursor kind } }',
];

test(`${SUBSCRIBERS} subscribers that are cut anywhere, by any transport, leave no stream, watch, timer, listener or socket`, async () => {
  const random = createRandom(1);
  const live = await openLiveGraph({
    messages: [viberMessage('m1', {})],
    reports: [deliveryReport('r1', null)],
    flows: [],
    failures: {},
  });
  const caller = createCaller({
    service: { tenant: TENANT, sources: { ...live.graph.sources, events: live.events }, updates: live.hub },
    credential: 'one',
    scopes: new Set(SCOPES),
    rates: { operationsPerMinute: null, upstreamCallsPerMinute: null },
  });
  const http = await startHttpService({
    identify: () => caller,
    answerOperation: live.pipeline.answer,
    endSubscriptions: () => live.pipeline.limits.drain(),
  });
  const places = await Promise.all(
    Array.from({ length: SUBSCRIBERS }, (_, index) =>
      cutSubscriber({ url: http.url, query: QUERIES[index % QUERIES.length]!, random }),
    ),
  );
  const held = () => [
    live.hub.state(),
    live.pipeline.limits.open,
    live.pipeline.limits.callers,
    live.clock.timers(),
    http.server.streams.size,
    http.server.connections.size,
  ];
  const NOTHING = [{ streams: 0, watches: 0, isListening: false }, 0, 0, 0, 0, 0];
  await until(() => JSON.stringify(held()) === JSON.stringify(NOTHING));
  expect(live.pipeline.lines.filter((line) => line.startsWith('start')).length).toBeGreaterThan(0);
  expect(live.pipeline.lines.filter((line) => line.startsWith('start')).length).toBe(
    live.pipeline.lines.filter((line) => line.startsWith('end')).length,
  );
  expect(new Set(places).size).toBeGreaterThan(8);
  expect([...live.pipeline.unexpected, ...http.unexpected]).toEqual([]);
  await http.stop();
  await live.stop();
});
