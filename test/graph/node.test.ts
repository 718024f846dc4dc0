import { describe, expect, test } from '@jest/globals';
import { MessagingError } from '../../src/errors/error.js';
import { writeGlobalId } from '../../src/graph/node/node.id.js';
import { graph, OTHER_TENANT, TENANT, type World } from '../support/fake-sources.js';
import { deliveryReport, failoverFlow, sentCampaign, viberMessage, viberMessages } from '../support/graph-samples.js';

const world: World = {
  campaigns: { c1: viberMessages(3) },
  messages: [viberMessage('m1')],
  flows: [failoverFlow('f1')],
  reports: [deliveryReport('g1', 'x1'), deliveryReport(null, 'x2')],
  sent: [sentCampaign('s1')],
};
const NODE = 'query ($id: ID!) { node(id: $id) { __typename id } }';
const idOf = (type: string, key: string): string => writeGlobalId(TENANT, { type, key });

describe('node', () => {
  test.each([
    ['Campaign', '{ thing: campaign(trackingId: "c1") { id } }'],
    ['Campaign', '{ thing: campaign(trackingId: "s1") { id } }'],
    ['ViberMessage', '{ thing: viberMessage(trackingId: "m1") { id } }'],
    ['FailoverFlow', '{ thing: failoverFlow(trackingId: "f1") { id } }'],
    ['DeliveryReport', '{ thing: deliveryReport(by: { messageId: "g1" }) { id } }'],
    ['DeliveryReport', '{ thing: deliveryReport(by: { extraId: "x1" }) { id started } }'],
    ['DeliveryReport', '{ thing: deliveryReport(by: { extraId: "x2" }) { id } }'],
  ])('gives the %s back that %s gave an id', async (type, query) => {
    const { ask } = await graph(world);
    const { id } = ((await ask(query)).data as { thing: { id: string } }).thing;
    expect((await ask(NODE, { id })).data).toEqual({ node: { __typename: type, id } });
  });

  test.each([
    ['nothing', ''],
    ['no id', 'hello'],
    ['an id with a stray sign', `${idOf('ViberMessage', 'm1')}~`],
    ['an id with a letter less', idOf('ViberMessage', 'm1').slice(0, -1)],
    ['padding', `${idOf('ViberMessage', 'm1')}=`],
    ['another kind', idOf('PlannedChannel', 'm1')],
    ['a name that every object has', idOf('constructor', 'm1')],
    ['a message that cannot be', idOf('ViberMessage', '..')],
    ['a report that cannot be', idOf('DeliveryReport', 'm:')],
    ['a report of neither id', idOf('DeliveryReport', 'g1')],
    ["another tenant's", writeGlobalId(OTHER_TENANT, { type: 'ViberMessage', key: 'm1' })],
  ])('is null, without an error or a call, for %s', async (_, id) => {
    const { ask } = await graph(world);
    expect(await ask(NODE, { id })).toMatchObject({ data: { node: null }, errors: [], calls: [] });
  });

  test('makes no call for an id that is damaged anywhere', async () => {
    const { ask } = await graph(world);
    const id = idOf('ViberMessage', 'm1');
    const damaged = Array.from(
      id,
      (letter, place) => id.slice(0, place) + (letter === 'x' ? 'y' : 'x') + id.slice(place + 1),
    );
    for (const one of damaged) {
      expect(await ask(NODE, { id: one })).toMatchObject({ data: { node: null }, errors: [], calls: [] });
    }
  });

  test.each(['Campaign', 'ViberMessage', 'FailoverFlow'])(
    'is null without an error for a %s that is not there',
    async (type) => {
      const { ask } = await graph(world);
      const { data, errors, calls } = await ask(NODE, { id: idOf(type, 'gone') });
      expect(data).toEqual({ node: null });
      expect(errors).toEqual([]);
      expect(calls).toHaveLength(1);
    },
  );

  test('reads no more than is selected of what it finds', async () => {
    const { ask } = await graph(world);
    const query = `query ($c: ID!, $r: ID!) {
      campaign: node(id: $c) { ... on Campaign { messages(first: 2) { nodes { trackingId } } } ... on DeliveryReport { started } }
      report: node(id: $r) { ... on DeliveryReport { attempts { channel } } }
    }`;
    const { data, calls } = await ask(query, { c: idOf('Campaign', 'c1'), r: idOf('DeliveryReport', 'm:g1') });
    expect(data).toEqual({
      campaign: { messages: { nodes: [{ trackingId: 'm0' }, { trackingId: 'm1' }] } },
      report: { attempts: [{ channel: 'SMS' }] },
    });
    expect(calls).toEqual(['messages c1 0/2', 'report detailed m:g1']);
  });
});

describe('nodes', () => {
  const NODES =
    'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename ... on ViberMessage { trackingId } ... on Node { id } } }';

  test('come in the order asked for, with null and one error where one fails', async () => {
    const { ask } = await graph({ ...world, failures: { 'flow f1': new MessagingError('UPSTREAM_FORBIDDEN') } });
    const ids = [
      idOf('ViberMessage', 'm1'),
      'damaged',
      idOf('FailoverFlow', 'f1'),
      idOf('Campaign', 'c1'),
      idOf('ViberMessage', 'm1'),
    ];
    const { data, errors, calls } = await ask(NODES, { ids });
    expect(data).toMatchObject({
      nodes: [{ trackingId: 'm1' }, null, null, { __typename: 'Campaign', id: ids[3] }, { trackingId: 'm1' }],
    });
    expect(errors).toMatchObject([{ path: ['nodes', 2], code: 'UPSTREAM_FORBIDDEN' }]);
    expect(calls).toEqual(['flow f1', 'message m1', 'messages c1 0/1']);
  });

  test('are at most 100', async () => {
    const { ask } = await graph(world);
    const { errors, calls } = await ask(NODES, { ids: Array(101).fill(idOf('ViberMessage', 'm1')) });
    expect(errors).toMatchObject([{ path: ['nodes'], code: 'BAD_USER_INPUT', inputPath: ['ids'] }]);
    expect(calls).toEqual([]);
  });
});
