import { describe, expect, test } from '@jest/globals';
import { MessagingError } from '../../src/errors/error.js';
import { graph } from '../support/fake-sources.js';
import { deliveryReport, deliveryStatus, viberMessage, viberMessages } from '../support/graph-samples.js';

/** A message as Routee returns it by its own id. */
const alone = { groups: null, sessionId: null, campaignTrackingId: null, campaignName: null };

describe('a Viber message', () => {
  test('is found by its tracking id in one call', async () => {
    const { ask } = await graph({ messages: [viberMessage('m1', alone)] });
    const { data, calls } = await ask(
      '{ viberMessage(trackingId: "m1") { trackingId to groups sessionId campaign { name } content { kind text } status { state isFinal isSettled } } }',
    );
    expect(data).toEqual({
      viberMessage: {
        trackingId: 'm1',
        to: '+306912345678',
        groups: null,
        sessionId: null,
        campaign: null,
        content: { kind: 'TEXT', text: 'Hello' },
        status: { state: 'DELIVERED', isFinal: false, isSettled: true },
      },
    });
    expect(calls).toEqual(['message m1']);
  });

  test('that is not there is null with VIBER_MESSAGE_NOT_FOUND', async () => {
    const { ask } = await graph();
    expect(await ask('{ viberMessage(trackingId: "m1") { to } }')).toMatchObject({
      data: { viberMessage: null },
      errors: [{ path: ['viberMessage'], code: 'VIBER_MESSAGE_NOT_FOUND' }],
    });
  });

  test.each(['', '.', '..', 'x'.repeat(257), '\ud800'])(
    'is refused before any call under the id %j',
    async (trackingId) => {
      const { ask } = await graph();
      const text =
        'query ($id: ID!) { viberMessage(trackingId: $id) { to } failoverFlow(trackingId: $id) { status } campaign(trackingId: $id) { name } deliveryReport(by: { messageId: $id }) { clicks } }';
      const { errors, calls } = await ask(text, { id: trackingId });
      expect(errors.map(({ code, inputPath }) => [code, inputPath])).toEqual([
        ['BAD_USER_INPUT', ['trackingId']],
        ['BAD_USER_INPUT', ['by', 'messageId']],
        ['BAD_USER_INPUT', ['trackingId']],
        ['BAD_USER_INPUT', ['trackingId']],
      ]);
      expect(calls).toEqual([]);
    },
  );

  test('is fetched once in an operation, however often it is asked for', async () => {
    const { ask } = await graph({ messages: [viberMessage('m1', alone)] });
    const { calls } = await ask(
      '{ a: viberMessage(trackingId: "m1") { to } b: viberMessage(trackingId: "m1") { from } }',
    );
    expect(calls).toEqual(['message m1']);
  });

  test.each([
    ['SEEN', true, true],
    ['DELIVERED', false, true],
    ['SENT', false, false],
    ['UNKNOWN', false, false],
  ] as const)('in the state %s is settled as it should be', async (state, isFinal, isSettled) => {
    const { ask } = await graph({ messages: [viberMessage('m1', { status: deliveryStatus({ state, isFinal }) })] });
    expect((await ask('{ viberMessage(trackingId: "m1") { status { isFinal isSettled } } }')).data).toEqual({
      viberMessage: { status: { isFinal, isSettled } },
    });
  });
});

describe('the delivery report of a message', () => {
  const query =
    '{ campaign(trackingId: "c1") { messages(first: 20) { nodes { trackingId deliveryReport { extraId clicks } } } } }';

  test('is the one filed under its tracking id, and null without an error where there is none', async () => {
    const { ask } = await graph({ campaigns: { c1: viberMessages(2) }, reports: [deliveryReport('g1', 'm1')] });
    const { data, errors, calls } = await ask(query);
    expect(errors).toEqual([]);
    expect(data).toMatchObject({
      campaign: { messages: { nodes: [{ deliveryReport: null }, { deliveryReport: { extraId: 'm1', clicks: 0 } }] } },
    });
    expect(calls).toEqual(['messages c1 0/20', 'report simple e:m0', 'report simple e:m1']);
  });

  test('fails alone among 20', async () => {
    const { ask } = await graph({
      campaigns: { c1: viberMessages(20) },
      reports: Array.from({ length: 20 }, (_, index) => deliveryReport(`g${index}`, `m${index}`)),
      failures: { 'report simple e:m7': new MessagingError('UPSTREAM_UNAVAILABLE') },
    });
    const { data, errors } = await ask(query);
    const { nodes } = (data as { campaign: { messages: { nodes: { deliveryReport: unknown }[] } } }).campaign.messages;
    expect(nodes.filter(({ deliveryReport: report }) => report !== null)).toHaveLength(19);
    expect(errors).toMatchObject([
      { path: ['campaign', 'messages', 'nodes', 7, 'deliveryReport'], code: 'UPSTREAM_UNAVAILABLE' },
    ]);
  });

  test('is null without an error where GMS is not configured', async () => {
    const { ask } = await graph({ campaigns: { c1: viberMessages(1) }, without: ['GMS'] });
    const { data, errors } = await ask(query);
    expect(errors).toEqual([]);
    expect(data).toMatchObject({ campaign: { messages: { nodes: [{ deliveryReport: null }] } } });
  });
});
