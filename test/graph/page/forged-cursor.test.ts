import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { decodeOpaque, encodeOpaque } from '../../../src/graph/opaque.js';
import { Operation } from '../../../src/operation.js';
import { type Answer, graph, type Graph } from '../../support/fake-sources.js';
import { failoverFlow, sentCampaign, viberMessages } from '../../support/graph-samples.js';
import { anyText } from '../../support/any-text.js';

const CREATED_FROM = '2026-03-01T00:00:00.000Z';
const NOW = Date.parse('2026-03-04T12:00:00.000Z');

const world = {
  campaigns: { c1: viberMessages(5) },
  flows: ['f1', 'f2', 'f3'].map((id) => failoverFlow(id)),
  sent: ['s1', 's2', 's3'].map((id) => sentCampaign(id)),
};

interface Connection {
  readonly field: string;
  /** The selection around it. */
  readonly around: readonly [before: string, after: string];
  /** What a page may ask of the vendor. */
  readonly call: RegExp;
}

const CONNECTIONS: Readonly<Record<string, Connection>> = {
  'the messages of a campaign': {
    field: 'messages(',
    around: ['campaign(trackingId: "c1") { trackingId', '}'],
    call: /^messages c1 (by TO ASC )?\d{1,10}\/\d{1,3}$/,
  },
  'the ordered messages of a campaign': {
    field: 'messages(orderBy: { field: TO }, ',
    around: ['campaign(trackingId: "c1") { trackingId', '}'],
    call: /^messages c1 (by TO ASC )?\d{1,10}\/\d{1,3}$/,
  },
  'the campaigns that were sent': { field: 'campaigns(', around: ['', ''], call: /^never$/ },
  'a failover search': { field: 'failoverFlows(', around: ['', ''], call: /^search \d{1,10}\/\d{1,3}$/ },
  'a failover search from a time': {
    field: `failoverFlows(filter: { createdFrom: "${CREATED_FROM}" }, `,
    around: ['', ''],
    call: /^search \d{1,10}\/\d{1,3}$/,
  },
  'a failover search until a time': {
    field: `failoverFlows(filter: { createdUntil: "2026-03-05T00:00:00Z" }, `,
    around: ['', ''],
    call: /^search \d{1,10}\/\d{1,3}$/,
  },
};

/** All operations of a run begin at one time. */
const operation = () => Object.assign(new Operation(), { startedAt: NOW });

function ask({ ask: run }: Graph, { field, around }: Connection, args: string, variables = {}): Promise<Answer> {
  const query = `query ${args.includes('$cursor') ? '($cursor: String)' : ''} { ${around[0]} page: ${field}${args}) { pageInfo { endCursor } edges { cursor } } ${around[1]} }`;
  return run(query, variables, { operation: operation(), compiledToo: false });
}

async function genuineCursor(served: Graph, connection: Connection): Promise<string> {
  const { data } = await ask(served, connection, 'first: 2');
  const cursor = /"endCursor":"([\w-]+)"/.exec(JSON.stringify(data))?.[1];
  if (cursor === undefined) throw new TypeError('the page has no cursor');
  return cursor;
}

const BACKWARD_AND_FORWARD = ['first: 2, after: $cursor', 'last: 2, before: $cursor'];

/** INVALID_CURSOR at the argument and without a call, or a page. @returns which */
async function refusal(served: Graph, connection: Connection, cursor: string): Promise<boolean[]> {
  const refused: boolean[] = [];
  for (const args of BACKWARD_AND_FORWARD) {
    const { errors, calls } = await ask(served, connection, args, { cursor });
    const isRefused = errors.length > 0;
    refused.push(isRefused);
    if (isRefused) {
      expect(errors).toMatchObject([
        { code: 'INVALID_CURSOR', inputPath: [args.startsWith('first') ? 'after' : 'before'] },
      ]);
      expect(calls).toEqual([]);
    } else {
      for (const call of calls) expect(call).toMatch(connection.call);
    }
  }
  return refused;
}

const base36 = fc.oneof(
  fc.integer().map((n) => n.toString(36)),
  fc.maxSafeInteger().map((n) => n.toString(36)),
  fc.double().map((n) => n.toString(36)),
  fc.constantFrom(
    '',
    '-1',
    '-3z',
    '0',
    '00',
    ' 1',
    '1.5',
    'NaN',
    'Infinity',
    '1e9',
    (NOW * 2).toString(36),
    'zzzzzzzzzzzz',
  ),
  anyText({ maxLength: 12 }),
);

describe.each(Object.entries(CONNECTIONS))('a cursor of %s', (_name, connection) => {
  test('that it gave is taken', async () => {
    const served = await graph(world);
    expect(await refusal(served, connection, await genuineCursor(served, connection))).toEqual([false, false]);
  });

  test('with any content that anybody encoded is INVALID_CURSOR without a call', async () => {
    const served = await graph(world);
    await fc.assert(
      fc.asyncProperty(anyText({ maxLength: 60 }), async (body) =>
        expect(await refusal(served, connection, encodeOpaque(body))).toEqual([true, true]),
      ),
      { numRuns: 50 },
    );
  });

  test('with a forged position and time is INVALID_CURSOR without a call, or reads a page that can be', async () => {
    const served = await graph(world);
    const [digest] = decodeOpaque(await genuineCursor(served, connection))!.split('.');
    await fc.assert(
      fc.asyncProperty(base36, base36, async (position, extra) => {
        await refusal(served, connection, encodeOpaque([digest, position, extra].join('.')));
      }),
      { numRuns: 200 },
    );
  });

  test('damaged at any character is INVALID_CURSOR without a call', async () => {
    const served = await graph(world);
    const whole = await genuineCursor(served, connection);
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.constantFrom('', ...'AZaz09-_ =.'), async (at, letter) => {
        const place = at % whole.length;
        const damaged = whole.slice(0, place) + letter + whole.slice(place + 1);
        fc.pre(damaged !== whole);
        expect(await refusal(served, connection, damaged)).toEqual([true, true]);
      }),
      { numRuns: 100 },
    );
  });

  test.each([
    ['below zero', '-1', null],
    ['beyond every list', (1.1e15).toString(36), null],
    ['beyond every list that an Int can count', (2 ** 31 - 2).toString(36), null],
    ['beyond every list of ten million', (10_000_001).toString(36), null],
    ['beyond the integers', 'zzzzzzzzzzzz', null],
    ['not in its shortest form', '01', null],
    ['with a fraction', '1.5', null],
  ])('at a position %s is INVALID_CURSOR without a call', async (name, position) => {
    const served = await graph(world);
    const [digest, , ...extra] = decodeOpaque(await genuineCursor(served, connection))!.split('.');
    const isSequence = connection.field === 'campaigns(';
    const refused = await refusal(served, connection, encodeOpaque([digest, position, ...extra].join('.')));
    expect(refused).toEqual(isSequence && name.startsWith('beyond every list') ? [false, false] : [true, true]);
  });
});

describe('a time in a cursor of a failover search', () => {
  const forge = async (connection: Connection, time: string): Promise<boolean[]> => {
    const served = await graph(world);
    const [digest, position] = decodeOpaque(await genuineCursor(served, connection))!.split('.');
    return refusal(served, connection, encodeOpaque([digest, position, time].join('.')));
  };
  const search = CONNECTIONS['a failover search']!;

  test.each([
    ['is missing', ''],
    ['is no instant', (8.64e15 + 1).toString(36)],
    ['has more than four digits of a year', Date.UTC(10_000, 0).toString(36)],
    ['is far in the future', (NOW + 3 * 86_400_000).toString(36)],
    ['lies before 1970', '-1'],
    ['is a word', 'time-'],
    ['is in 1970', 'x'],
    ['is more than a year old', (NOW - 367 * 86_400_000).toString(36)],
  ])('that %s is INVALID_CURSOR', async (_name, time) => {
    expect(await forge(search, time)).toEqual([true, true]);
  });

  test('of an instance whose clock is some minutes ahead is taken', async () => {
    expect(await forge(search, (NOW + 300_000).toString(36))).toEqual([false, false]);
  });

  test('before the start of the search is INVALID_CURSOR', async () => {
    const before = (Date.parse(CREATED_FROM) - 1).toString(36);
    expect(await forge(CONNECTIONS['a failover search from a time']!, before)).toEqual([true, true]);
  });

  test('is INVALID_CURSOR where the search has an end of its own', async () => {
    expect(await forge(CONNECTIONS['a failover search until a time']!, NOW.toString(36))).toEqual([true, true]);
  });
});
