import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { fakeClock } from '../support/fake-clock.js';
import { type PagedMessage, type PagedRoutee, startPagedRoutee } from '../support/paged-routee.js';
import { type RunningService, startRunningService } from '../support/running-service.js';

const WORDS = ['Queued', 'Sent', 'Delivered', 'Seen', 'Undelivered', 'Expired', 'Failed', 'Unsent'];
const STATES = ['QUEUED', 'IN_PROGRESS', 'SENT', 'DELIVERED', 'SEEN', 'UNDELIVERED', 'EXPIRED', 'FAILED', 'UNSENT'];
const SETTLED = ['DELIVERED', 'SEEN', 'UNDELIVERED', 'EXPIRED', 'FAILED', 'UNSENT'];
const COUNTRIES = ['GR', 'DE', 'CY', 'UA'];
const PRICES = [0.1, 0.2, 0.0345, null];

/** A linear congruential generator: the same numbers in every run. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => Math.floor(((state = (state * 1664525 + 1013904223) % 2 ** 32) / 2 ** 32) * below);
}

function createMessages(name: string, count: number, words: readonly string[]): PagedMessage[] {
  const random = randomFrom(count + words.length);
  return Array.from({ length: count }, (_, index) => ({
    trackingId: `${name}-${index}`,
    to: `+3069${String(10_000_000 + random(count * 2))}`,
    country: COUNTRIES[random(COUNTRIES.length)]!,
    status: words[random(words.length)]!,
    date: new Date(Date.UTC(2026, 0, 1) + 60_000 * random(500)).toISOString(),
    price: PRICES[random(PRICES.length)]!,
  }));
}

const campaigns = {
  settled: createMessages('settled', 5000, WORDS.slice(2)),
  moving: createMessages('moving', 730, WORDS),
  expensive: createMessages('expensive', 2000, WORDS),
  ...Object.fromEntries(
    Array.from({ length: 10 }, (_, index) => [`c${index}`, createMessages(`c${index}`, 150, WORDS)]),
  ),
};

const clock = fakeClock();
let vendor: PagedRoutee;
let service: RunningService;

beforeAll(async () => {
  vendor = await startPagedRoutee(campaigns);
  service = await startService();
});
afterAll(async () => {
  await service.stop();
  await vendor.close();
});
afterEach(() => void vendor.takeReads());

const startService = (settings: Record<string, string> = {}) =>
  startRunningService({ ...vendor.settings, CACHE: 'on', ...settings }, { clock });

const REMEMBERED = { 'cache-control': 'max-age=3600' };

interface Messages {
  readonly totalCount: number;
  readonly nodes: readonly { readonly trackingId: string }[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

const read = async <Data>(document: string, variables = {}) =>
  (await service.read<{ campaign: Data }>(document, variables, REMEMBERED)).campaign;

const PROGRESS = `query ($id: ID!) { campaign(trackingId: $id) { progress {
  total settled isSettled isFinal states { state count } countries { country total states { state count } cost }
  cost firstUpdateAt lastUpdateAt } } }`;

const MESSAGES = `query ($id: ID!, $filter: ViberMessageFilter, $orderBy: ViberMessageOrder, $first: Int, $after: String, $last: Int, $before: String) {
  campaign(trackingId: $id) { messages(filter: $filter, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
    totalCount nodes { trackingId } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }`;

const page = async (variables: object): Promise<Messages> =>
  (await read<{ messages: Messages }>(MESSAGES, variables)).messages;

const stateOf = ({ status }: PagedMessage): string => status.toUpperCase();

/** What counting every message gives. */
function expectedProgress(messages: readonly PagedMessage[]) {
  const statesOf = (some: readonly PagedMessage[]) =>
    STATES.map((state) => ({ state, count: some.filter((one) => stateOf(one) === state).length })).filter(
      ({ count }) => count > 0,
    );
  const costOf = (some: readonly PagedMessage[]) => {
    const units = some.reduce((sum, { price }) => sum + Math.round((price ?? 0) * 10_000), 0);
    return some.every(({ price }) => price === null) ? null : String(units / 10_000);
  };
  const dates = messages.map(({ date }) => date).sort();
  const settled = messages.filter((one) => SETTLED.includes(stateOf(one))).length;
  return {
    total: messages.length,
    settled,
    isSettled: settled === messages.length,
    isFinal: messages.every((one) => SETTLED.includes(stateOf(one)) && stateOf(one) !== 'DELIVERED'),
    states: statesOf(messages),
    countries: [...COUNTRIES].sort().map((country) => {
      const there = messages.filter((one) => one.country === country);
      return { country, total: there.length, states: statesOf(there), cost: costOf(there) };
    }),
    cost: costOf(messages),
    firstUpdateAt: dates[0],
    lastUpdateAt: dates.at(-1),
  };
}

describe('the progress of a campaign', () => {
  test('equals counting all messages, and costs a call for each page once', async () => {
    const id = 'settled';
    expect(await read(PROGRESS, { id })).toEqual({ progress: expectedProgress(campaigns.settled) });
    expect(vendor.takeReads()).toHaveLength(50);
    expect(await read(PROGRESS, { id })).toEqual({ progress: expectedProgress(campaigns.settled) });
    expect(vendor.takeReads()).toEqual([]);
  });

  test('is counted over every message again where something can still change', async () => {
    const id = 'moving';
    expect(await read(PROGRESS, { id })).toEqual({ progress: expectedProgress(campaigns.moving) });
    expect(vendor.takeReads()).toHaveLength(8);
    for (const message of campaigns.moving) if (message.status === 'Queued') message.status = 'Sent';
    clock.advance(120_000);
    expect(await read(PROGRESS, { id })).toEqual({ progress: expectedProgress(campaigns.moving) });
    expect(vendor.takeReads()).toHaveLength(8);
  });

  test('and the counts of states and a page with a filter share one walk', async () => {
    const other = await startService();
    const document = `{ campaign(trackingId: "settled") { name totalMessages progress { total } deliveryCounts { count }
      messages(filter: { states: [SEEN] }, first: 100) { totalCount nodes { to } } } }`;
    const [reply, again] = await Promise.all([
      other.query(document, {}, REMEMBERED),
      other.query(document, {}, REMEMBERED),
    ]);
    expect(reply.errors).toEqual([]);
    expect(again.data).toEqual(reply.data);
    expect(vendor.takeReads()).toHaveLength(50);
    await other.stop();
  });
});

describe('messages with a filter', () => {
  const filters = [
    { states: ['SEEN'] },
    { states: ['UNDELIVERED', 'FAILED'], countries: ['GR', 'CY'] },
    { countries: ['UA'] },
    { states: ['QUEUED'], countries: ['DE'] },
    { to: campaigns.moving[17]!.to },
    { states: ['IN_PROGRESS'] },
  ];
  const orders = [
    null,
    { field: 'STATUS_UPDATED_AT', direction: 'DESC' },
    { field: 'COUNTRY', direction: 'ASC' },
    { field: 'PRICE', direction: 'ASC' },
    { field: 'PRICE', direction: 'DESC' },
  ] as const;

  function expectedIds(filter: (typeof filters)[number], order: (typeof orders)[number]): string[] {
    const matching = campaigns.moving.filter(
      (one) =>
        (!filter.states || filter.states.includes(stateOf(one))) &&
        (!filter.countries || filter.countries.includes(one.country)) &&
        (!filter.to || filter.to === one.to),
    );
    if (!order) return matching.map(({ trackingId }) => trackingId);
    const keyOf = ({ date, country, price }: PagedMessage) =>
      order.field === 'PRICE' ? price : order.field === 'COUNTRY' ? country : date;
    const sign = order.direction === 'ASC' ? 1 : -1;
    const sorted = matching.toSorted((a, b) => {
      const [one, other] = [keyOf(a), keyOf(b)];
      if (one === other) return 0;
      if (one === null || other === null) return one === null ? 1 : -1;
      return one < other ? -sign : sign;
    });
    return sorted.map(({ trackingId }) => trackingId);
  }

  test.each(filters.flatMap((filter) => orders.map((orderBy) => ({ filter, orderBy }))))(
    'equal filtering all messages, in both directions: $filter by $orderBy',
    async ({ filter, orderBy }) => {
      const expected = expectedIds(filter, orderBy);
      const given = { id: 'moving', filter, orderBy };
      for (const size of [7, 100]) {
        const forward: string[] = [];
        for (let after: string | null = null, more = true; more;) {
          const found = await page({ ...given, first: size, after });
          expect(found.totalCount).toBe(expected.length);
          expect(found.pageInfo.hasPreviousPage).toBe(after !== null && forward.length > 0);
          forward.push(...found.nodes.map(({ trackingId }) => trackingId));
          ({ endCursor: after, hasNextPage: more } = found.pageInfo);
          expect(more).toBe(forward.length < expected.length);
        }
        expect(forward).toEqual(expected);
        const backward: string[] = [];
        for (let before: string | null = null, more = true; more;) {
          const found = await page({ ...given, last: size, before });
          expect(found.totalCount).toBe(expected.length);
          expect(found.pageInfo.hasNextPage).toBe(before !== null && backward.length > 0);
          backward.unshift(...found.nodes.map(({ trackingId }) => trackingId));
          ({ startCursor: before, hasPreviousPage: more } = found.pageInfo);
          expect(more).toBe(backward.length < expected.length);
        }
        expect(backward).toEqual(expected);
      }
    },
  );

  test('cost nothing later but the pages of the messages shown', async () => {
    const given = { id: 'settled', filter: { states: ['SEEN'] } };
    await read(PROGRESS, { id: 'settled' });
    vendor.takeReads();
    clock.advance(2 * 60 * 60_000);
    await read(
      'query ($id: ID!, $filter: ViberMessageFilter) { campaign(trackingId: $id) { messages(filter: $filter) { totalCount } } }',
      given,
    );
    expect(vendor.takeReads()).toEqual([]);
    const { nodes } = await page({ ...given, first: 10 });
    const pages = new Set(nodes.map(({ trackingId }) => Math.floor(Number(trackingId.split('-')[1]) / 100)));
    expect(vendor.takeReads()).toHaveLength(pages.size);
  });

  test('go on from a cursor although messages before it match no longer', async () => {
    const filter = { states: ['EXPIRED'] };
    const before = await page({ id: 'moving', filter, first: 5 });
    const expected = expectedIds(filter, null);
    const moved = campaigns.moving.filter(({ trackingId }) => expected.slice(0, 5).includes(trackingId));
    for (const message of moved) message.status = 'Undelivered';
    clock.advance(120_000);
    const after = await page({ id: 'moving', filter, first: 5, after: before.pageInfo.endCursor });
    expect(after.nodes.map(({ trackingId }) => trackingId)).toEqual(expected.slice(5, 10));
    expect(after.totalCount).toBe(expected.length - 5);
    expect(after.pageInfo.hasPreviousPage).toBe(false);
    for (const message of moved) message.status = 'Expired';
    clock.advance(120_000);
  });
});

describe('a walk', () => {
  test('is refused after its first page where the operation may not make the other calls', async () => {
    const poor = await startService({ MAX_UPSTREAM_CALLS: '52' });
    const small = await startService({ MAX_UPSTREAM_CALLS: '12' });
    expect((await poor.query(PROGRESS, { id: 'settled' }, REMEMBERED)).errors).toEqual([]);
    vendor.takeReads();
    const { errors, data } = await small.query(MESSAGES, { id: 'expensive', filter: { states: ['SEEN'] }, first: 10 });
    expect(errors).toMatchObject([
      {
        path: ['campaign', 'messages'],
        message: 'The campaign has 2000 messages: 19 more vendor calls; 11 are left to this operation.',
        extensions: { code: 'OPERATION_TOO_EXPENSIVE' },
      },
    ]);
    expect(data).toEqual({ campaign: { messages: null } });
    expect(vendor.takeReads()).toHaveLength(1);
    await Promise.all([poor.stop(), small.stop()]);
  });

  test('is refused at its path where the campaign is larger than SNAPSHOT_MAX_MB, and others stay in memory', async () => {
    const huge = Array.from({ length: 9000 }, (_, index) => ({ ...campaigns.settled[0]!, trackingId: `h-${index}` }));
    const small = campaigns.settled.slice(0, 300).map((one) => ({ ...one, status: 'Seen' }));
    const other = await startPagedRoutee({ huge, small });
    const limited = await startRunningService({ ...other.settings, SNAPSHOT_MAX_MB: '1' });
    await limited.read(PROGRESS, { id: 'small' }, REMEMBERED);
    other.takeReads();
    const document = `{ campaign(trackingId: "huge") { totalMessages progress { total } deliveryCounts { count }
      found: messages(filter: { states: [SEEN] }) { totalCount } messages(first: 2) { nodes { to } } } }`;
    const { errors, data } = await limited.query(document, {}, REMEMBERED);
    expect(errors.map(({ path }) => path).sort()).toEqual([
      ['campaign', 'deliveryCounts'],
      ['campaign', 'found'],
      ['campaign', 'progress'],
    ]);
    for (const error of errors)
      expect(error).toMatchObject({
        message: expect.stringMatching(
          /^The campaign has 9000 messages; at most [1-8]\d{3} are counted and filtered, in 1 MB\.$/,
        ),
        extensions: { code: 'CAMPAIGN_TOO_LARGE', category: 'FAILED_PRECONDITION' },
      });
    expect(data).toMatchObject({
      campaign: {
        totalMessages: 9000,
        progress: null,
        deliveryCounts: null,
        found: null,
        messages: { nodes: [{}, {}] },
      },
    });
    expect(other.takeReads()).toHaveLength(1);
    expect(await limited.read(PROGRESS, { id: 'small' }, REMEMBERED)).toMatchObject({
      campaign: { progress: { total: 300 } },
    });
    expect(other.takeReads()).toEqual([]);
    await limited.stop();
    await other.close();
  });
});

describe('an operation over many campaigns', () => {
  const whole = (count: number, field: string): string =>
    `{ ${Array.from({ length: count }, (_, index) => `c${index}: campaign(trackingId: "c${index}") { ${field} }`).join(' ')} }`;
  const messages = (count: number): string =>
    `{ ${Array.from({ length: count }, (_, index) => `m${index}: viberMessage(trackingId: "settled-${index}") { timeline { state } }`).join(' ')} }`;
  const FILTERED = 'messages(filter: { states: [SEEN] }, first: 100) { totalCount }';

  test.each([
    ['progress of campaigns', whole(9, 'progress { total }'), whole(10, 'progress { total }'), 510],
    ['filtered pages of campaigns', whole(4, FILTERED), whole(5, FILTERED), 510],
    [
      'pages of messages with their timelines',
      whole(4, 'messages(first: 100) { nodes { timeline { state } deliveryReport { id } } }'),
      whole(5, 'messages(first: 100) { nodes { timeline { state } deliveryReport { id } } }'),
      515,
    ],
  ])(
    'runs with as many %s as MAX_UPSTREAM_CALLS allows, and is refused with both numbers beyond',
    async (_, most, more, calls) => {
      expect((await service.query(most, {}, REMEMBERED)).errors).toEqual([]);
      vendor.takeReads();
      const { status, data, errors } = await service.query(more, {}, REMEMBERED);
      expect([status, data]).toEqual([400, undefined]);
      expect(errors).toMatchObject([
        {
          message: `The operation could cost ${calls} vendor calls; at most 500 are allowed.`,
          extensions: { code: 'OPERATION_TOO_EXPENSIVE', category: 'RESOURCE_EXHAUSTED' },
        },
      ]);
      expect(vendor.takeReads()).toEqual([]);
    },
  );

  test('counts a vendor call for each timeline of a message that is read by its id', async () => {
    expect((await service.query(messages(12), {}, REMEMBERED)).errors).toEqual([]);
    expect(vendor.takeReads()).toHaveLength(12);
    const poor = await startService({ MAX_UPSTREAM_CALLS: '11' });
    expect((await poor.query(messages(12), {}, REMEMBERED)).errors).toMatchObject([
      {
        message: 'The operation could cost 12 vendor calls; at most 11 are allowed.',
        extensions: { code: 'OPERATION_TOO_EXPENSIVE' },
      },
    ]);
    expect(vendor.takeReads()).toEqual([]);
    await poor.stop();
  });
});
