import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import 'reflect-metadata';
import { flowId, type Sandbox, sandboxIds, startSandbox } from '../support/sandbox.js';
import { accountsOf, type RunningService, startRunningService } from '../support/running-service.js';

const ORIGIN = 'https://shop.example';
let sandbox: Sandbox;
let quick: RunningService;
let long: RunningService;
let crossOrigin: RunningService;
beforeAll(async () => {
  // a clock that stands still: what is asked twice is the same twice
  const now = Date.now();
  sandbox = await startSandbox({ now: () => now });
  quick = await startRunningService(accountsOf(sandbox), { shortcuts: true });
  crossOrigin = await startRunningService({ ...accountsOf(sandbox), CORS_ORIGINS: ORIGIN }, { shortcuts: true });
  long = await startRunningService({ ...accountsOf(sandbox), CACHE: 'off', CORS_ORIGINS: 'off' }, { shortcuts: false });
});
afterAll(async () => {
  await Promise.all([quick.stop(), crossOrigin.stop(), long.stop()]);
  await sandbox.close();
});

const MESSAGE = `trackingId id to from groups country price ttlSeconds isSession direction
  status { state isFinal isSettled vendorStatus detailedStatus description updatedAt }
  content { kind text imageUrl action { caption targetUrl } file { id name type url } video { url durationSeconds } }`;
const REPORT = `id messageId extraId phoneNumber clicks deliveredVia lastChannel reportedAt status { state isFinal }
  attempts { channel status { state } codes { status hyberStatus } } plan { channel ttlSeconds }`;

/** Operations of every kind, with what goes wrong in them. */
const OPERATIONS: readonly (readonly [name: string, query: string, variables?: Record<string, unknown>])[] = [
  [
    'a page',
    `query ($id: ID!) { campaign(trackingId: $id) { name messages { nodes { ${MESSAGE} } totalCount } } }`,
    { id: sandboxIds.campaign12 },
  ],
  [
    'a page with reports',
    `{ campaign(trackingId: "${sandboxIds.campaign12}") { messages(first: 5) { edges { cursor node { trackingId deliveryReport { ${REPORT} } } } pageInfo { endCursor hasNextPage } } } }`,
  ],
  [
    'two windows',
    `{ campaign(trackingId: "${sandboxIds.campaign237}") { a: messages(first: 3) { nodes { trackingId } } b: messages(last: 3) { nodes { to } } deliveryCounts { state count } } }`,
  ],
  [
    'an order',
    `{ campaign(trackingId: "${sandboxIds.campaign12}") { messages(orderBy: { field: TO, direction: DESC }) { nodes { to } } } }`,
  ],
  [
    'a message',
    `{ viberMessage(trackingId: "${sandboxIds.messageSeen}") { ${MESSAGE} campaign { name } deliveryReport { ${REPORT} } } }`,
  ],
  [
    'a flow',
    `{ failoverFlow(trackingId: "${flowId(1)}") { id status steps { __typename order channel to failoverOn ... on SmsStep { text } ... on ViberStep { message { ${MESSAGE} } } ... on VoiceStep { durationSeconds } } } }`,
  ],
  [
    'a fragment that may be left out',
    `query ($no: Boolean!) { viberMessage(trackingId: "${sandboxIds.messageSeen}") { ...F @include(if: $no) ...F } } fragment F on ViberMessage { to from }`,
    { no: false },
  ],
  [
    'reports',
    `query ($by: [DeliveryReportBy!]!) { deliveryReports(by: $by) { ${REPORT} } }`,
    { by: [{ extraId: 'report-sms' }, { extraId: 'none' }, { extraId: 'magic-500' }, { extraId: 'report-pending' }] },
  ],
  [
    'a thing that is not there',
    '{ campaign(trackingId: "nowhere") { name } viberMessage(trackingId: "nowhere") { to } }',
  ],
  [
    'a vendor that fails in one place',
    `{ ok: viberMessage(trackingId: "${sandboxIds.messageSeen}") { to } bad: viberMessage(trackingId: "magic-html") { to } }`,
  ],
  [
    'a row without its id',
    '{ campaign(trackingId: "magic-row-without-id") { messages { edges { node { trackingId } } nodes { trackingId } } } }',
  ],
  [
    'arguments that make no sense',
    `{ campaign(trackingId: "${sandboxIds.campaign12}") { messages(first: 0) { totalCount } } }`,
  ],
  ['a variable that does not fit', 'query ($id: ID!) { node(id: $id) { id } }', { id: { no: 'id' } }],
  ['a text that does not parse', '{ campaign('],
  ['a text that is not valid', '{ campaigns { nope } }'],
  ['a subscription', 'subscription { campaigns { totalCount } }'],
  ['no campaigns yet', '{ campaigns { totalCount nodes { name } pageInfo { hasNextPage } } }'],
  ['the schema', '{ __schema { queryType { fields { name } } } }'],
];

/** Places of variables, of every kind of position that allows null and that does not. */
const POSITIONS: readonly (readonly [name: string, type: string, value: unknown, wrong: unknown, query: string])[] = [
  ['an argument', 'Int', 2, 'x', 'campaigns(first: $v) { totalCount }'],
  ['an argument that must be given', 'ID!', 'nowhere', {}, 'node(id: $v) { id }'],
  ['a list that must be given', '[DeliveryReportBy!]', [{ extraId: 'none' }], [null], 'deliveryReports(by: $v) { id }'],
  ['an item of a list', 'DeliveryReportBy', { extraId: 'none' }, {}, 'deliveryReports(by: [$v]) { id }'],
  ['an item of a list of ids', 'ID', 'x', ['x'], 'nodes(ids: ["y", $v]) { id }'],
  ['a member of a choice', 'String!', 'none', 1, 'deliveryReport(by: { extraId: $v }) { id }'],
  [
    'a field of an input that must be given',
    'ViberMessageOrderField',
    'PRICE',
    'SIZE',
    `campaign(trackingId: "${sandboxIds.campaign12}") { messages(orderBy: { field: $v }) { nodes { to } } }`,
  ],
  [
    'a field of an input with a default',
    'OrderDirection',
    'DESC',
    'UP',
    `campaign(trackingId: "${sandboxIds.campaign12}") { messages(orderBy: { field: TO, direction: $v }) { nodes { to } } }`,
  ],
  [
    'a field of an input that may be null',
    'DateTime',
    '2026-03-01T10:00:00Z',
    'yesterday',
    'failoverFlows(filter: { createdUntil: $v }) { totalCount }',
  ],
  [
    'if of @include',
    'Boolean',
    true,
    1,
    `viberMessage(trackingId: "${sandboxIds.messageSeen}") { from to @include(if: $v) }`,
  ],
  [
    'if of @skip',
    'Boolean',
    true,
    1,
    `viberMessage(trackingId: "${sandboxIds.messageSeen}") { from ... @skip(if: $v) { to } }`,
  ],
  [
    'a member with a default',
    'Boolean',
    true,
    1,
    'previewViberMessage(input: { idempotencyKey: "k", senderId: "s", to: "+306912345678", message: { content: { text: "a" } }, isSession: $v }) { isSendable billing warnings { code } }',
  ],
  [
    'an item of a list in an input',
    'String!',
    '+306912345678',
    1,
    'previewViberCampaign(input: { idempotencyKey: "k", senderId: "s", recipients: { phoneNumbers: ["+35797123456", $v] }, content: { text: "a" } }) { recipientCount violations { code inputPath } }',
  ],
];

/** What graphql-js has defaults of, by the type that they are for. */
const DEFAULTS: Readonly<Record<string, string>> = {
  Int: '3',
  'ID!': '"x"',
  '[DeliveryReportBy!]': '[{ extraId: "none" }]',
  DeliveryReportBy: '{ extraId: "none" }',
  ID: '"z"',
  'String!': '"none"',
  ViberMessageOrderField: 'COUNTRY',
  OrderDirection: 'DESC',
  DateTime: '"2026-03-01T10:00:00Z"',
  Boolean: 'false',
};

/** An answer without what is each caller's own. */
const shown = (text: string): unknown =>
  JSON.parse(text, (name, value: unknown) => (name === 'asOf' || name === 'requestId' ? undefined : value));

async function ask(service: RunningService, query: string, variables?: Record<string, unknown>) {
  const response = await fetch(`${service.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: ORIGIN },
    body: JSON.stringify({ query, variables }),
  });
  return { status: response.status, type: response.headers.get('content-type'), body: await response.text() };
}

async function askByGet(service: RunningService, query: string, variables: Record<string, unknown> = {}) {
  const search = new URLSearchParams({ query, variables: JSON.stringify(variables) });
  const response = await fetch(`${service.url}/graphql?${search.toString()}`, {
    headers: { 'apollo-require-preflight': '1', accept: '*/*' },
  });
  return { status: response.status, type: response.headers.get('content-type'), body: await response.text() };
}

describe('an answer is the same by every shortcut, and with CORS, as by the long way', () => {
  it.each(OPERATIONS.map(([name, query, variables]) => ({ name, query, variables })))(
    '$name',
    async ({ query, variables }) => {
      const expected = await ask(long, query, variables);
      for (let round = 0; round < 4; round++) {
        const answers = await Promise.all(
          [quick, crossOrigin].flatMap((service) => Array.from({ length: 5 }, () => ask(service, query, variables))),
        );
        for (const { status, type, body } of answers) {
          expect({ status, type, body: shown(body) }).toEqual({ ...expected, body: shown(expected.body) });
        }
      }
      for (const answer of [
        await askByGet(quick, query, variables),
        await askByGet(long, query, variables),
        await askByGet(crossOrigin, query, variables),
      ])
        expect({ ...answer, body: shown(answer.body) }).toEqual({ ...expected, body: shown(expected.body) });
    },
  );

  it('a preview, which goes by POST alone', async () => {
    const query = `query ($input: SendViberCampaignInput!) { previewViberCampaign(input: $input) { isSendable keyState contentKind billing recipientsPerCountry { country count } violations { code message inputPath } warnings { code inputPath } } }`;
    const recipients = { phoneNumbers: ['+306912345678', '69'] };
    const input = { idempotencyKey: 'preview', senderId: sandboxIds.sender, recipients, content: { text: 'Hello' } };
    const expected = await ask(long, query, { input });
    for (let round = 0; round < 4; round++) {
      const services = [quick, crossOrigin, quick, crossOrigin];
      for (const answer of await Promise.all(services.map((service) => ask(service, query, { input }))))
        expect(answer).toEqual(expected);
    }
  });

  describe.each(POSITIONS.map(([place, type, value, wrong, query]) => ({ place, type, value, wrong, query })))(
    'with a variable as $place',
    ({ type, value, wrong, query }) => {
      it.each([
        ['with a default', ` = ${DEFAULTS[type]!}`],
        ['without a default', ''],
      ])('%s: unset, null, fitting and not, in turn', async (_name, otherwise) => {
        const text = `query ($v: ${type}${otherwise}) { first: __typename ${query} }`;
        // the fitting one between the others: the operation is compiled from its second run on
        const given = [{}, { v: null }, { v: wrong }].flatMap((one) => [{ v: value }, one, one]);
        for (const variables of given) {
          const expected = await ask(long, text, variables);
          const answer = await ask(quick, text, variables);
          expect({ ...answer, body: shown(answer.body) }).toEqual({ ...expected, body: shown(expected.body) });
        }
      });
    },
  );

  it('gives every caller its own request id', async () => {
    const replies = await Promise.all(
      ['one', 'two', 'three'].map(async (id) => {
        const response = await fetch(`${quick.url}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'x-request-id': id },
          body: JSON.stringify({ query: '{ viberMessage(trackingId: "nowhere-else") { to } }' }),
        });
        const { errors } = (await response.json()) as { errors: { extensions: { requestId: string } }[] };
        return [response.headers.get('x-request-id'), ...errors.map(({ extensions }) => extensions.requestId)];
      }),
    );
    expect(replies).toEqual([
      ['one', 'one'],
      ['two', 'two'],
      ['three', 'three'],
    ]);
  });
});
