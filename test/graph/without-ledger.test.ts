import { describe, expect, test } from '@jest/globals';
import { MessagingError } from '../../src/errors/error.js';
import { writeGlobalId } from '../../src/graph/node/node.id.js';
import { graph, TENANT, type World } from '../support/fake-sources.js';
import { viberMessage } from '../support/graph-samples.js';

const unavailable = () => Promise.reject(new MessagingError('LEDGER_UNAVAILABLE'));

/** A graph whose ledger cannot be asked. */
async function graphWithoutLedger(world: World = {}) {
  const fake = await graph(world);
  Object.assign(fake.ledger, { find: unavailable, list: unavailable, count: unavailable, cancelledAt: unavailable });
  return fake;
}
const tracked: World = { campaigns: { c1: [viberMessage('m1', { campaignName: 'Spring' })] } };

describe('while the ledger cannot be asked', () => {
  test('a campaign is read from tracking, without an error where the ledger has nothing to say', async () => {
    const { ask } = await graphWithoutLedger(tracked);
    const { data, errors } = await ask('{ campaign(trackingId: "c1") { name messages { totalCount } } }');
    expect(errors).toEqual([]);
    expect(data).toEqual({ campaign: { name: 'Spring', messages: { totalCount: 1 } } });
  });

  test('what only the ledger knows is null, with one error', async () => {
    const { ask } = await graphWithoutLedger(tracked);
    const { data, errors } = await ask(
      '{ campaign(trackingId: "c1") { name cost state sender { id } recipients content { text } cancelledAt send { id } } }',
    );
    expect(data).toEqual({
      campaign: {
        name: 'Spring',
        cost: null,
        state: null,
        sender: null,
        recipients: null,
        content: null,
        cancelledAt: null,
        send: null,
      },
    });
    expect(errors).toMatchObject([{ path: ['campaign', 'cost'], code: 'LEDGER_UNAVAILABLE' }]);
  });

  test('an object that only the ledger knows is null, with that error', async () => {
    const { ask } = await graphWithoutLedger(tracked);
    const { data, errors } = await ask(
      '{ campaign(trackingId: "c1") { content { text } analysis { recipientCount } } }',
    );
    expect(data).toEqual({ campaign: { content: null, analysis: null } });
    expect(errors).toMatchObject([{ path: ['campaign', 'content'], code: 'LEDGER_UNAVAILABLE' }]);
  });

  test('a campaign that tracking does not know is not said to be absent', async () => {
    const { ask } = await graphWithoutLedger();
    const id = writeGlobalId(TENANT, { type: 'Campaign', key: 'c1' });
    const lookup = await ask('{ campaign(trackingId: "c1") { name } }');
    expect(lookup.data).toEqual({ campaign: null });
    expect(lookup.errors).toMatchObject([{ path: ['campaign'], code: 'LEDGER_UNAVAILABLE' }]);
    const node = await ask('query ($id: ID!) { node(id: $id) { id ... on Campaign { name } } }', { id });
    expect(node.data).toEqual({ node: null });
    expect(node.errors).toMatchObject([{ path: ['node'], code: 'LEDGER_UNAVAILABLE' }]);
    const nodes = await ask('query ($id: ID!) { nodes(ids: [$id]) { id ... on Campaign { name } } }', { id });
    expect(nodes.data).toEqual({ nodes: [null] });
    expect(nodes.errors).toMatchObject([{ path: ['nodes', 0], code: 'LEDGER_UNAVAILABLE' }]);
  });

  test('the list of sent campaigns is that error', async () => {
    const { ask } = await graphWithoutLedger();
    const { data, errors } = await ask('{ campaigns { totalCount } }');
    expect(data).toEqual({ campaigns: null });
    expect(errors).toMatchObject([{ path: ['campaigns'], code: 'LEDGER_UNAVAILABLE' }]);
  });

  test('a failure of tracking is reported as it is', async () => {
    const { ask } = await graphWithoutLedger({
      ...tracked,
      failures: { 'messages c1 0/1': new MessagingError('UPSTREAM_TIMEOUT') },
    });
    const { errors } = await ask('{ campaign(trackingId: "c1") { name } }');
    expect(errors).toMatchObject([{ path: ['campaign'], code: 'UPSTREAM_TIMEOUT' }]);
  });
});
