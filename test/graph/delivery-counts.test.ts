import { describe, expect, test } from '@jest/globals';
import { MessagingError } from '../../src/errors/error.js';
import { Operation } from '../../src/operation.js';
import { graph } from '../support/fake-sources.js';
import { deliveryStatus, sentCampaign, viberMessage, viberMessages } from '../support/graph-samples.js';

const counts = '{ campaign(trackingId: "c1") { deliveryCounts { state count } } }';

describe('the delivery counts of a campaign', () => {
  test('count every message by state, in the order of the states, states without one left out', async () => {
    const seen = { status: deliveryStatus({ state: 'SEEN', isFinal: true }) };
    const queued = { status: deliveryStatus({ state: 'QUEUED' }) };
    const { ask } = await graph({
      campaigns: { c1: [viberMessage('m1', seen), viberMessage('m2', queued), viberMessage('m3', seen)] },
    });
    const { data } = await ask(counts);
    expect(data).toEqual({
      campaign: {
        deliveryCounts: [
          { state: 'QUEUED', count: 1 },
          { state: 'SEEN', count: 2 },
        ],
      },
    });
  });

  test('cost one call for each page of the largest size, and none to prove the campaign', async () => {
    const { ask } = await graph({ campaigns: { c1: viberMessages(237) } });
    const { data, calls } = await ask(counts);
    const counted = (data as { campaign: { deliveryCounts: { count: number }[] } }).campaign.deliveryCounts;
    expect(counted.reduce((sum, { count }) => sum + count, 0)).toBe(237);
    expect(calls).toHaveLength(3);
  });

  test('are empty while tracking does not know a campaign that this graph sent', async () => {
    const { ask } = await graph({ sent: [sentCampaign('c1')] });
    expect((await ask(counts)).data).toEqual({ campaign: { deliveryCounts: [] } });
  });

  test('are null with the error of the page that fails, and the rest arrives', async () => {
    const { ask } = await graph({
      campaigns: { c1: viberMessages(237) },
      failures: { 'messages c1 1/100': new MessagingError('UPSTREAM_TIMEOUT') },
    });
    const { data, errors } = await ask('{ campaign(trackingId: "c1") { totalMessages deliveryCounts { count } } }');
    expect(data).toEqual({ campaign: { totalMessages: 237, deliveryCounts: null } });
    expect(errors).toMatchObject([{ path: ['campaign', 'deliveryCounts'], code: 'UPSTREAM_TIMEOUT' }]);
  });

  test('stop where the operation cannot afford the rest, before asking for it', async () => {
    const { ask } = await graph({ campaigns: { c1: viberMessages(237) } });
    const operation = new Operation({ maxCalls: 1 });
    const { errors, calls } = await ask(counts, {}, { operation, compiledToo: false });
    expect(errors).toMatchObject([{ path: ['campaign', 'deliveryCounts'], code: 'OPERATION_TOO_EXPENSIVE' }]);
    expect(calls).toEqual(['messages c1 0/100']);
  });
});
