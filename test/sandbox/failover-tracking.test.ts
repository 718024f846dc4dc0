import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { flowId, sandboxIds } from '../support/sandbox.js';
import { pick, rows, startCaller, type Caller } from './caller.js';

describe('failover tracking in the sandbox', () => {
  let caller: Caller;
  beforeAll(async () => {
    caller = await startCaller();
    await caller.authorize();
  });
  afterAll(() => caller.sandbox.close());
  const search = (query: string, filters: unknown = []) => caller.post(`/failover/tracking${query}`, filters);
  const flow = async (id: string) => (await caller.routee(`/failover/tracking/${id}`)).body;

  test.each([
    [sandboxIds.flowQueued, 'Queued', null],
    [sandboxIds.flowInProgress, 'InProgress', null],
    [sandboxIds.flowViberThenSms, 'Succeeded', null],
    [sandboxIds.flowViber, 'Succeeded', ''],
    [sandboxIds.flowFailedServerError, 'Failed', 0],
    [sandboxIds.flowFailedBalance, 'Failed', 1],
    [sandboxIds.flowFailedNoNextStep, 'Failed', 2],
    [sandboxIds.flowFailedNotTriggered, 'Failed', 3],
  ])('flow %s is %s with statusCode %p', async (id, status, statusCode) => {
    expect(await flow(id)).toMatchObject({ trackingId: id, status, statusCode });
  });

  test('steps are of every kind, and the parts of a long SMS share order and messageId', async () => {
    const types = async (id: string) =>
      (pick(await flow(id), 'messages') as { type: string }[]).map(({ type }) => type);
    expect(await types(sandboxIds.flowVoice)).toEqual(['Viber', 'Sms', 'Voice']);
    expect(await flow(sandboxIds.flowVoice)).toMatchObject({
      messages: [{}, {}, { answeredBy: 'human', duration: 17 }],
    });
    expect(await flow(flowId(16))).toMatchObject({ messages: [{}, {}, { answeredBy: 'machine' }] });
    expect(await types(sandboxIds.flowUnknownStep)).toEqual(['Rcs', 'Sms']);
    const parts = (pick(await flow(sandboxIds.flowMultipartSms), 'messages') as Record<string, unknown>[]).slice(1);
    expect(parts.map(({ part }) => part)).toEqual([1, 2, 3]);
    expect(new Set(parts.map(({ messageId, order }) => `${String(messageId)} ${String(order)}`)).size).toBe(1);
    expect(new Set(parts.map(({ smsId }) => smsId)).size).toBe(3);
  });

  test('a Viber step can be tracked as a message, its ttl in seconds there and in minutes here', async () => {
    const step = pick(await flow(flowId(4)), 'messages', 0);
    const { body } = await caller.routee(`/viber/tracking/${String(pick(step, 'trackingId'))}`);
    expect(pick(body, 'status', 'status')).toBe(pick(step, 'status', 'name'));
    expect([pick(step, 'ttl'), body['ttl']]).toEqual([0.5, '30']);
  });

  test('a flow that begins with the sandbox goes on to its end', async () => {
    const before = caller.time.now;
    expect(await flow(sandboxIds.flowMoving)).toMatchObject({ status: 'Queued', terminationChannel: null });
    caller.time.now += 6_000;
    expect(await flow(sandboxIds.flowMoving)).toMatchObject({
      status: 'InProgress',
      messages: [{ type: 'Viber' }, { type: 'Sms' }],
    });
    caller.time.now += 2_000;
    expect(await flow(sandboxIds.flowMoving)).toMatchObject({ status: 'Succeeded', terminationChannel: 'Sms' });
    caller.time.now = before;
  });

  test('a search has pages of 10 and comes newest first', async () => {
    const answer = await search('');
    expect(answer.body).toMatchObject({ totalElements: 50, size: 10, totalPages: 5 });
    const dates = rows(await search('?size=50')).map((row) => Date.parse(String(row['createdAt'])));
    expect(dates).toEqual([...dates].sort((a, b) => b - a));
    expect(dates.at(-1)).toBeGreaterThan(caller.time.now - 5 * 24 * 3_600_000);
  });

  test('both dates are inclusive and may have minute precision', async () => {
    const { createdAt } = await flow(flowId(20));
    const at = encodeURIComponent(String(createdAt));
    expect(rows(await search(`?dateStart=${at}&dateEnd=${at}`)).map((row) => row['trackingId'])).toEqual([flowId(20)]);
    expect((await search('?dateStart=2026-03-04T00:00Z')).body['totalElements']).toBe(2 + 5);
    expect((await search('?dateStart=yesterday')).status).toBe(400);
  });

  test('all filters hold', async () => {
    const failed = { fieldName: 'status', searchTerm: 'failed' };
    const greek = { fieldName: 'to', searchOperator: 'starts_with', searchTerm: '+30' };
    const both = rows(await search('?size=50', [failed, greek]));
    expect(both.length).toBeGreaterThan(0);
    expect(both.length).toBeLessThan(rows(await search('?size=50', [failed])).length);
    for (const row of both)
      expect([row['status'], String(pick(row, 'messages', 0, 'to')).slice(0, 3)]).toEqual(['Failed', '+30']);
  });

  test.each([
    [{ fieldName: 'type', searchTerm: 'Voice' }, 8],
    [{ fieldName: 'type', searchOperator: 'is_not', searchTerm: 'Viber' }, 8],
    [{ fieldName: 'terminationChannel', searchTerm: 'Viber' }, 5],
    [{ fieldName: 'to', searchOperator: 'contains', searchTerm: '77009000' }, 8],
    [{ fieldName: 'to', searchOperator: 'ends_with', searchTerm: '01' }, 1],
    [{ fieldName: 'to', searchTerm: '+447700900001' }, 1],
  ])('%j finds %i flows', async (filter, count) => {
    const before = caller.time.now;
    caller.time.now += 20_000;
    expect((await search('', [filter])).body['totalElements']).toBe(count);
    caller.time.now = before;
  });

  test.each([
    [{ fieldName: 'status' }],
    [{ fieldName: 'country', searchTerm: 'GR' }],
    [{ fieldName: 'status', searchOperator: 'contains', searchTerm: 'Fail' }],
    [{ fieldName: 'to', searchOperator: 'like', searchTerm: '1' }],
    [{ fieldName: 'to', operator: 'is_not', searchTerm: '1' }],
  ])('%j is refused', async (filter) => {
    expect((await search('', [filter])).status).toBe(400);
  });
});
