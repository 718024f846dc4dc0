import { afterEach, expect, test } from '@jest/globals';
import { type HttpService, startHttpService } from './http-service.js';

let service: HttpService;
afterEach(() => service.stop());

test.each([
  ['up', 'ready\n'],
  ['down', 'ready\nledger: "down"\n'],
  ['rolled back', 'ready\nledger: "rolled back"\n'],
] as const)('GET /readyz is 200 and shows a ledger that is %s', async (state, body) => {
  service = await startHttpService({ ledgerState: () => state });
  const response = await fetch(`${service.url}/readyz`);
  expect([response.status, await response.text()]).toEqual([200, body]);
});

test('GET /readyz is 503 where no vendor can be reached, and shows the stores all the same', async () => {
  service = await startHttpService({
    isReady: () => Promise.resolve(false),
    ledgerState: () => 'down',
    eventsState: () => 'down',
  });
  const response = await fetch(`${service.url}/readyz`);
  expect([response.status, await response.text()]).toEqual([503, 'not ready\nledger: "down"\nevents: "down"\n']);
});

test.each(['down', 'damaged'] as const)('GET /readyz is 200 and shows a log of events that is %s', async (state) => {
  service = await startHttpService({ ledgerState: () => 'down', eventsState: () => state });
  const response = await fetch(`${service.url}/readyz`);
  expect([response.status, await response.text()]).toEqual([200, `ready\nledger: "down"\nevents: "${state}"\n`]);
});
