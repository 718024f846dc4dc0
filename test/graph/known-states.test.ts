import { describe, expect, it, jest, test } from '@jest/globals';
import type { GraphQLObjectType } from 'graphql';
import { forgetOnEvents } from '../../src/app/follow-events.js';
import { openMemoryLog } from '../../src/events/log/memory-log.js';
import type { DeliveryEvents, NewReport, SubjectName } from '../../src/graph/delivery-event/delivery-event.source.js';
import { knownOf } from '../../src/graph/known-states.js';
import { writeGlobalId } from '../../src/graph/node/node.id.js';
import { NO_DETAILS } from '../../src/graph/delivery/no-details.js';
import type { DeliveryStatus } from '../../src/graph/delivery/delivery-status.type.js';
import { Operation } from '../../src/operation.js';
import type { FailoverFlow } from '../../src/graph/failover-flow/failover-flow.type.js';
import { graph, type Graph, schema, TENANT } from '../support/fake-sources.js';
import {
  deliveryReport,
  deliveryStatus,
  failoverFlow,
  smsStep,
  viberMessage,
  viberStep,
} from '../support/graph-samples.js';

const at = (minute: number): string => new Date(Date.UTC(2026, 4, 1, 12, minute)).toISOString();

/** What a callback reports. */
const reported = (report: Pick<NewReport, 'kind' | 'id' | 'status'> & Partial<NewReport>): NewReport => ({
  ...NO_DETAILS,
  channel: 'VIBER',
  source: 'CALLBACK',
  ifUnknown: 'EVENT',
  ...report,
});

const HOUR = 3_600_000;

const queued = deliveryStatus({ state: 'QUEUED', updatedAt: at(1) });
const delivered = deliveryStatus({ state: 'DELIVERED', updatedAt: at(2) });
const seen = deliveryStatus({ state: 'SEEN', isFinal: true, updatedAt: at(3) });

const eventsOf = async ({ events }: Graph) => (await events.read({ after: null, limit: 100 })).events;

describe('a state that an event reported', () => {
  const message = { kind: 'VIBER_MESSAGE', id: 'm1', campaignTrackingId: 'c1' } as const;

  it('is shown instead of an older one that the vendor is read to say, whichever way a message is reached', async () => {
    const { ask, events } = await graph({
      campaigns: { c1: [viberMessage('m1', { status: queued }), viberMessage('m2', { status: queued })] },
      messages: [viberMessage('m1', { status: queued })],
    });
    await events.record([reported({ ...message, status: delivered })]);
    const { data } = await ask(`{
      viberMessage(trackingId: "m1") { status { state updatedAt } }
      campaign(trackingId: "c1") {
        messages { nodes { trackingId status { state } } }
        filtered: messages(filter: { states: [DELIVERED] }) { totalCount nodes { trackingId } }
        deliveryCounts { state count } } }`);
    expect(data).toEqual({
      viberMessage: { status: { state: 'DELIVERED', updatedAt: at(2) } },
      campaign: {
        messages: {
          nodes: [
            { trackingId: 'm1', status: { state: 'DELIVERED' } },
            { trackingId: 'm2', status: { state: 'QUEUED' } },
          ],
        },
        filtered: { totalCount: 1, nodes: [{ trackingId: 'm1' }] },
        deliveryCounts: [
          { state: 'QUEUED', count: 1 },
          { state: 'DELIVERED', count: 1 },
        ],
      },
    });
  });

  it('changes what a snapshot counts, without a call', async () => {
    const created = await graph({ campaigns: { c1: [viberMessage('m1', { status: delivered })] } });
    const snapshots = created.createSnapshots();
    const document = '{ campaign(trackingId: "c1") { progress { isFinal states { state count } } } }';
    const read = () => created.ask(document, {}, { snapshots, compiledToo: false });
    expect((await read()).data).toEqual({
      campaign: { progress: { isFinal: false, states: [{ state: 'DELIVERED', count: 1 }] } },
    });
    await created.events.record([reported({ ...message, status: seen })]);
    const { data, calls } = await read();
    expect(data).toEqual({ campaign: { progress: { isFinal: true, states: [{ state: 'SEEN', count: 1 }] } } });
    expect(calls).toEqual([]);
  });

  it('has the price and the country of its report where the vendor is read to lag behind it', async () => {
    const lagging = { status: queued, price: 0, country: null };
    const messages = [viberMessage('m1', lagging), viberMessage('m2', { ...lagging, status: seen, price: null })];
    const created = await graph({ campaigns: { c1: messages }, messages, maxPageSize: 1 });
    const facts = { campaignTrackingId: 'c1', price: '0.035', country: 'GR' };
    await created.events.record(
      ['m1', 'm2'].map((id) => reported({ kind: 'VIBER_MESSAGE', id, ...facts, status: seen })),
    );
    const { data } = await created.ask(`{
      viberMessage(trackingId: "m1") { price country }
      campaign(trackingId: "c1") {
        progress { cost countries { country total } }
        messages(filter: { countries: ["GR"] }) { nodes { price country } } } }`);
    expect(data).toEqual({
      viberMessage: { price: 0.035, country: 'GR' },
      campaign: {
        progress: { cost: '0.07', countries: [{ country: 'GR', total: 2 }] },
        messages: {
          nodes: [
            { price: 0.035, country: 'GR' },
            { price: 0.035, country: 'GR' },
          ],
        },
      },
    });
  });

  it('has the vendor’s price where that is of a later state than the report that had one', async () => {
    const read = { status: { ...delivered, updatedAt: at(2) }, price: 0.035 };
    const created = await graph({
      campaigns: { c1: [viberMessage('m1', read)] },
      messages: [viberMessage('m1', read)],
    });
    await created.events.record([reported({ ...message, status: { ...queued, state: 'SENT' }, price: '0' })]);
    await created.events.record([reported({ ...message, status: seen })]);
    const { data } = await created.ask(
      '{ viberMessage(trackingId: "m1") { price status { state } } campaign(trackingId: "c1") { progress { cost } } }',
    );
    expect(data).toEqual({
      viberMessage: { price: 0.035, status: { state: 'SEEN' } },
      campaign: { progress: { cost: '0.035' } },
    });
  });

  it('without a price has the page of its message read again for it', async () => {
    const messages = [viberMessage('m1', { status: queued, price: null }), viberMessage('m2', { status: seen })];
    const created = await graph({ campaigns: { c1: messages }, maxPageSize: 1 });
    const snapshots = created.createSnapshots();
    const read = async () => {
      const document = '{ campaign(trackingId: "c1") { progress { cost } } }';
      return (await created.ask(document, {}, { snapshots, compiledToo: false })).calls;
    };
    await read();
    await created.events.record([reported({ ...message, status: seen })]);
    const later = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 2 * HOUR);
    try {
      expect(await read()).toContain('messages c1 0/1');
    } finally {
      later.mockRestore();
    }
  });

  it('of a message whose vendor lags behind does not keep its page of a snapshot for ever', async () => {
    const messages = [viberMessage('m1', { status: queued }), viberMessage('m2', { status: seen })];
    const created = await graph({ campaigns: { c1: messages }, maxPageSize: 1 });
    const snapshots = created.createSnapshots();
    await created.events.record([reported({ ...message, status: seen })]);
    const read = async () => {
      const document = '{ campaign(trackingId: "c1") { progress { isFinal } } }';
      return (await created.ask(document, {}, { snapshots, compiledToo: false })).calls;
    };
    expect(await read()).toEqual(['messages c1 0/1', 'messages c1 1/1']);
    const later = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 2 * HOUR);
    try {
      expect(await read()).toEqual(['messages c1 0/1', 'messages c1 1/1']);
    } finally {
      later.mockRestore();
    }
  });

  it('is counted of every message when the vendor’s order changes between two reads, within one millisecond too', async () => {
    const messages = ['m1', 'm2', 'm3', 'm4', 'm5'].map((id) => viberMessage(id, { status: seen }));
    const created = await graph({ campaigns: { c1: messages }, maxPageSize: 2 });
    const snapshots = created.createSnapshots();
    const read = async (operation?: Operation) => {
      const document = '{ campaign(trackingId: "c1") { progress { states { count } } } }';
      return (await created.ask(document, {}, { snapshots, compiledToo: false, ...(operation && { operation }) })).data;
    };
    const all = { campaign: { progress: { states: [{ count: 5 }] } } };
    const readHead = () => snapshots.head('c1', new Operation({ deadline: performance.now() + 10_000, fresh: true }));
    await readHead();
    const still = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 1);
    try {
      expect(await read()).toEqual(all);
      messages.unshift(...messages.splice(2));
      await readHead();
      expect(await read()).toEqual(all);
    } finally {
      still.mockRestore();
    }
  });

  it('of messages that a snapshot lacks has its last page read again, and no other', async () => {
    const messages = Array.from({ length: 5 }, (_, index) => viberMessage(`m${index}`, { status: seen }));
    const created = await graph({ campaigns: { c1: messages }, maxPageSize: 2 });
    const snapshots = created.createSnapshots();
    const read = async () => {
      const document = '{ campaign(trackingId: "c1") { progress { total } } }';
      return (await created.ask(document, {}, { snapshots, compiledToo: false })).calls;
    };
    const [first = '', second = '', third = '', ...more] = await read();
    expect([first, second, third, ...more]).toHaveLength(3);
    await created.events.record(
      ['n1', 'n2', 'n3'].map((id) =>
        reported({ kind: 'VIBER_MESSAGE', id, campaignTrackingId: 'c1', status: delivered }),
      ),
    );
    expect(await read()).toEqual([third]);
  });

  it('has the price and the country of its report in a flow and its steps too', async () => {
    const { ask, events } = await graph({
      flows: [
        failoverFlow('f1', {
          status: 'IN_PROGRESS',
          isFinal: false,
          totalPrice: null,
          steps: [viberStep({ order: 1, status: queued, price: 0, country: null })],
        }),
      ],
    });
    await events.record([
      reported({
        kind: 'FAILOVER_STEP',
        id: 'f1/1/1',
        flowTrackingId: 'f1',
        stepOrder: 1,
        status: seen,
        price: '0.035',
        country: 'GR',
      }),
      reported({ kind: 'FAILOVER_FLOW', id: 'f1', status: { ...delivered, isFinal: true }, price: '0.035' }),
    ]);
    const { data } = await ask('{ failoverFlow(trackingId: "f1") { totalPrice steps { price country } } }');
    expect(data).toEqual({ failoverFlow: { totalPrice: 0.035, steps: [{ price: 0.035, country: 'GR' }] } });
  });

  it('of a flow and of its steps is shown too, and that of a report', async () => {
    const flow = failoverFlow('f1', {
      status: 'IN_PROGRESS',
      isFinal: false,
      updatedAt: at(1),
      steps: [viberStep({ order: 1, status: queued }), viberStep({ order: 2, status: null })],
    });
    const { ask, events } = await graph({
      flows: [flow],
      reports: [deliveryReport('r1', 'own', { status: queued })],
    });
    await events.record([
      reported({ kind: 'FAILOVER_STEP', id: 'f1/1/1', flowTrackingId: 'f1', stepOrder: 1, status: delivered }),
      reported({ kind: 'FAILOVER_STEP', id: 'f1/2/1', flowTrackingId: 'f1', stepOrder: 2, status: queued }),
      reported({ kind: 'FAILOVER_FLOW', id: 'f1', status: { ...delivered, isFinal: true } }),
      reported({ kind: 'DELIVERY_REPORT', id: 'r1', extraId: 'own', status: seen }),
    ]);
    const fields = 'status isFinal steps { status { state } }';
    const { data } = await ask(`{ failoverFlow(trackingId: "f1") { ${fields} } failoverFlows { nodes { ${fields} } }
      deliveryReport(by: { messageId: "r1" }) { status { state } } }`);
    const shown = {
      status: 'SUCCEEDED',
      isFinal: true,
      steps: [{ status: { state: 'DELIVERED' } }, { status: { state: 'QUEUED' } }],
    };
    expect(data).toEqual({
      failoverFlow: shown,
      failoverFlows: { nodes: [shown] },
      deliveryReport: { status: { state: 'SEEN' } },
    });
  });

  it('of a flow is shown without the reason and the channel of another one that the vendor is read to say', async () => {
    const ended = { isFinal: true, failureReason: 'NO_NEXT_STEP', terminationChannel: 'SMS' } as const;
    const { ask, events } = await graph({
      flows: [
        failoverFlow('f1', { ...ended, status: 'FAILED' }),
        failoverFlow('f2', { ...ended, status: 'FAILED' }),
        failoverFlow('f3', { status: 'IN_PROGRESS', isFinal: false, terminationChannel: null }),
      ],
    });
    const failed = deliveryStatus({ state: 'FAILED', isFinal: true });
    await events.record([
      reported({ kind: 'FAILOVER_FLOW', id: 'f1', status: { ...delivered, isFinal: true }, channel: 'VIBER' }),
      reported({ kind: 'FAILOVER_FLOW', id: 'f2', status: failed, channel: null }),
      reported({ kind: 'FAILOVER_FLOW', id: 'f3', status: failed, channel: 'SMS' }),
    ]);
    const fields = 'status isFinal failureReason terminationChannel';
    const { data } = await ask(`{ f1: failoverFlow(trackingId: "f1") { ${fields} }
      f2: failoverFlow(trackingId: "f2") { ${fields} } f3: failoverFlow(trackingId: "f3") { ${fields} } }`);
    expect(data).toEqual({
      f1: { status: 'SUCCEEDED', isFinal: true, failureReason: null, terminationChannel: 'VIBER' },
      f2: { status: 'FAILED', ...ended },
      f3: { status: 'FAILED', isFinal: true, failureReason: null, terminationChannel: 'SMS' },
    });
  });

  it.each([
    ['simple', ''],
    ['detailed', 'started'],
  ])('of a report is shown with its own channel, and without the codes of another: %s', async (_, more) => {
    const expired = deliveryStatus({ state: 'EXPIRED', isFinal: true, updatedAt: at(3) });
    const inProgress = deliveryStatus({ state: 'IN_PROGRESS', vendorStatus: '-1', updatedAt: at(1) });
    const { ask, events } = await graph({
      reports: [
        deliveryReport('expired', null, { status: delivered }),
        deliveryReport('delivered', null, {
          status: inProgress,
          codes: { status: -1, substatus: null, hyberStatus: null },
          deliveredVia: null,
          lastChannel: null,
          reportedAt: at(1),
        }),
        deliveryReport('same', null, { status: delivered }),
      ],
    });
    await events.record([
      reported({ kind: 'DELIVERY_REPORT', id: 'expired', status: expired, channel: 'VIBER' }),
      reported({ kind: 'DELIVERY_REPORT', id: 'delivered', status: delivered, channel: 'SMS' }),
      reported({ kind: 'DELIVERY_REPORT', id: 'same', status: delivered, channel: 'VIBER' }),
    ]);
    const fields = `status { state } codes { status } deliveredVia lastChannel reportedAt deliveredSmsParts ${more}`;
    const { data } = await ask(`{ deliveryReports(by: [
      { messageId: "expired" }, { messageId: "delivered" }, { messageId: "same" }]) { ${fields} } }`);
    expect(data).toMatchObject({
      deliveryReports: [
        {
          status: { state: 'EXPIRED' },
          codes: null,
          deliveredVia: null,
          lastChannel: 'VIBER',
          reportedAt: at(3),
          deliveredSmsParts: null,
        },
        {
          status: { state: 'DELIVERED' },
          codes: null,
          deliveredVia: 'SMS',
          lastChannel: 'SMS',
          reportedAt: at(2),
          deliveredSmsParts: null,
        },
        { status: { state: 'DELIVERED' }, codes: { status: 2 }, deliveredVia: 'SMS', deliveredSmsParts: 1 },
      ],
    });
  });

  it('is not shown while the log is away: then nothing is known', async () => {
    const away = {
      isEmpty: () => false,
      known: () => Promise.reject(new Error('away')),
    } as unknown as DeliveryEvents;
    expect(await knownOf(away, [{ kind: 'VIBER_MESSAGE', id: 'm1' }])).toEqual([null]);
  });

  it('names the campaign of a message that is read by its own id', async () => {
    const { ask, events } = await graph({
      campaigns: { c1: [viberMessage('m1', { campaignTrackingId: 'c1', campaignName: 'Spring' })] },
      messages: [viberMessage('m1', { status: queued, campaignTrackingId: null, campaignName: null })],
    });
    await events.record([reported({ ...message, status: delivered })]);
    const { data } = await ask('{ viberMessage(trackingId: "m1") { campaign { trackingId name } } }');
    expect(data).toEqual({ viberMessage: { campaign: { trackingId: 'c1', name: 'Spring' } } });
  });
});

describe('the campaign of a message that is read by its own id', () => {
  it('is known from the event log or a campaign that was counted, and not from a page, as its description says', async () => {
    const { ask, createSnapshots } = await graph({
      campaigns: { c1: [viberMessage('m1', { campaignTrackingId: 'c1', campaignName: 'Spring' })] },
      messages: [viberMessage('m1', { campaignTrackingId: null, campaignName: null })],
    });
    const snapshots = createSnapshots();
    const campaignAfter = async (selection: string) => {
      await ask(`{ campaign(trackingId: "c1") { ${selection} } }`, {}, { snapshots, compiledToo: false });
      const { data } = await ask('{ viberMessage(trackingId: "m1") { campaign { name } } }', {}, { snapshots });
      return data;
    };
    expect(await campaignAfter('messages { nodes { campaign { name } } }')).toEqual({
      viberMessage: { campaign: null },
    });
    expect(await campaignAfter('progress { total }')).toEqual({ viberMessage: { campaign: { name: 'Spring' } } });
    const { campaign } = (schema.getType('ViberMessage') as GraphQLObjectType).getFields();
    for (const words of [/event log names it, for 30 days/, /campaign that was counted or filtered/])
      expect(campaign!.description).toMatch(words);
    expect(campaign!.description).not.toMatch(/a page/);
  });
});

describe('groups and session of a message that is read by its own id', () => {
  const ofCampaign = { campaignTrackingId: 'c1', groups: ['staff'], sessionId: 's1' };
  const alone = { campaignTrackingId: null, groups: null, sessionId: null };
  const create = () =>
    graph({ campaigns: { c1: [viberMessage('m1', ofCampaign)] }, messages: [viberMessage('m1', alone)] });

  it('are known from a campaign that was counted, as long as it is in memory, without a call', async () => {
    const { ask, createSnapshots } = await create();
    const snapshots = createSnapshots();
    const read = () => ask('{ viberMessage(trackingId: "m1") { groups sessionId } }', {}, { snapshots });
    expect((await read()).data).toEqual({ viberMessage: { groups: null, sessionId: null } });
    await ask('{ campaign(trackingId: "c1") { progress { total } } }', {}, { snapshots, compiledToo: false });
    const { data, calls } = await read();
    expect(data).toEqual({ viberMessage: { groups: ['staff'], sessionId: 's1' } });
    expect(calls).toEqual(['message m1']);
  });

  it('are those of its page where one operation reads both', async () => {
    const { ask } = await create();
    const { data } = await ask(`{
      viberMessage(trackingId: "m1") { groups sessionId expireOnDelivery }
      campaign(trackingId: "c1") { messages(first: 1) { nodes { groups sessionId expireOnDelivery } } }
    }`);
    const { viberMessage: own, campaign } = data as {
      viberMessage: object;
      campaign: { messages: { nodes: object[] } };
    };
    expect(campaign.messages.nodes).toEqual([own]);
    expect(own).toMatchObject({ groups: ['staff'], sessionId: 's1' });
  });

  it.each([
    ['viberMessage(trackingId: "m1")', (data: unknown) => (data as { one: unknown }).one],
    ['node(id: $id)', (data: unknown) => (data as { one: unknown }).one],
    [
      'deliveryEvents(first: 1)',
      (data: unknown) => (data as { one: { nodes: { subject: unknown }[] } }).one.nodes[0]!.subject,
    ],
  ])('are joined by what only tracking by its own id has: %s', async (lookup, findIn) => {
    const created = await graph({
      campaigns: { c1: [viberMessage('m1', { ...ofCampaign, expireOnDelivery: null })] },
      messages: [viberMessage('m1', { ...alone, expireOnDelivery: true })],
    });
    await created.events.record([reported({ kind: 'VIBER_MESSAGE', id: 'm1', status: delivered })]);
    const fields = '... on ViberMessage { groups sessionId expireOnDelivery }';
    const selection = lookup.startsWith('deliveryEvents') ? `{ nodes { subject { ${fields} } } }` : `{ ${fields} }`;
    const variables = lookup.includes('$id') ? { id: writeGlobalId(TENANT, { type: 'ViberMessage', key: 'm1' }) } : {};
    const { data } = await created.ask(
      `query ${lookup.includes('$id') ? '($id: ID!)' : ''} {
        one: ${lookup} ${selection}
        campaign(trackingId: "c1") { messages(first: 1) { nodes { groups } } }
      }`,
      variables,
    );
    expect(findIn(data)).toEqual({ groups: ['staff'], sessionId: 's1', expireOnDelivery: true });
  });
});

describe('what a vendor is read to say', () => {
  const names: SubjectName = { kind: 'VIBER_MESSAGE', id: 'm1' };

  it('becomes an event with the source READ where it is newer than what the log knows', async () => {
    const created = await graph({ messages: [viberMessage('m1', { status: seen })] });
    await created.events.record([reported({ ...names, status: delivered })]);
    await created.ask('{ viberMessage(trackingId: "m1") { status { state } } }');
    expect((await eventsOf(created)).map(({ source, status }) => [source, status?.state])).toEqual([
      ['CALLBACK', 'DELIVERED'],
      ['READ', 'SEEN'],
    ]);
  });

  it('is not recorded of a subject that the log does not know', async () => {
    const created = await graph({ messages: [viberMessage('m1', { status: seen })] });
    await created.events.record([reported({ kind: 'VIBER_MESSAGE', id: 'other', status: delivered })]);
    await created.ask('{ viberMessage(trackingId: "m1") { status { state } } }');
    expect(await created.events.known([names])).toEqual([null]);
  });
});

describe('the steps of a flow that this graph sent, and the messages behind them,', () => {
  const SEND = `mutation { sendFailoverFlow(input: {
    idempotencyKey: "k1", to: "+306912345678", steps: [{ sms: { from: "Shop", text: "Hello" } }] }) { replayed } }`;
  const flowAt = (status: FailoverFlow['status'], step: DeliveryStatus | null, trackingId: string | null = 'm1') =>
    failoverFlow('f1', {
      status,
      isFinal: status === 'SUCCEEDED',
      steps: [viberStep({ status: step, trackingId }), smsStep({ status: null })],
    });

  it.each(['{ failoverFlow(trackingId: "f1") { status } }', '{ failoverFlows { nodes { status } } }'])(
    'are known from the first read on, which reports nothing of them; later ones are events: %s',
    async (lookup) => {
      const flows: FailoverFlow[] = [];
      const created = await graph({ flows, sendFlow: () => Promise.resolve(flowAt('QUEUED', null, null)) });
      await created.ask(SEND);
      flows[0] = flowAt('IN_PROGRESS', queued);
      await created.ask(lookup);
      flows[0] = flowAt('SUCCEEDED', delivered);
      await created.ask(lookup);
      expect(
        (await eventsOf(created)).map(({ source, kind, id, status }) => [source, kind, id, status?.state]),
      ).toEqual([
        ['READ', 'FAILOVER_FLOW', 'f1', 'IN_PROGRESS'],
        ['READ', 'FAILOVER_STEP', 'f1/1/1', 'DELIVERED'],
        ['READ', 'VIBER_MESSAGE', 'm1', 'DELIVERED'],
        ['READ', 'FAILOVER_FLOW', 'f1', 'DELIVERED'],
      ]);
      expect(new Set((await eventsOf(created)).slice(1).map(({ batch }) => batch)).size).toBe(1);
    },
  );

  it('are not recorded of a flow that the log does not know', async () => {
    const created = await graph({ flows: [flowAt('IN_PROGRESS', queued)] });
    await created.events.record([reported({ kind: 'VIBER_MESSAGE', id: 'other', status: delivered })]);
    await created.ask('{ failoverFlow(trackingId: "f1") { status } }');
    const names = [
      { kind: 'FAILOVER_FLOW', id: 'f1' },
      { kind: 'FAILOVER_STEP', id: 'f1/1/1' },
      { kind: 'VIBER_MESSAGE', id: 'm1' },
    ] as const;
    expect(await created.events.known(names)).toEqual([null, null, null]);
  });
});

describe('a timeline', () => {
  it('of a message has each state once, oldest first, with the vendor’s own words for its own', async () => {
    const status = deliveryStatus({ state: 'DELIVERED', updatedAt: at(2), detailedStatus: 'Delivered' });
    const { ask, events } = await graph({ messages: [viberMessage('m1', { status })] });
    for (const one of [queued, delivered, seen])
      await events.record([reported({ kind: 'VIBER_MESSAGE', id: 'm1', status: one })]);
    const { data } = await ask('{ viberMessage(trackingId: "m1") { timeline { at order channel state } } }');
    expect(data).toEqual({
      viberMessage: {
        timeline: [
          { at: at(1), order: null, channel: 'VIBER', state: 'QUEUED' },
          { at: at(2), order: null, channel: 'VIBER', state: 'DELIVERED' },
          { at: at(3), order: null, channel: 'VIBER', state: 'SEEN' },
        ],
      },
    });
  });

  it('has states of one time in the order in which they follow each other', async () => {
    const status = deliveryStatus({ state: 'SEEN', updatedAt: at(2) });
    const { ask, events } = await graph({ messages: [viberMessage('m1', { status })] });
    for (const state of ['DELIVERED', 'QUEUED', 'SENT'] as const)
      await events.record([
        reported({ kind: 'VIBER_MESSAGE', id: 'm1', status: deliveryStatus({ state, updatedAt: at(2) }) }),
      ]);
    const { data } = await ask('{ viberMessage(trackingId: "m1") { timeline { state } } }');
    const states = ['QUEUED', 'SENT', 'DELIVERED', 'SEEN'].map((state) => ({ state }));
    expect(data).toEqual({ viberMessage: { timeline: states } });
  });

  it('of a flow is that of its steps, and of the vendor’s records alone without an event', async () => {
    const steps = [viberStep({ order: 2, status: seen }), viberStep({ order: 1, status: queued })];
    const { ask, events } = await graph({ flows: [failoverFlow('f1', { steps })] });
    const document = '{ failoverFlow(trackingId: "f1") { timeline { at order state } } }';
    const ofVendor = [
      { at: at(1), order: 1, state: 'QUEUED' },
      { at: at(3), order: 2, state: 'SEEN' },
    ];
    expect((await ask(document)).data).toEqual({ failoverFlow: { timeline: ofVendor } });
    await events.record([reported({ kind: 'FAILOVER_STEP', id: 'f1/2/1', stepOrder: 2, status: delivered })]);
    expect((await ask(document)).data).toEqual({
      failoverFlow: { timeline: [ofVendor[0], { at: at(2), order: 2, state: 'DELIVERED' }, ofVendor[1]] },
    });
  });

  it('of a flow has the steps that events reported before the vendor’s record has them', async () => {
    const { ask, events } = await graph({
      flows: [failoverFlow('f1', { steps: [viberStep({ order: 1, status: seen })] })],
    });
    const sms = { kind: 'FAILOVER_STEP', id: 'f1/2/1', stepOrder: 2, channel: 'SMS' } as const;
    const last = { kind: 'FAILOVER_STEP', id: 'f1/10/1', stepOrder: 10, channel: 'VOICE' } as const;
    await events.record([
      reported({ ...sms, status: { ...delivered, updatedAt: at(4) } }),
      reported({ ...last, status: { ...delivered, updatedAt: at(5) } }),
    ]);
    const { data } = await ask('{ failoverFlow(trackingId: "f1") { timeline { at order channel state } } }');
    expect(data).toEqual({
      failoverFlow: {
        timeline: [
          { at: at(3), order: 1, channel: 'VIBER', state: 'SEEN' },
          { at: at(4), order: 2, channel: 'SMS', state: 'DELIVERED' },
          { at: at(5), order: 10, channel: 'VOICE', state: 'DELIVERED' },
        ],
      },
    });
  });
});

test('an event drops what is cached about its subject, its campaign, its flow and its own id, at every vendor', async () => {
  const events = openMemoryLog({ days: 7, max: 100 }).forTenant('t');
  const forgotten: string[] = [];
  const vendorOf = (name: string) => ({
    name,
    client: { forget: ({ kind, id }: SubjectName) => void forgotten.push(`${name} ${kind} ${id}`) },
  });
  const stop = forgetOnEvents(events, [vendorOf('ROUTEE'), vendorOf('OTHER')]);
  await events.record([
    reported({ kind: 'VIBER_MESSAGE', id: 'other~m1', status: delivered, campaignTrackingId: 'c1' }),
    reported({ kind: 'FAILOVER_STEP', id: 'f1/1/1', flowTrackingId: 'f1', status: delivered }),
    reported({ kind: 'DELIVERY_REPORT', id: 'r1', extraId: 'own', status: delivered }),
  ]);
  stop();
  await events.record([reported({ kind: 'VIBER_MESSAGE', id: 'm2', status: delivered })]);
  expect(forgotten).toEqual([
    'ROUTEE VIBER_MESSAGE other~m1',
    'OTHER VIBER_MESSAGE m1',
    'ROUTEE VIBER_MESSAGE c1',
    'OTHER VIBER_MESSAGE c1',
    'ROUTEE FAILOVER_FLOW f1',
    'OTHER FAILOVER_FLOW f1',
    'ROUTEE DELIVERY_REPORT r1',
    'OTHER DELIVERY_REPORT r1',
    'ROUTEE DELIVERY_REPORT own',
    'OTHER DELIVERY_REPORT own',
  ]);
});
