import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalInput } from '../../src/sends/canonical.js';
import { graph, OTHER_TENANT } from '../support/fake-sources.js';
import { failoverFlow, sentCampaign, viberMessages } from '../support/graph-samples.js';

const world = {
  campaigns: { c1: viberMessages(30), c2: viberMessages(30) },
  flows: [failoverFlow('f1')],
  sent: [sentCampaign('s1')],
};

interface PageInfo {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly startCursor: string | null;
  readonly endCursor: string | null;
}
interface Page {
  readonly edges: readonly { readonly cursor: string; readonly node: { readonly trackingId: string } }[];
  readonly pageInfo: PageInfo;
  readonly totalCount: number;
}
const PAGE =
  'totalCount edges { cursor node { trackingId } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }';

describe('the arguments of a page', () => {
  test.each([
    ['first: 0', 'first'],
    ['first: -1', 'first'],
    ['first: 101', 'first'],
    ['last: 0', 'last'],
    ['last: 101', 'last'],
    ['first: 1, last: 1', 'last'],
    ['before: "x"', 'before'],
    ['first: 1, before: "x"', 'before'],
    ['last: 1, after: "x"', 'after'],
    ['after: "x", before: "y"', 'after'],
  ])('%s are refused before any call', async (args, where) => {
    const { ask } = await graph(world);
    for (const field of ['campaigns', 'failoverFlows']) {
      const { data, errors, calls } = await ask(`{ ${field}(${args}) { totalCount } }`);
      expect(data).toEqual({ [field]: null });
      expect(errors).toMatchObject([{ path: [field], code: 'BAD_USER_INPUT', inputPath: [where] }]);
      expect(calls).toEqual([]);
    }
  });

  test('that are wrong on messages leave the campaign', async () => {
    const { ask } = await graph(world);
    expect(await ask('{ campaign(trackingId: "c1") { name messages(first: 0) { totalCount } } }')).toMatchObject({
      data: { campaign: { name: 'Spring', messages: null } },
      errors: [{ path: ['campaign', 'messages'], code: 'BAD_USER_INPUT', inputPath: ['first'] }],
    });
  });

  test('are all reported at once', async () => {
    const { ask } = await graph(world);
    const { errors } = await ask('{ campaigns(first: 0, last: 200, after: "x") { totalCount } }');
    expect(errors[0]?.violations).toEqual([
      'BAD_USER_INPUT after',
      'BAD_USER_INPUT first',
      'BAD_USER_INPUT last',
      'BAD_USER_INPUT last',
    ]);
  });

  test('that are null are absent', async () => {
    const { ask } = await graph(world);
    const variables = { first: 2, after: null, last: null, before: null };
    const text =
      'query ($first: Int, $after: String, $last: Int, $before: String) { campaigns(first: $first, after: $after, last: $last, before: $before) { nodes { trackingId } } }';
    expect((await ask(text, variables)).errors).toEqual([]);
    expect((await ask(text)).data).toEqual({ campaigns: { nodes: [{ trackingId: 's1' }] } });
  });

  test('give 20 items when neither first nor last is given', async () => {
    const { ask } = await graph(world);
    const { data } = await ask('{ campaign(trackingId: "c1") { messages { nodes { trackingId } } } }');
    expect((data as { campaign: { messages: { nodes: unknown[] } } }).campaign.messages.nodes).toHaveLength(20);
  });
});

describe('a cursor', () => {
  const messages = (args: string, campaign = 'c1') =>
    `{ campaign(trackingId: "${campaign}") { messages(${args}) { ${PAGE} } } }`;
  const startOf = async (ask: Awaited<ReturnType<typeof graph>>['ask']): Promise<string> => {
    const { data } = await ask(messages('first: 1'));
    return (data as { campaign: { messages: Page } }).campaign.messages.pageInfo.endCursor ?? '';
  };

  test('goes on where it points', async () => {
    const { ask } = await graph(world);
    const { data } = await ask(messages(`first: 1, after: "${await startOf(ask)}"`));
    expect(data).toMatchObject({ campaign: { messages: { edges: [{ node: { trackingId: 'm1' } }] } } });
  });

  test('of the first item has nothing before it', async () => {
    const { ask } = await graph(world);
    const { data, errors } = await ask(messages(`last: 5, before: "${await startOf(ask)}"`));
    expect(errors).toEqual([]);
    expect(data).toMatchObject({
      campaign: { messages: { edges: [], totalCount: 30, pageInfo: { hasPreviousPage: false, hasNextPage: true } } },
    });
  });

  test.each([
    ['another campaign', (cursor: string) => messages(`first: 1, after: "${cursor}"`, 'c2')],
    ['another order', (cursor: string) => messages(`first: 1, after: "${cursor}", orderBy: { field: PRICE }`)],
    ['nothing', (cursor: string) => messages(`first: 1, after: "${cursor}x"`)],
    ['emptiness', () => messages('first: 1, after: ""')],
  ])('of %s is INVALID_CURSOR', async (_, text) => {
    const { ask } = await graph(world);
    const { errors } = await ask(text(await startOf(ask)));
    expect(errors).toMatchObject([{ path: ['campaign', 'messages'], code: 'INVALID_CURSOR', inputPath: ['after'] }]);
  });

  test('of another tenant or another field is INVALID_CURSOR', async () => {
    const { ask } = await graph(world);
    const cursor = await startOf(ask);
    const { errors } = await ask(messages(`first: 1, after: "${cursor}"`), {}, { tenant: OTHER_TENANT });
    expect(errors).toMatchObject([{ code: 'INVALID_CURSOR' }]);
    const elsewhere = await ask(
      `{ failoverFlows(first: 1, after: "${cursor}") { totalCount } campaigns(first: 1, after: "${cursor}") { totalCount } }`,
    );
    expect(elsewhere.errors).toMatchObject([
      { path: ['campaigns'], code: 'INVALID_CURSOR' },
      { path: ['failoverFlows'], code: 'INVALID_CURSOR' },
    ]);
    expect(elsewhere.calls).toEqual([]);
  });
});

describe.each([
  ['the messages of a campaign', 'campaign(trackingId: "c1") { page: messages', '}', 'm'],
  ['a failover search', 'page: failoverFlows', '', 'f'],
  ['the campaigns that this graph sent', 'page: campaigns', '', 's'],
])('a walk over %s', (_, open, close, letter) => {
  const worldOf = (total: number) => {
    const ids = Array.from({ length: total }, (__, index) => `${letter}${index}`);
    return {
      ids,
      world: {
        campaigns: { c1: viberMessages(total) },
        flows: ids.map((id) => failoverFlow(id)),
        sent: ids.map((id) => sentCampaign(id)).reverse(),
      },
    };
  };

  test.each(['first', 'last'] as const)(
    'with %s that changes gives each item once, and equals a plain slice',
    async (size) => {
      await fc.assert(
        fc.asyncProperty(fc.nat(45), fc.infiniteStream(fc.integer({ min: 1, max: 20 })), async (total, sizes) => {
          const { ids, world: list } = worldOf(total);
          const { ask } = await graph(list);
          const walked: string[] = [];
          let beyond: string | null = null;
          for (let more = true; more;) {
            const count: number = sizes.next().value ?? 1;
            const args: string = size === 'first' ? `first: ${count}, after: $c` : `last: ${count}, before: $c`;
            const { data, errors } = await ask(`query ($c: String) { ${open}(${args}) { ${PAGE} } ${close} }`, {
              c: beyond,
            });
            expect(errors).toEqual([]);
            const root = data as { page?: Page; campaign?: { page: Page } };
            const { edges, pageInfo, totalCount } = (root.page ?? root.campaign?.page)!;
            const given = edges.map(({ node }) => node.trackingId);
            const start = size === 'first' ? walked.length : Math.max(0, total - walked.length - count);
            const end = size === 'first' ? Math.min(total, start + count) : total - walked.length;
            expect(given).toEqual(ids.slice(start, end));
            expect(totalCount).toBe(total);
            expect(pageInfo).toEqual({
              hasNextPage: end < total,
              hasPreviousPage: start > 0,
              startCursor: edges[0]?.cursor ?? null,
              endCursor: edges.at(-1)?.cursor ?? null,
            });
            if (size === 'first') walked.push(...given);
            else walked.unshift(...given);
            beyond = size === 'first' ? pageInfo.endCursor : pageInfo.startCursor;
            more = size === 'first' ? pageInfo.hasNextPage : pageInfo.hasPreviousPage;
          }
          expect(walked).toEqual(ids);
        }),
        { numRuns: 25 },
      );
    },
  );
});

test('a new send shifts nothing in the list of campaigns', async () => {
  const { ask, ledger } = await graph({ sent: ['s0', 's1', 's2', 's3'].map((id) => sentCampaign(id)) });
  const first = (await ask('{ campaigns(first: 2) { nodes { trackingId } pageInfo { endCursor } } }')).data as {
    campaigns: { pageInfo: PageInfo };
  };
  const input = canonicalInput('VIBER_CAMPAIGN', {});
  const bound = await ledger.bind({ key: 'new', kind: 'VIBER_CAMPAIGN', input, scheduledAt: null });
  if (bound.isNew) await ledger.accept(bound.send.id, { vendorId: 's4', receipt: sentCampaign('s4') });
  const after = first.campaigns.pageInfo.endCursor;
  const { data, calls } = await ask(
    `{ campaigns(first: 2, after: "${after}") { totalCount nodes { trackingId } pageInfo { hasPreviousPage hasNextPage } } }`,
  );
  expect(data).toEqual({
    campaigns: {
      totalCount: 5,
      nodes: [{ trackingId: 's1' }, { trackingId: 's0' }],
      pageInfo: { hasPreviousPage: true, hasNextPage: false },
    },
  });
  expect(calls).toEqual([]);
});
