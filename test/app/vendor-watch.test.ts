import { expect, test } from '@jest/globals';
import { createVendorWatch } from '../../src/app/vendor-watch.js';
import { createLog } from '../../src/server/observability/log.js';
import { createMetrics } from '../../src/server/observability/metrics.js';
import type { VendorEvent } from '../../src/vendor-client/vendor-client.js';

const lineOf = (event: Partial<Extract<VendorEvent, { type: 'REQUEST' }>>): Readonly<Record<string, unknown>> => {
  const request = { vendor: 'ROUTEE', method: 'GET', route: '/{id}', status: 503, milliseconds: 1 } as const;
  return logged({ type: 'REQUEST', kind: 'READ', request, fault: null, code: undefined, ...event });
};

function logged(event: VendorEvent): Readonly<Record<string, unknown>> {
  let text = '';
  const watch = createVendorWatch(createLog('info', { write: (line) => void (text += line) }), createMetrics(), null);
  watch('shop')(event);
  return JSON.parse(text) as Record<string, unknown>;
}

test('a vendor’s failure is logged with the id of the request for which the vendor was called', () => {
  expect(lineOf({ requestId: 'mine-1' })).toMatchObject({
    event: 'vendor-trouble',
    tenant: 'shop',
    requestId: 'mine-1',
  });
});

test('the failure of a call that belongs to no request is logged without one', () => {
  expect(lineOf({ kind: 'TOKEN' })).toMatchObject({ event: 'vendor-trouble', kind: 'TOKEN', requestId: null });
});

test.each([302, 401, 403, 408, 429, 503])('an answer %i is logged', (status) => {
  const request = { vendor: 'ROUTEE', method: 'GET', route: '/{id}', status, milliseconds: 1 } as const;
  expect(lineOf({ request })).toMatchObject({ event: 'vendor-trouble', status, fault: null });
});

test('an answer that cannot be used is logged with what does not fit, and counted as UNREADABLE instead of 2xx', async () => {
  let text = '';
  const metrics = createMetrics();
  const log = createLog('info', { write: (line) => void (text += line) });
  const observe = createVendorWatch(log, metrics, null)('shop');
  const request = { vendor: 'ROUTEE', method: 'GET', route: '/{id}', status: 200 } as const;
  for (let times = 0; times < 3; times++)
    observe({
      type: 'REQUEST',
      kind: 'READ',
      request: { ...request, milliseconds: 1 },
      fault: null,
      code: undefined,
    });
  expect(text).toBe('');
  observe({ type: 'UNUSABLE', kind: 'READ', request, requestId: 'mine-1', trace: null, misfit: 'NOT_JSON' });
  expect(JSON.parse(text)).toMatchObject({
    event: 'vendor-trouble',
    requestId: 'mine-1',
    tenant: 'shop',
    kind: 'READ',
    ...request,
    fault: 'UNREADABLE',
    code: 'NOT_JSON',
    milliseconds: null,
  });
  const page = await metrics.text();
  const counted = (outcome: string): string | undefined =>
    page.split('\n').find((line) => line.includes('vendor_requests_total{') && line.includes(`outcome="${outcome}"`));
  expect(counted('2xx')).toMatch(/ 2$/);
  expect(counted('UNREADABLE')).toMatch(/ 1$/);
});

test('an accepted send without an id is logged with the names of the members of its answer', () => {
  const [vendor, route] = ['ROUTEE', '/viber/transactional/messages'];
  const members = ['messageToken', 'status'];
  expect(
    logged({ type: 'NO_TRACKING_ID', vendor, route, status: 202, requestId: 'mine-1', trace: null, members }),
  ).toMatchObject({
    event: 'no-tracking-id',
    level: expect.anything(),
    tenant: 'shop',
    requestId: 'mine-1',
    route,
    status: 202,
    members,
  });
});
