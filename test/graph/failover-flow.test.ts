import { describe, expect, test } from '@jest/globals';
import { MessagingError } from '../../src/errors/error.js';
import { Operation } from '../../src/operation.js';
import { graph } from '../support/fake-sources.js';
import { deliveryReport, failoverFlow, viberMessage, viberStep } from '../support/graph-samples.js';

describe('a failover flow', () => {
  test('has its steps in order, each as what it is', async () => {
    const { ask } = await graph({ flows: [failoverFlow('f1')] });
    const { data, calls } = await ask(`{
      failoverFlow(trackingId: "f1") {
        status isFinal failureReason terminationChannel
        steps {
          __typename order channel status { state }
          ... on ViberStep { trackingId } ... on SmsStep { text parts } ... on VoiceStep { answeredBy } ... on OtherStep { vendorType }
        }
      }
    }`);
    expect(data).toMatchObject({
      failoverFlow: {
        status: 'SUCCEEDED',
        failureReason: null,
        steps: [
          { __typename: 'ViberStep', order: 1, trackingId: 'm1' },
          { __typename: 'SmsStep', order: 2, text: 'Hello', parts: 1 },
          { __typename: 'VoiceStep', order: 3, answeredBy: 'human', status: null },
          { __typename: 'OtherStep', order: 4, channel: 'UNKNOWN', vendorType: 'pigeon' },
        ],
      },
    });
    expect(calls).toEqual(['flow f1']);
  });

  test('that is not there is null with FAILOVER_FLOW_NOT_FOUND', async () => {
    const { ask } = await graph();
    expect(await ask('{ failoverFlow(trackingId: "f1") { status } }')).toMatchObject({
      data: { failoverFlow: null },
      errors: [{ path: ['failoverFlow'], code: 'FAILOVER_FLOW_NOT_FOUND' }],
    });
  });

  test('leads to the tracked message and to the report', async () => {
    const { ask } = await graph({
      flows: [failoverFlow('f1')],
      messages: [viberMessage('m1')],
      reports: [deliveryReport('g1', 'f1')],
    });
    const { data, calls } = await ask(
      '{ failoverFlow(trackingId: "f1") { deliveryReport { messageId } steps { ... on ViberStep { message { trackingId } } } } }',
    );
    expect(data).toEqual({
      failoverFlow: { deliveryReport: { messageId: 'g1' }, steps: [{ message: { trackingId: 'm1' } }, {}, {}, {}] },
    });
    expect(calls).toEqual(['flow f1', 'message m1', 'report simple e:f1']);
  });

  test('has null without an error for a message that is not there, not reported, or not an id', async () => {
    const steps = [viberStep({ trackingId: 'gone' }), viberStep({ trackingId: null }), viberStep({ trackingId: '..' })];
    const { ask } = await graph({ flows: [failoverFlow('f1', { steps })] });
    const { data, errors, calls } = await ask(
      '{ failoverFlow(trackingId: "f1") { steps { ... on ViberStep { message { to } } } } }',
    );
    expect(errors).toEqual([]);
    expect(data).toEqual({ failoverFlow: { steps: [{ message: null }, { message: null }, { message: null }] } });
    expect(calls).toEqual(['flow f1', 'message gone']);
  });

  test('has the error of a failed message at its step', async () => {
    const { ask } = await graph({
      flows: [failoverFlow('f1')],
      failures: { 'message m1': new MessagingError('UPSTREAM_TIMEOUT') },
    });
    expect(
      await ask('{ failoverFlow(trackingId: "f1") { status steps { order ... on ViberStep { message { to } } } } }'),
    ).toMatchObject({
      data: { failoverFlow: { status: 'SUCCEEDED', steps: [{ order: 1, message: null }, {}, {}, {}] } },
      errors: [{ path: ['failoverFlow', 'steps', 0, 'message'], code: 'UPSTREAM_TIMEOUT' }],
    });
  });
});

describe('a search for failover flows', () => {
  test('hands every filter on, its times in UTC', async () => {
    const { ask, searches } = await graph({ flows: [failoverFlow('f1')] });
    await ask(`{
      failoverFlows(filter: {
        createdFrom: "2026-03-01T10:00+02:00", createdUntil: "2026-03-02T10:00:00Z",
        status: FAILED, terminationChannel: SMS, channel: VIBER, recipient: "+306912345678", kind: TRANSACTIONAL
      }) { nodes { trackingId } }
    }`);
    expect(searches).toEqual([
      {
        createdFrom: '2026-03-01T08:00:00.000Z',
        createdUntil: '2026-03-02T10:00:00.000Z',
        status: 'FAILED',
        terminationChannel: 'SMS',
        channel: 'VIBER',
        recipient: '+306912345678',
        kind: 'TRANSACTIONAL',
      },
    ]);
  });

  test('without an end ends where its first page began, on every later page', async () => {
    const { ask, searches } = await graph({ flows: ['f1', 'f2', 'f3'].map((id) => failoverFlow(id)) });
    const first = Object.assign(new Operation(), { startedAt: Date.parse('2026-03-04T12:00:00.000Z') });
    const page = (
      await ask('{ failoverFlows(first: 1) { pageInfo { endCursor } nodes { trackingId } } }', {}, { operation: first })
    ).data as {
      failoverFlows: { pageInfo: { endCursor: string } };
    };
    const { data } = await ask(
      'query ($c: String) { failoverFlows(first: 1, after: $c) { nodes { trackingId } pageInfo { endCursor } } }',
      {
        c: page.failoverFlows.pageInfo.endCursor,
      },
    );
    expect(data).toMatchObject({ failoverFlows: { nodes: [{ trackingId: 'f2' }] } });
    const next = (data as typeof page).failoverFlows.pageInfo.endCursor;
    await ask('query ($c: String) { failoverFlows(last: 1, before: $c) { nodes { trackingId } } }', { c: next });
    expect(searches.map(({ createdUntil }) => createdUntil)).toEqual(Array(3).fill('2026-03-04T12:00:00.000Z'));
  });

  test.each([
    ['{ status: UNKNOWN }', ['BAD_USER_INPUT filter.status']],
    ['{ channel: PUSH }', ['BAD_USER_INPUT filter.channel']],
    ['{ terminationChannel: WHATSAPP }', ['BAD_USER_INPUT filter.terminationChannel']],
    [
      '{ channel: UNKNOWN, terminationChannel: UNKNOWN }',
      ['BAD_USER_INPUT filter.channel', 'BAD_USER_INPUT filter.terminationChannel'],
    ],
    ['{ createdFrom: "2026-03-02T00:00Z", createdUntil: "2026-03-01T00:00Z" }', ['BAD_USER_INPUT filter.createdFrom']],
    ['{ createdFrom: "2100-01-01T00:00Z" }', ['BAD_USER_INPUT filter.createdFrom']],
    ['{ recipient: "6912345678" }', ['INVALID_RECIPIENT filter.recipient']],
    ['{ recipient: "" }', ['INVALID_RECIPIENT filter.recipient']],
  ])('with %s is refused before any call', async (filter, violations) => {
    const { ask } = await graph();
    const { data, errors, calls } = await ask(`{ failoverFlows(filter: ${filter}) { totalCount } }`);
    expect(data).toEqual({ failoverFlows: null });
    expect(errors).toMatchObject([{ path: ['failoverFlows'], violations }]);
    expect(calls).toEqual([]);
  });

  test('of another filter does not take its cursors', async () => {
    const { ask } = await graph({ flows: [failoverFlow('f1'), failoverFlow('f2')] });
    const page = (await ask('{ failoverFlows(first: 1, filter: { status: FAILED }) { edges { cursor } } }')).data as {
      failoverFlows: { edges: { cursor: string }[] };
    };
    const cursor = page.failoverFlows.edges[0]?.cursor;
    const { errors } = await ask(`{ failoverFlows(first: 1, after: "${cursor}") { totalCount } }`);
    expect(errors).toMatchObject([{ code: 'INVALID_CURSOR' }]);
    expect(
      (
        await ask(
          `{ failoverFlows(first: 1, after: "${cursor}", filter: { status: FAILED, channel: null }) { totalCount } }`,
        )
      ).errors,
    ).toEqual([]);
  });

  test('spares the lookup of its flows', async () => {
    const { ask } = await graph({ flows: [failoverFlow('f1')] });
    const { calls } = await ask(
      '{ a: failoverFlows { nodes { trackingId } } b: failoverFlows(first: 20) { totalCount } }',
    );
    expect(calls).toEqual(['search 0/20']);
  });

  test('that fails is null with its error, and leaves the other root fields', async () => {
    const { ask } = await graph({
      flows: [failoverFlow('f1')],
      failures: { 'search 0/20': new MessagingError('UPSTREAM_TIMEOUT') },
    });
    expect(
      await ask('{ failoverFlows { nodes { trackingId } } failoverFlow(trackingId: "f1") { trackingId } }'),
    ).toMatchObject({
      data: { failoverFlows: null, failoverFlow: { trackingId: 'f1' } },
      errors: [{ path: ['failoverFlows'], code: 'UPSTREAM_TIMEOUT' }],
    });
  });

  test('shows a flow once that came with two pages of the vendor', async () => {
    const flows = Array.from({ length: 200 }, (_, index) => failoverFlow(index === 120 ? 'f119' : `f${index}`));
    const { ask } = await graph({ flows });
    const { data } = await ask('{ failoverFlows(last: 100) { totalCount nodes { trackingId } edges { cursor } } }');
    expect((data as { failoverFlows: { nodes: unknown[] } }).failoverFlows.nodes).toHaveLength(99);
  });
});
