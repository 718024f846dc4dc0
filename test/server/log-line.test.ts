import { expect, jest, test } from '@jest/globals';
import { createLog, type Log, logRequest } from '../../src/server/observability/log.js';
import type { AnsweredRequest } from '../../src/server/answer/answer.js';

const REQUEST: AnsweredRequest = {
  account: {
    operationName: 'Page',
    operationType: 'query',
    calls: 2,
    coalesced: 1,
    cacheHits: 3,
    retries: 4,
    joined: false,
  },
  requestId: '0d9e1f3c-5b7a-4c1d-8e2f-1a2b3c4d5e6f',
  trace: null,
  tenant: 'shop',
  caller: 'shop/front#0123abcd',
  status: 200,
  codes: [],
  milliseconds: 12.345,
};

/** What is written for a request, and what pino itself makes of the same. */
function linesOf(
  request: AnsweredRequest,
  loggerOf: (log: Log) => Log = (log) => log,
): readonly [ours: string, pinos: string] {
  const lines: string[] = [];
  const log = loggerOf(createLog('info', { write: (line) => void lines.push(line) }));
  logRequest(log, request);
  const { account, requestId, trace, tenant, caller, status, codes, milliseconds } = request;
  const { operationName: operation, operationType: type, ...counts } = account;
  log.info({
    event: 'operation',
    operation,
    type,
    milliseconds: Math.round(milliseconds * 100) / 100,
    ...counts,
    requestId,
    ...(trace === null ? {} : { traceId: trace.traceId }),
    tenant,
    caller,
    status,
    codes,
  });
  const [ours = '', pinos = ''] = lines.map((line) => line.replace(/"time":"[^"]+"/, '"time":"now"'));
  return [ours, pinos];
}

test.each([
  ['an ordinary request', {}],
  [
    'one that was refused before it was known',
    { account: { ...REQUEST.account, operationName: null, operationType: null } },
  ],
  ['one in a trace', { trace: { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', startCall: () => null } }],
  ['one without a caller', { tenant: null, caller: null }],
  ['one with errors', { codes: ['CAMPAIGN_NOT_FOUND', 'UPSTREAM_TIMEOUT'] }],
  [
    'a subject with quotes, backslashes, line feeds and other scripts',
    { caller: 'a/token#"\\\n\u2028\u0000é中😀\ud800' },
  ],
  ['a tenant with quotes', { tenant: '","level":"error","x":"' }],
  ['one that took no time', { milliseconds: 0 }],
  ['one that took long', { milliseconds: 123_456.789 }],
])('the line of %s is what pino would write', (_name, some: Partial<AnsweredRequest>) => {
  const [ours, pinos] = linesOf({ ...REQUEST, ...some });
  expect(ours).toBe(pinos);
});

test('lines of operations that alternate each have the counts of their own', () => {
  const joined = { ...REQUEST, account: { ...REQUEST.account, operationName: 'Other', calls: 0, joined: true } };
  for (const request of [REQUEST, joined, joined, REQUEST]) {
    const [ours, pinos] = linesOf(request);
    expect(ours).toBe(pinos);
  }
});

test('lines of callers, tenants, states and errors that alternate each have their own', () => {
  const others: Partial<AnsweredRequest>[] = [
    { caller: 'shop/back#89abcdef' },
    { tenant: 'bank' },
    { status: 400 },
    { codes: ['CAMPAIGN_NOT_FOUND'] },
    { caller: null, tenant: null },
    { trace: { traceId: '4bf92f3577b34da6a3ce929d0e0e4736', startCall: () => null } },
  ];
  for (const other of others.flatMap((some) => [some, {}, {}])) {
    const [ours, pinos] = linesOf({ ...REQUEST, ...other });
    expect(ours).toBe(pinos);
  }
});

test('the line of a process of WORKERS is what pino would write too', () => {
  const [ours, pinos] = linesOf(REQUEST, (log) => log.child({ worker: 2 }));
  expect(ours).toBe(pinos);
  expect(JSON.parse(ours)).toMatchObject({ worker: 2, event: 'operation', operation: 'Page' });
  const [without] = linesOf(REQUEST);
  expect(JSON.parse(without)).not.toHaveProperty('worker');
});

test('its time is that of the clock, in ISO 8601, and it is one line', () => {
  jest.useFakeTimers({ now: Date.parse('2026-03-01T12:34:56.789Z') });
  const lines: string[] = [];
  logRequest(createLog('info', { write: (line) => void lines.push(line) }), REQUEST);
  jest.setSystemTime(Date.parse('2026-03-01T12:34:57.001Z'));
  logRequest(createLog('info', { write: (line) => void lines.push(line) }), REQUEST);
  jest.useRealTimers();
  const times = lines.map((line) => (JSON.parse(line) as { time: string }).time);
  expect(times).toEqual(['2026-03-01T12:34:56.789Z', '2026-03-01T12:34:57.001Z']);
  expect(lines.map((line) => line.indexOf('\n') - line.length)).toEqual([-1, -1]);
});

test('it is left out where the level says so', () => {
  const lines: string[] = [];
  logRequest(createLog('warn', { write: (line) => void lines.push(line) }), REQUEST);
  expect(lines).toEqual([]);
});
