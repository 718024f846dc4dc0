import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import 'reflect-metadata';
import { sandboxIds } from '../support/sandbox.js';
import { requireDiscreet } from '../support/discretion.js';
import {
  readReply,
  type Reply,
  type SandboxedService,
  startRunningService,
  startSandboxedService,
} from '../support/running-service.js';

let service: SandboxedService;
beforeAll(async () => {
  service = await startSandboxedService();
  // cursors of two connections, and a token, so that from here on every vendor call counts
  const document = `query ($a: ID!, $b: ID!) {
    a: campaign(trackingId: $a) { messages(first: 1) { pageInfo { endCursor } } }
    b: campaign(trackingId: $b) { messages(first: 1) { pageInfo { endCursor } } }
    ordered: campaign(trackingId: $a) { messages(first: 1, orderBy: { field: PRICE }) { pageInfo { endCursor } } }
    flows: failoverFlows(first: 1) { pageInfo { endCursor } }
  }`;
  const read = await service.read<typeof pages>(document, { a: sandboxIds.campaign12, b: sandboxIds.campaign237 });
  Object.assign(pages, read);
});
afterAll(() => service.stop());
beforeEach(() => service.sandbox.clearCalls());

interface Paged {
  readonly messages: { readonly pageInfo: { readonly endCursor: string } };
}
const pages = {} as {
  a: Paged;
  b: Paged;
  ordered: Paged;
  flows: { readonly pageInfo: { readonly endCursor: string } };
};

const noCalls = (): void => expect(service.sandbox.calls()).toEqual([]);

describe('a page that makes no sense', () => {
  const MESSAGES = `query ($id: ID!, $first: Int, $after: String, $last: Int, $before: String) {
    campaign(trackingId: $id) { messages(first: $first, after: $after, last: $last, before: $before) { nodes { trackingId } } }
  }`;
  const LIST = `query ($first: Int, $after: String, $last: Int, $before: String) {
    campaigns(first: $first, after: $after, last: $last, before: $before) { totalCount }
  }`;
  const SEARCH = `query ($first: Int, $after: String, $last: Int, $before: String) {
    failoverFlows(first: $first, after: $after, last: $last, before: $before) { totalCount }
  }`;
  const wrong: readonly (readonly [string, Record<string, unknown>, string])[] = [
    ['first: 0', { first: 0 }, 'first'],
    ['a negative first', { first: -1 }, 'first'],
    ['first above 100', { first: 101 }, 'first'],
    ['last: 0', { last: 0 }, 'last'],
    ['last above 100', { last: 101 }, 'last'],
    ['both directions', { first: 1, last: 1 }, 'last'],
    ['after with last', { last: 1, after: 'x' }, 'after'],
    ['before without last', { before: 'x' }, 'before'],
    ['before with first', { first: 1, before: 'x' }, 'before'],
  ];

  it.each(wrong)('%s is refused in every connection, before any call', async (_name, args, place) => {
    for (const document of [MESSAGES, LIST, SEARCH]) {
      const variables = document === MESSAGES ? { id: sandboxIds.campaign12, ...args } : args;
      const { status, errors } = await service.query(document, variables);
      expect(status).toBe(200);
      expect(errors).toHaveLength(1);
      expect(errors[0]!.extensions).toMatchObject({ code: 'BAD_USER_INPUT', inputPath: [place] });
      if (document === MESSAGES) expect(errors[0]!.path).toEqual(['campaign', 'messages']);
    }
    noCalls();
  });

  it('takes an explicit null for absent, as Relay sends it', async () => {
    const { errors } = await service.query(MESSAGES, {
      id: sandboxIds.campaign12,
      first: 3,
      after: null,
      last: null,
      before: null,
    });
    expect(errors).toEqual([]);
  });

  it('refuses cursors that are damaged or of another connection', async () => {
    const own = pages.a.messages.pageInfo.endCursor;
    const flipped = own.slice(0, -2) + (own.at(-2) === 'A' ? 'B' : 'A') + own.at(-1);
    const cursors = [
      pages.b.messages.pageInfo.endCursor,
      pages.ordered.messages.pageInfo.endCursor,
      pages.flows.pageInfo.endCursor,
      flipped,
      `${own}=`,
      own.slice(1),
      '',
      'MQ==',
      'x'.repeat(5000),
    ];
    for (const cursor of cursors) {
      const { errors, data, text } = await service.query(MESSAGES, {
        id: sandboxIds.campaign12,
        first: 2,
        after: cursor,
      });
      expect(errors).toHaveLength(1);
      expect(errors[0]!.extensions).toMatchObject({ code: 'INVALID_CURSOR', inputPath: ['after'] });
      expect(data).toEqual({ campaign: { messages: null } });
      requireDiscreet(text, [cursor]);
    }
    const { errors } = await service.query(SEARCH, { first: 2, after: own });
    expect(errors[0]!.extensions.code).toBe('INVALID_CURSOR');
    noCalls();
  });
});

describe('an id that cannot be one segment of a path', () => {
  const ids = ['', '.', '..', 'x'.repeat(257), 'a\ud800b'];
  it.each(ids.map((id) => [JSON.stringify(id).slice(0, 20), id] as const))(
    '%s is refused before any call',
    async (_, id) => {
      const { status, errors } = await service.query(
        `query ($id: ID!, $text: String!) {
        campaign(trackingId: $id) { id } viberMessage(trackingId: $id) { id } failoverFlow(trackingId: $id) { id }
        deliveryReport(by: { extraId: $text }) { id } deliveryReports(by: [{ messageId: $id }]) { id }
      }`,
        { id, text: id },
      );
      expect(status).toBe(200);
      expect(errors.map(({ extensions }) => extensions.code)).toEqual(
        Array.from({ length: 5 }, () => 'BAD_USER_INPUT'),
      );
      expect(errors.map(({ extensions }) => extensions['inputPath'])).toEqual(
        expect.arrayContaining([['trackingId'], ['by', 'extraId'], ['by', 0, 'messageId']]),
      );
      noCalls();
    },
  );

  it('stays one segment whatever it holds', async () => {
    const id = 'a/../b?c=d#e%2F é';
    const { errors } = await service.query(`query ($id: ID!) { viberMessage(trackingId: $id) { id } }`, { id });
    expect(errors.map(({ extensions }) => extensions.code)).toEqual(['VIBER_MESSAGE_NOT_FOUND']);
    const { path } = service.sandbox.calls().at(-1)!;
    expect(path).toBe(`/viber/tracking/${encodeURIComponent(id)}`);
  });
});

describe('a search that makes no sense', () => {
  const filters: readonly (readonly [Record<string, unknown>, string, string])[] = [
    [{ status: 'UNKNOWN' }, 'BAD_USER_INPUT', 'status'],
    [{ channel: 'PUSH' }, 'BAD_USER_INPUT', 'channel'],
    [{ terminationChannel: 'UNKNOWN' }, 'BAD_USER_INPUT', 'terminationChannel'],
    [{ createdFrom: '2026-02-01T00:00Z', createdUntil: '2026-01-01T00:00Z' }, 'BAD_USER_INPUT', 'createdFrom'],
    [{ recipient: '6900000001' }, 'INVALID_RECIPIENT', 'recipient'],
  ];
  it.each(filters)('%j is refused before any call', async (filter, code, place) => {
    const document = `query ($filter: FailoverFlowFilter) { failoverFlows(filter: $filter) { totalCount } }`;
    const { errors, text } = await service.query(document, { filter });
    expect(errors[0]?.extensions).toMatchObject({ code, inputPath: ['filter', place] });
    requireDiscreet(text);
    noCalls();
  });
});

describe('lists of ids', () => {
  it('hold at most 100', async () => {
    const ids = Array.from({ length: 101 }, (_, n) => `id-${n}`);
    const { errors } = await service.query(`query ($by: [DeliveryReportBy!]!) { deliveryReports(by: $by) { id } }`, {
      by: ids.map((messageId) => ({ messageId })),
    });
    expect(errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', inputPath: ['by'] });
    const nodes = await service.query(`query ($ids: [ID!]!) { nodes(ids: $ids) { id } }`, { ids });
    expect(nodes.errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', inputPath: ['ids'] });
    noCalls();
  });
});

/** A campaign, its messages, their campaign and so on: a document of that many fields one below the other. */
function nested(depth: number): string {
  const fields = ['nodes', 'campaign', 'messages(first: 1)'];
  let text = '__typename';
  for (let level = depth - 1; level > 1; level--) text = `${fields[level % 3]} { ${text} }`;
  return `{ campaign(trackingId: "${sandboxIds.campaign12}") { ${text} } }`;
}

describe('an operation that is too large', () => {
  const many = (count: number, write: (n: number) => string) =>
    Array.from({ length: count }, (_, n) => write(n)).join(' ');
  const id = sandboxIds.campaign12;
  const SEND = `sendViberCampaign(input: { idempotencyKey: "k", senderId: "s", recipients: { phoneNumbers: ["+306900000001"] }, content: { text: "x" } }) { replayed }`;
  const documents: readonly (readonly [string, string, string])[] = [
    ['17 fields deep', nested(17), 'OPERATION_LIMIT_EXCEEDED'],
    [
      '101 aliases',
      `{ campaign(trackingId: "${id}") { ${many(101, (n) => `a${n}: name`)} } }`,
      'OPERATION_LIMIT_EXCEEDED',
    ],
    ['51 root fields', `{ ${many(51, () => '__typename')} }`, 'OPERATION_LIMIT_EXCEEDED'],
    ['21 directives on one place', `{ __typename ${many(21, () => '@skip(if: false)')} }`, 'OPERATION_LIMIT_EXCEEDED'],
    ['more than 6000 tokens', `{ ${many(6001, () => '__typename')} }`, 'OPERATION_LIMIT_EXCEEDED'],
    [
      'aliases in fragments',
      `{ ...f } fragment f on Query { ${many(101, (n) => `a${n}: __typename`)} }`,
      'OPERATION_LIMIT_EXCEEDED',
    ],
    [
      'fragments that multiply',
      `{ ...f0 } ${many(20, (n) => `fragment f${n} on Query { ...f${n + 1} ...f${n + 1} }`)} fragment f20 on Query { __typename }`,
      'OPERATION_LIMIT_EXCEEDED',
    ],
    [
      'reports of more rows than may cost a call each',
      `{ ${many(6, (n) => `c${n}: campaign(trackingId: "${id}-${n}") { messages(first: 100) { nodes { deliveryReport { id } } } }`)} }`,
      'OPERATION_TOO_EXPENSIVE',
    ],
    ['two sends', `mutation { a: ${SEND} b: ${SEND} }`, 'TOO_MANY_SENDS'],
    ['two sends in fragments', `mutation { ...f a: ${SEND} } fragment f on Mutation { b: ${SEND} }`, 'TOO_MANY_SENDS'],
  ];

  it.each(documents)('%s is refused with 400, before any call', async (_name, document, code) => {
    for (const accept of ['application/json', 'application/graphql-response+json']) {
      const { status, data, errors, text, headers } = await service.query(document, {}, { accept });
      expect([status, errors.map(({ extensions }) => extensions.code)]).toEqual([400, [code]]);
      expect(data).toBeUndefined();
      expect(headers.get('content-type')).toContain(accept);
      requireDiscreet(text, [id, '+306900000001']);
    }
    noCalls();
  });

  it('counts what fragments and aliases hide, and not what repeats', async () => {
    const { status } = await service.query(`mutation { ${SEND} ...f } fragment f on Mutation { ${SEND} }`);
    expect(status).toBe(200);
  });

  it('lets 16 fields one below the other pass', async () => {
    expect((await service.query(nested(16))).errors).toEqual([]);
  });

  it('lets 100 rows with a report each pass', async () => {
    const { errors } = await service.query(
      `query ($id: ID!) { campaign(trackingId: $id) { messages(first: 100) { nodes { deliveryReport { id } } } } }`,
      { id: sandboxIds.campaign237 },
    );
    expect(errors).toEqual([]);
  });

  it('reports five mistakes at most, without suggestions', async () => {
    const { status, errors, text } = await service.query(`{ ${many(9, (n) => `campain${n}`)} }`);
    expect(status).toBe(200);
    expect(errors.length).toBeLessThanOrEqual(6);
    expect(new Set(errors.map(({ extensions }) => extensions.code))).toEqual(new Set(['GRAPHQL_VALIDATION_FAILED']));
    expect(text).not.toMatch(/did you mean/i);
  });
});

type Body = string | Uint8Array<ArrayBuffer>;
const post = (body: Body, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${service.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });

describe('a request that is none', () => {
  const tooLarge = JSON.stringify({ query: '{ __typename }', variables: { x: 'x'.repeat(1024 * 1024) } });
  const requests: readonly (readonly [string, Body, Record<string, string>, number])[] = [
    ['a body above 1 MB', tooLarge, {}, 413],
    ['a body above 1 MB once gunzipped', gzipSync(tooLarge), { 'content-encoding': 'gzip' }, 413],
    ['a body above 1 MB once inflated', deflateSync(tooLarge), { 'content-encoding': 'deflate' }, 413],
    ['a body above 1 MB once unbrotlied', brotliCompressSync(tooLarge), { 'content-encoding': 'br' }, 413],
    ['an array of operations', '[{"query":"{ __typename }"}]', {}, 400],
    ['an empty array', '[]', {}, 400],
    ['no JSON', '{', {}, 400],
    ['nothing', '', {}, 400],
    ['a text', '"{ __typename }"', {}, 400],
    ['an unknown compression', 'x', { 'content-encoding': 'zip' }, 415],
    ['damaged compression', 'x', { 'content-encoding': 'gzip' }, 400],
    ['another content type', 'x=1', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
  ];
  it.each(requests)('%s is BAD_REQUEST', async (_name, body, headers, status) => {
    const reply = await readReply(await post(body, headers));
    expect(reply.status).toBe(status);
    expect(reply.errors.map(({ extensions }) => extensions.code)).toEqual(['BAD_REQUEST']);
    requireDiscreet(reply.text);
  });

  it('that is compressed and small is answered', async () => {
    const reply = await readReply(
      await post(gzipSync(JSON.stringify({ query: '{ __typename }' })), { 'content-encoding': 'gzip' }),
    );
    expect(reply.data).toEqual({ __typename: 'Query' });
  });
});

describe('errors of documents and variables', () => {
  const PHONE = '+306912345678';
  const ADDRESS = 'https://secret.example.com/a.png';
  const SEND = `mutation ($input: SendViberCampaignInput!) { sendViberCampaign(input: $input) { replayed } }`;
  const leaks: readonly (readonly [string, string, Record<string, unknown>, string])[] = [
    ['a number for an object', SEND, { input: PHONE }, 'BAD_USER_INPUT'],
    ['a member of the wrong kind', SEND, { input: { idempotencyKey: { [PHONE]: ADDRESS } } }, 'BAD_USER_INPUT'],
    ['a member that there is not', SEND, { input: { [ADDRESS]: PHONE } }, 'BAD_USER_INPUT'],
    ['a missing variable', SEND, {}, 'BAD_USER_INPUT'],
    [
      'a damaged time',
      'query ($t: DateTime) { failoverFlows(filter: { createdFrom: $t }) { totalCount } }',
      { t: PHONE },
      'BAD_USER_INPUT',
    ],
    [
      'both members of one',
      'query ($by: DeliveryReportBy!) { deliveryReport(by: $by) { id } }',
      { by: { messageId: PHONE, extraId: ADDRESS } },
      'BAD_USER_INPUT',
    ],
    ['a literal of the wrong kind', `{ campaign(trackingId: ["${PHONE}"]) { id } }`, {}, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'a literal of the wrong enum',
      `{ failoverFlows(filter: { status: "${ADDRESS}" }) { totalCount } }`,
      {},
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'a literal time',
      `{ failoverFlows(filter: { createdFrom: "${PHONE}" }) { totalCount } }`,
      {},
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['a broken document', `{ campaign(trackingId: "${PHONE}" `, {}, 'GRAPHQL_PARSE_FAILED'],
    ['an open text', `{ campaign(trackingId: "${ADDRESS}`, {}, 'GRAPHQL_PARSE_FAILED'],
    ['an open block of text', `{ campaign(trackingId: """${PHONE}) }`, {}, 'GRAPHQL_PARSE_FAILED'],
    ['a text in a wrong place', `{ "${PHONE}" }`, {}, 'GRAPHQL_PARSE_FAILED'],
  ];

  it.each(leaks)('do not quote %s', async (_name, document, variables, code) => {
    for (const [accept, expected] of [
      ['application/json', 200],
      ['application/graphql-response+json', 400],
    ] as const) {
      const { status, errors, text } = await service.query(document, variables, { accept });
      expect([status, [...new Set(errors.map(({ extensions }) => extensions.code))]]).toEqual([expected, [code]]);
      requireDiscreet(text, [PHONE, PHONE.slice(1), ADDRESS, 'secret']);
    }
    noCalls();
  });
});

describe('the fields of federation', () => {
  it('are for routers alone outside development', async () => {
    for (const document of [
      '{ _service { sdl } }',
      '{ ...f } fragment f on Query { _entities(representations: []) { __typename } }',
    ]) {
      const { status, errors } = await service.query(document);
      expect([status, errors.map(({ extensions }) => extensions.code)]).toEqual([403, ['FORBIDDEN']]);
    }
  });
});

describe('the sandbox as npm start runs it', () => {
  let started: Reply<unknown>;
  beforeAll(async () => {
    const development = await startRunningService();
    started = await development.query(
      '{ _service { sdl } deliveryReport(by: { extraId: "report-sms" }) { status { state } } }',
    );
    await development.stop();
  });

  it('answers at once and says that it is one', () => {
    expect(started.headers.get('x-sandbox')).toBe('1');
    expect(started.errors).toEqual([]);
    expect(started.data).toMatchObject({ deliveryReport: { status: { state: 'DELIVERED' } } });
    expect(started.upstream?.calls).toBe(1);
  });
});

describe('what answers and the log show of requests', () => {
  it('is their id, the caller’s own where it is fit', async () => {
    const own = await service.query('{ nothing }', {}, { 'x-request-id': 'my-request.1' });
    expect(own.headers.get('x-request-id')).toBe('my-request.1');
    expect(own.errors[0]?.extensions['requestId']).toBe('my-request.1');
    const unfit = await service.query('{ nothing }', {}, { 'x-request-id': 'a b' });
    expect(unfit.headers.get('x-request-id')).toMatch(/^[\w-]{36}$/);
    expect(service.log()).toContain('"requestId":"my-request.1"');
  });

  it('is no address, number, id or value in any line', () => {
    expect(service.log().split('\n').length).toBeGreaterThan(50);
    requireDiscreet(service.log(), ['+3069', 'secret', sandboxIds.campaign12, sandboxIds.campaign237, 'report-sms']);
  });
});
