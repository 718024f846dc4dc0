import { describe, expect, it } from '@jest/globals';
import { MessagingError } from '../../src/errors/error.js';
import { encodeOpaque } from '../../src/graph/opaque.js';
import { reportOf } from '../events/reports.js';
import { type Graph, graph, OTHER_TENANT } from '../support/fake-sources.js';
import { deliveryReport, failoverFlow, viberMessage } from '../support/graph-samples.js';

const PAGE = `query ($filter: DeliveryEventFilter, $first: Int, $after: String) {
  deliveryEvents(filter: $filter, first: $first, after: $after) {
    nodes { kind previousState sendOutcome status { state } }
    edges { cursor node { cursor } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`;

interface Page {
  readonly nodes: readonly { readonly kind: string; readonly status: { readonly state: string } | null }[];
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly cursor: string } }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string;
  };
}

async function page(given: Graph, variables: Record<string, unknown> = {}): Promise<Page> {
  const { data, errors, calls } = await given.ask(PAGE, variables);
  expect([errors, calls]).toEqual([[], []]);
  return (data as { deliveryEvents: Page }).deliveryEvents;
}

const statesOf = ({ nodes }: Page): (string | undefined)[] => nodes.map(({ status }) => status?.state);

const send = {
  ...reportOf('s1', 'SENT'),
  kind: 'SEND',
  status: null,
  sendOutcome: 'ACCEPTED',
  source: 'CALLBACK',
  campaignTrackingId: 'c1',
} as const;

describe('deliveryEvents', () => {
  it('gives the events oldest first, page by page', async () => {
    const given = await graph();
    await given.events.record([reportOf('a', 'QUEUED', 1), reportOf('a', 'SENT', 2), reportOf('a', 'DELIVERED', 3)]);
    const first = await page(given, { first: 2 });
    expect([statesOf(first), first.pageInfo.hasNextPage, first.pageInfo.hasPreviousPage]).toEqual([
      ['QUEUED', 'SENT'],
      true,
      false,
    ]);
    expect(first.edges.map(({ cursor, node }) => cursor === node.cursor)).toEqual([true, true]);
    expect([first.pageInfo.startCursor, first.pageInfo.endCursor]).toEqual(first.edges.map(({ cursor }) => cursor));
    const rest = await page(given, { after: first.pageInfo.endCursor });
    expect([statesOf(rest), rest.pageInfo.hasNextPage, rest.pageInfo.hasPreviousPage]).toEqual([
      ['DELIVERED'],
      false,
      true,
    ]);
    const end = await given.ask('{ deliveryEventsEnd }');
    expect(end.data).toEqual({ deliveryEventsEnd: rest.pageInfo.endCursor });
  });

  it('has an end cursor where there is nothing, from which it goes on', async () => {
    const given = await graph();
    const { pageInfo, nodes } = await page(given);
    expect([nodes, pageInfo.hasNextPage, pageInfo.hasPreviousPage, pageInfo.startCursor]).toEqual([
      [],
      false,
      false,
      null,
    ]);
    await given.events.record([reportOf('a', 'QUEUED', 1)]);
    expect(statesOf(await page(given, { after: pageInfo.endCursor }))).toEqual(['QUEUED']);
  });

  it('gives the events that the filter asks for, and takes an empty list for none', async () => {
    const given = await graph();
    await given.events.record([
      reportOf('a', 'QUEUED', 1, { campaignTrackingId: 'c1' }),
      reportOf('f', 'DELIVERED', 1, { kind: 'FAILOVER_FLOW' }),
      send,
    ]);
    const kinds = async (filter: unknown): Promise<string[]> =>
      (await page(given, { filter })).nodes.map(({ kind }) => kind);
    expect(await kinds({ kinds: [], states: [] })).toEqual(['VIBER_MESSAGE', 'FAILOVER_FLOW', 'SEND']);
    expect(await kinds({ kinds: ['SEND', 'FAILOVER_FLOW'] })).toEqual(['FAILOVER_FLOW', 'SEND']);
    expect(await kinds({ states: ['DELIVERED', 'QUEUED'] })).toEqual(['VIBER_MESSAGE', 'FAILOVER_FLOW']);
    expect(await kinds({ campaignTrackingId: 'c1' })).toEqual(['VIBER_MESSAGE', 'SEND']);
    expect(await kinds({ kinds: ['SEND'], states: ['DELIVERED'] })).toEqual([]);
  });

  it('searches at most 10 000 events a request, and goes on where it stopped', async () => {
    const given = await graph();
    const many = Array.from({ length: 10_050 }, (_, index) => reportOf(`m${index}`, 'QUEUED', 1));
    await given.events.record([...many, reportOf('last', 'SEEN', 1)]);
    const filter = { states: ['SEEN'] };
    const first = await page(given, { filter });
    expect([first.nodes, first.pageInfo.hasNextPage]).toEqual([[], true]);
    const next = await page(given, { filter, after: first.pageInfo.endCursor });
    expect([statesOf(next), next.pageInfo.hasNextPage, next.pageInfo.hasPreviousPage]).toEqual([['SEEN'], false, true]);
  });

  it('promises a next page only where another event matches', async () => {
    const given = await graph();
    await given.events.record([reportOf('a', 'SEEN', 1), reportOf('b', 'QUEUED', 1), reportOf('c', 'SEEN', 1)]);
    const first = await page(given, { filter: { states: ['SEEN'] }, first: 1 });
    expect(first.pageInfo.hasNextPage).toBe(true);
    const next = await page(given, { filter: { states: ['SEEN'] }, first: 1, after: first.pageInfo.endCursor });
    expect([statesOf(next), next.pageInfo.hasNextPage]).toEqual([['SEEN'], false]);
  });

  it.each([
    ['SEEN', ['SEEN'], true],
    ['QUEUED', ['QUEUED'], false],
    ['FAILED', [], true],
  ])('shows whether the log holds any event before the page, whatever the filter: %s', async (state, nodes, before) => {
    const given = await graph();
    await given.events.record([reportOf('a', 'QUEUED', 1), reportOf('a', 'SEEN', 2)]);
    const first = await page(given, { filter: { states: [state] } });
    expect([statesOf(first), first.pageInfo.hasPreviousPage]).toEqual([nodes, before]);
  });

  it('refuses a page size out of range, and a cursor that is damaged or another tenant’s', async () => {
    const given = await graph();
    await given.events.record([reportOf('a', 'QUEUED', 1)]);
    const { endCursor } = (await page(given)).pageInfo;
    for (const first of [0, 101, -1]) {
      const { errors } = await given.ask(PAGE, { first });
      expect(errors).toMatchObject([{ code: 'BAD_USER_INPUT', inputPath: ['first'] }]);
    }
    for (const [after, tenant] of [
      ['x', undefined],
      [`${endCursor}x`, undefined],
      [encodeOpaque('campaigns:0'), undefined], // of another list
      [endCursor, OTHER_TENANT],
    ] as const) {
      const { errors } = await given.ask(PAGE, { after }, tenant && { tenant });
      expect(errors).toMatchObject([
        {
          code: 'INVALID_EVENT_CURSOR',
          inputPath: ['after'],
          message:
            'The cursor is not one of this event log: it is damaged, of another tenant or of another list. Read the present state again.',
        },
      ]);
    }
  });

  it('is refused without the scope read', async () => {
    const given = await graph();
    const { errors } = await given.ask(PAGE, {}, { scopes: ['send'] });
    expect(errors).toMatchObject([{ code: 'FORBIDDEN' }]);
  });
});

describe('the subject of an event', () => {
  const SUBJECTS = (fields: string): string => `{ deliveryEvents { nodes { stepOrder campaign { trackingId } subject {
    __typename
    ... on ViberMessage { id trackingId ${fields} }
    ... on FailoverFlow { id trackingId }
    ... on DeliveryReport { id messageId }
    ... on Send { id }
  } } } }`;

  async function recorded(given: Graph): Promise<void> {
    await given.events.record([
      reportOf('m1', 'QUEUED', 1, { campaignTrackingId: 'c1' }),
      reportOf('f1/2/1', 'QUEUED', 1, { kind: 'FAILOVER_STEP', flowTrackingId: 'f1', stepOrder: 2 }),
      reportOf('r1', 'DELIVERED', 1, { kind: 'DELIVERY_REPORT' }),
      send,
    ]);
  }

  it('costs no call while its ids are selected, which are those of its lookup', async () => {
    const given = await graph({ messages: [viberMessage('m1')], flows: [failoverFlow('f1')] });
    await recorded(given);
    const { data, calls, errors } = await given.ask(SUBJECTS(''));
    expect([errors, calls]).toEqual([[], []]);
    const { nodes } = (data as { deliveryEvents: { nodes: Record<string, unknown>[] } }).deliveryEvents;
    expect(nodes).toMatchObject([
      { campaign: { trackingId: 'c1' }, subject: { __typename: 'ViberMessage', trackingId: 'm1' } },
      { stepOrder: 2, campaign: null, subject: { __typename: 'FailoverFlow', trackingId: 'f1' } },
      { subject: { __typename: 'DeliveryReport', messageId: 'r1' } },
      { campaign: { trackingId: 'c1' }, subject: { __typename: 'Send' } },
    ]);
    const looked = await given.ask('{ viberMessage(trackingId: "m1") { id } }');
    expect((nodes[0]!['subject'] as { id: string }).id).toBe(
      (looked.data as { viberMessage: { id: string } }).viberMessage.id,
    );
  });

  it('is a report with the extra id that was pushed, at no call; where none was, the vendor is read for it', async () => {
    const given = await graph({ reports: [deliveryReport('r2', 'order-2')] });
    await given.events.record([
      reportOf('r1', 'DELIVERED', 1, { kind: 'DELIVERY_REPORT', extraId: 'order-1' }),
      reportOf('r2', 'DELIVERED', 1, { kind: 'DELIVERY_REPORT' }),
    ]);
    const { data, calls, errors } = await given.ask(
      '{ deliveryEvents { nodes { subject { ... on DeliveryReport { messageId extraId } } } } }',
    );
    expect([errors, calls]).toEqual([[], ['report simple m:r2']]);
    expect(data).toEqual({
      deliveryEvents: {
        nodes: [
          { subject: { messageId: 'r1', extraId: 'order-1' } },
          { subject: { messageId: 'r2', extraId: 'order-2' } },
        ],
      },
    });
  });

  it('is read through the loaders for other fields, with its number masked', async () => {
    const given = await graph({ messages: [viberMessage('m1')], flows: [failoverFlow('f1')] });
    await recorded(given);
    const { data, calls } = await given.ask(SUBJECTS('to'), {}, { scopes: ['read'], compiledToo: false }); // what is read may be an event
    expect(calls).toEqual(['message m1']);
    const [{ subject }] = (data as { deliveryEvents: { nodes: [{ subject: { to: string } }] } }).deliveryEvents.nodes;
    expect(subject.to).toBe('+•••••••••678');
  });

  it('is null where it is not found, and an error where it cannot be read', async () => {
    const given = await graph({ failures: { 'message m2': new MessagingError('UPSTREAM_TIMEOUT') } });
    await given.events.record([reportOf('m1', 'QUEUED', 1), reportOf('m2', 'QUEUED', 1)]);
    const { data, errors } = await given.ask('{ deliveryEvents { nodes { subject { ... on ViberMessage { to } } } } }');
    expect(data).toEqual({ deliveryEvents: { nodes: [{ subject: null }, { subject: null }] } });
    expect(errors).toMatchObject([{ code: 'UPSTREAM_TIMEOUT', path: ['deliveryEvents', 'nodes', 1, 'subject'] }]);
  });
});
