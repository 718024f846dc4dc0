import { describe, expect, test } from '@jest/globals';
import { MessagingError } from '../../src/errors/error.js';
import { graph } from '../support/fake-sources.js';
import { sentCampaign, viberMessage, viberMessages } from '../support/graph-samples.js';

const timeout = new MessagingError('UPSTREAM_TIMEOUT');
const campaign = (selection: string) => `{ campaign(trackingId: "c1") { ${selection} } }`;

describe('a campaign that this graph did not send', () => {
  test('that tracking does not know is null with CAMPAIGN_NOT_FOUND', async () => {
    const { ask } = await graph();
    expect(await ask(campaign('trackingId'))).toMatchObject({
      data: { campaign: null },
      errors: [{ path: ['campaign'], code: 'CAMPAIGN_NOT_FOUND' }],
    });
  });

  test('is proved by one message, and read from it', async () => {
    const { ask } = await graph({ campaigns: { c1: viberMessages(30) } });
    const { data, errors, calls } = await ask(
      campaign('trackingId name applicationName totalMessages recipients groups state cost asOf'),
    );
    expect(data).toMatchObject({
      campaign: {
        trackingId: 'c1',
        name: 'Spring',
        applicationName: 'app',
        totalMessages: 30,
        recipients: null,
        state: null,
      },
    });
    expect(errors).toEqual([]);
    expect(calls).toEqual(['messages c1 0/1']);
  });

  test('exists also without messages', async () => {
    const { ask } = await graph({ campaigns: { c1: [] } });
    const { data, calls } = await ask(
      campaign('name totalMessages messages { totalCount nodes { trackingId } pageInfo { hasNextPage startCursor } }'),
    );
    expect(data).toEqual({
      campaign: {
        name: null,
        totalMessages: 0,
        messages: { totalCount: 0, nodes: [], pageInfo: { hasNextPage: false, startCursor: null } },
      },
    });
    expect(calls).toHaveLength(1);
  });

  test.each([
    [
      'the very page that is selected proves it',
      'name messages(first: 20) { nodes { trackingId } }',
      ['messages c1 0/20'],
    ],
    ['the total alone costs one call of size 1', 'messages { totalCount }', ['messages c1 0/1']],
    [
      'the flags and cursors alone cost one call of size 1',
      'messages { pageInfo { hasNextPage hasPreviousPage endCursor } }',
      ['messages c1 0/1'],
    ],
    [
      'two windows share one call',
      'a: messages(first: 20) { nodes { trackingId } } b: messages(first: 40) { nodes { to } }',
      ['messages c1 0/40'],
    ],
    [
      'a page and a total share one call',
      'a: messages(first: 20) { nodes { trackingId } } b: messages { totalCount }',
      ['messages c1 0/20'],
    ],
    ['fragments are looked into', '... on Campaign { ...f } ... on Node { id }', ['messages c1 0/3']],
    [
      'a skipped page is not read',
      'trackingId messages(first: 20) @skip(if: true) { nodes { trackingId } }',
      ['messages c1 0/1'],
    ],
    [
      'an order is another list',
      'messages(first: 2, orderBy: { field: PRICE, direction: DESC }) { nodes { trackingId } }',
      ['messages c1 by PRICE DESC 0/2'],
    ],
    ['from the end of a short list one call', 'messages(last: 40) { nodes { trackingId } }', ['messages c1 0/40']],
    [
      'from the end of a longer list one call more',
      'messages(last: 5) { nodes { trackingId } }',
      ['messages c1 0/5', 'messages c1 5/5'],
    ],
  ])('%s', async (_, selection, calls) => {
    const { ask } = await graph({ campaigns: { c1: viberMessages(30) } });
    const fragment = selection.includes('...f')
      ? ' fragment f on Campaign { messages(first: 3) { edges { node { trackingId } } } }'
      : '';
    const answer = await ask(campaign(selection) + fragment);
    expect(answer.errors).toEqual([]);
    expect(answer.calls).toEqual(calls);
  });

  test('is named by the row that came with the total', async () => {
    const { ask } = await graph({ campaigns: { c1: viberMessages(30) } });
    const { data, calls } = await ask(campaign('name messages { totalCount }'));
    expect(data).toEqual({ campaign: { name: 'Spring', messages: { totalCount: 30 } } });
    expect(calls).toEqual(['messages c1 0/1']);
  });

  test('is null with one error at campaign when nothing of it can be read', async () => {
    const { ask } = await graph({ campaigns: { c1: viberMessages(30) }, failures: { 'messages c1 0/20': timeout } });
    expect(await ask(campaign('trackingId messages { nodes { trackingId } }'))).toMatchObject({
      data: { campaign: null },
      errors: [{ path: ['campaign'], code: 'UPSTREAM_TIMEOUT' }],
    });
  });

  test('has its error at the window that failed while another is read', async () => {
    const { ask } = await graph({
      campaigns: { c1: viberMessages(300) },
      failures: { 'messages c1 by TO ASC 0/5': timeout },
    });
    const answer = await ask(
      campaign(
        'name a: messages(first: 2) { nodes { trackingId } } b: messages(first: 5, orderBy: { field: TO }) { nodes { trackingId } }',
      ),
    );
    expect(answer).toMatchObject({
      data: { campaign: { name: 'Spring', a: { nodes: [{ trackingId: 'm0' }, { trackingId: 'm1' }] }, b: null } },
      errors: [{ path: ['campaign', 'b'], code: 'UPSTREAM_TIMEOUT' }],
    });
  });

  test('has an error at the edge of a row without its id, and everything else', async () => {
    const rows = [viberMessage('m0'), null, viberMessage('m2')];
    const { ask } = await graph({ campaigns: { c1: rows } });
    expect(
      await ask(campaign('messages { totalCount edges { node { trackingId } } nodes { trackingId } }')),
    ).toMatchObject({
      data: {
        campaign: {
          messages: {
            totalCount: 3,
            edges: [{ node: { trackingId: 'm0' } }, null, { node: { trackingId: 'm2' } }],
            nodes: [{ trackingId: 'm0' }, { trackingId: 'm2' }],
          },
        },
      },
      errors: [{ path: ['campaign', 'messages', 'edges', 1], code: 'UPSTREAM_BAD_RESPONSE' }],
    });
  });

  test('does not take other root fields along when it fails', async () => {
    const { ask } = await graph({
      campaigns: { c1: viberMessages(1), c2: [] },
      failures: { 'messages c2 0/1': timeout },
    });
    expect(
      await ask('{ a: campaign(trackingId: "c1") { trackingId } b: campaign(trackingId: "c2") { trackingId } }'),
    ).toMatchObject({
      data: { a: { trackingId: 'c1' }, b: null },
      errors: [{ path: ['b'] }],
    });
  });

  test('needs Routee', async () => {
    const { ask } = await graph({ without: ['ROUTEE'] });
    expect(await ask(campaign('trackingId'))).toMatchObject({
      data: { campaign: null },
      errors: [{ path: ['campaign'], code: 'VENDOR_NOT_CONFIGURED' }],
    });
  });
});

describe('a campaign that this graph sent', () => {
  test('is read from its record without any call', async () => {
    const { ask } = await graph({ sent: [sentCampaign('c1')] });
    const { data, calls } = await ask(campaign('trackingId name totalMessages recipients state'));
    expect(data).toEqual({
      campaign: { trackingId: 'c1', name: 'Spring', totalMessages: 7, recipients: ['+306912345678'], state: 'Queued' },
    });
    expect(calls).toEqual([]);
  });

  test('has no messages while tracking answers 404', async () => {
    const { ask } = await graph({ sent: [sentCampaign('c1')] });
    const { data, errors } = await ask(
      campaign(
        'trackingId applicationName messages { totalCount edges { cursor } pageInfo { hasNextPage hasPreviousPage endCursor } }',
      ),
    );
    expect(errors).toEqual([]);
    expect(data).toEqual({
      campaign: {
        trackingId: 'c1',
        applicationName: null,
        messages: {
          totalCount: 0,
          edges: [],
          pageInfo: { hasNextPage: false, hasPreviousPage: false, endCursor: null },
        },
      },
    });
  });

  test('has the error of a failed page at messages', async () => {
    const { ask } = await graph({ sent: [sentCampaign('c1')], failures: { 'messages c1 0/20': timeout } });
    expect(await ask(campaign('name messages { nodes { trackingId } }'))).toMatchObject({
      data: { campaign: { name: 'Spring', messages: null } },
      errors: [{ path: ['campaign', 'messages'], code: 'UPSTREAM_TIMEOUT' }],
    });
  });

  test('has the application and the total of tracking where the record of the send has none', async () => {
    const { ask } = await graph({
      sent: [sentCampaign('c1', { totalMessages: null })],
      campaigns: { c1: viberMessages(3) },
    });
    const { data, calls } = await ask(campaign('totalMessages applicationName'));
    expect(data).toEqual({ campaign: { totalMessages: 3, applicationName: 'app' } });
    expect(calls).toEqual(['messages c1 0/1']);
  });
});

describe('the campaign of a message', () => {
  const query = (selection: string) =>
    `{ campaign(trackingId: "c1") { messages(first: 2) { nodes { trackingId campaign { ${selection} } } } } }`;

  test('costs nothing as long as the message has what is selected', async () => {
    const { ask } = await graph({ campaigns: { c1: viberMessages(2) } });
    const { data, calls } = await ask(query('__typename id trackingId name'));
    expect(data).toMatchObject({
      campaign: { messages: { nodes: [{ campaign: { trackingId: 'c1', name: 'Spring' } }, {}] } },
    });
    expect(calls).toEqual(['messages c1 0/2']);
  });

  test('is found once for all messages', async () => {
    const { ask } = await graph({ campaigns: { c1: viberMessages(2) } });
    const { data, calls } = await ask(query('totalMessages'));
    expect(data).toMatchObject({
      campaign: { messages: { nodes: [{ campaign: { totalMessages: 2 } }, { campaign: { totalMessages: 2 } }] } },
    });
    expect(calls).toEqual(['messages c1 0/2']);
  });

  test('is null without an error where it is not there, or not reported', async () => {
    const rows = [viberMessage('m0', { campaignTrackingId: 'gone' }), viberMessage('m1', { campaignTrackingId: null })];
    const { ask } = await graph({ campaigns: { c1: rows } });
    const { data, errors } = await ask(query('totalMessages'));
    expect(errors).toEqual([]);
    expect(data).toEqual({
      campaign: {
        messages: {
          nodes: [
            { trackingId: 'm0', campaign: null },
            { trackingId: 'm1', campaign: null },
          ],
        },
      },
    });
  });
});
