import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { partId, sandboxIds } from '../support/sandbox.js';
import { type Reply, type SandboxedService, startSandboxedService } from '../support/running-service.js';

let service: SandboxedService;
beforeAll(async () => {
  service = await startSandboxedService({ NODE_ENV: 'development' });
});
afterAll(() => service.stop());
beforeEach(() => service.sandbox.clearCalls());

interface Entities {
  readonly _entities: readonly (Readonly<Record<string, unknown>> | null)[];
}
type Reference = Readonly<Record<string, unknown>> | string;

const resolve = (selection: string, representations: readonly Reference[]): Promise<Reply<Entities>> =>
  service.query<Entities>(
    `query ($representations: [_Any!]!) { _entities(representations: $representations) { __typename ${selection} } }`,
    { representations },
  );

/** The vendor calls since the test began, tokens aside. */
const calls = () =>
  service.sandbox
    .calls()
    .filter(({ path }) => !path.includes('oauth'))
    .map(({ method, path }) => `${method} ${path}`)
    .sort();

const message = (position: number): Reference => ({
  __typename: 'ViberMessage',
  trackingId: partId(sandboxIds.campaign12, position),
});
const flow = (trackingId: string): Reference => ({ __typename: 'FailoverFlow', trackingId });
const report = (key: Record<string, unknown>): Reference => ({ __typename: 'DeliveryReport', ...key });

const EVERYTHING = `
  ... on ViberMessage { trackingId asOf }
  ... on FailoverFlow { trackingId asOf }
  ... on Campaign { trackingId asOf messages(first: 1) { totalCount } }
  ... on DeliveryReport { extraId asOf }`;

describe('fifty mixed references', () => {
  const known: Reference[] = [
    message(1),
    message(2),
    flow(sandboxIds.flowViber),
    { __typename: 'Campaign', trackingId: sandboxIds.campaign12 },
    report({ extraId: 'report-sms' }),
    report({ messageId: 'gms-report-viber' }),
  ];
  const unknown: Reference[] = [
    { __typename: 'ViberMessage', trackingId: 'nowhere' },
    flow('nowhere'),
    { __typename: 'Campaign', trackingId: 'nowhere' },
    report({ extraId: 'nowhere' }),
    { __typename: 'ViberMessage', id: 'damaged' },
    report({ id: 'damaged' }),
  ];
  const malformed: Reference[] = [
    'text',
    {},
    { __typename: 'Sender', id: '1' },
    { __typename: 'constructor', id: '1' },
    { __typename: 'ViberMessage' },
    { __typename: 'ViberMessage', trackingId: null },
    { __typename: 'ViberMessage', trackingId: ['x'] },
    { __typename: 'FailoverFlow', trackingId: '..' },
    { __typename: 'Campaign', trackingId: '' },
    report({}),
    report({ messageId: 7 }),
  ];
  const pattern = [...known, ...unknown, ...malformed];
  const references = Array.from({ length: 50 }, (_, index) => pattern[index % pattern.length]!);
  const kindOf = (reference: Reference) =>
    known.includes(reference) ? 'found' : unknown.includes(reference) ? 'absent' : 'broken';

  test('keep their order: found, absent without an error, broken with an error at their index', async () => {
    const { data, errors } = await resolve(EVERYTHING, references);
    const broken = new Map(errors.map((error) => [error.path?.[1], error]));
    const reported = data?._entities.map((entity, index) =>
      entity ? 'found' : broken.has(index) ? 'broken' : 'absent',
    );
    expect(reported).toEqual(references.map(kindOf));
    expect(data?._entities.map((entity) => entity?.['__typename'] ?? null)).toEqual(
      references.map((reference) =>
        kindOf(reference) === 'found' ? (reference as Record<string, unknown>)['__typename'] : null,
      ),
    );
    for (const { path, extensions } of errors) {
      expect(path?.[0]).toBe('_entities');
      expect(extensions.code).toBe('BAD_USER_INPUT');
      expect(extensions['inputPath']).toEqual(expect.arrayContaining(['representations', path?.[1]]));
    }
  });

  test.each<[Reference, string]>([
    [
      { __typename: 'Sender', id: '1' },
      '__typename: the entity types of this graph are Campaign, ViberMessage, FailoverFlow, DeliveryReport, Send.',
    ],
    [{ __typename: 'ViberMessage' }, 'id: a reference to a ViberMessage has id or trackingId, as text.'],
    [report({ messageId: 7 }), 'messageId: a reference to a DeliveryReport has id, messageId or extraId, as text.'],
    [
      { __typename: 'Campaign', trackingId: '' },
      'trackingId: an id has 1 to 256 characters of well-formed text and is not "." or "..".',
    ],
  ])('that are malformed are refused with the field and what is allowed: %j', async (reference, text) => {
    const { errors } = await resolve(EVERYTHING, [reference]);
    expect(errors.map(({ message }) => message)).toEqual([text]);
  });

  test('cost one call each, however often they are repeated', async () => {
    await resolve(EVERYTHING, references);
    const made = calls();
    expect(new Set(made).size).toBe(made.length);
    expect(made).toHaveLength(known.length + unknown.length - 2);
  });
});

test('references of several types cost what is selected of each, and are not refused for the sum of all', async () => {
  const messages = Array.from({ length: 200 }, (_, n) => ({ __typename: 'ViberMessage', trackingId: `m${n}` }));
  const campaign = { __typename: 'Campaign', trackingId: sandboxIds.campaign12 };
  const { data, errors } = await resolve(
    '... on ViberMessage { to } ... on Campaign { messages(first: 5) { nodes { deliveryReport { status { state } } } } }',
    [campaign, ...messages],
  );
  expect(errors.map(({ extensions }) => extensions['code'])).not.toContain('OPERATION_TOO_EXPENSIVE');
  expect(data?._entities[0]).toMatchObject({ __typename: 'Campaign' });
  expect(calls().length).toBeGreaterThan(200);
});

describe('a reference taken at its word', () => {
  test.each([
    ['Campaign', { trackingId: 'never-seen' }, 'id trackingId'],
    ['ViberMessage', { trackingId: 'never-seen' }, 'id trackingId'],
    ['FailoverFlow', { trackingId: 'never-seen' }, 'id trackingId'],
    ['DeliveryReport', { messageId: 'never-seen' }, 'id messageId'],
    ['DeliveryReport', { extraId: 'never-seen' }, 'extraId'],
  ])('makes no call for a %s by %j when only %s is selected', async (type, key, fields) => {
    const { data, errors } = await resolve(`... on ${type} { ${fields} }`, [{ __typename: type, ...key }]);
    expect(errors).toEqual([]);
    expect(data?._entities).toEqual([expect.objectContaining({ __typename: type, ...key })]);
    expect(calls()).toEqual([]);
  });

  test('makes no call by an opaque id either, and gives the same id back', async () => {
    const stubs = await resolve('... on FailoverFlow { id }', [flow('never-seen')]);
    const id = stubs.data?._entities[0]?.['id'];
    const { data } = await resolve('... on FailoverFlow { id trackingId }', [{ __typename: 'FailoverFlow', id }]);
    expect(data?._entities).toEqual([{ __typename: 'FailoverFlow', id, trackingId: 'never-seen' }]);
    expect(calls()).toEqual([]);
  });

  test('is read by the key that it has where another one is null', async () => {
    const stubs = await resolve('... on ViberMessage { id } ... on DeliveryReport { id }', [
      { __typename: 'ViberMessage', trackingId: 'never-seen' },
      report({ messageId: 'never-seen' }),
    ]);
    const [message, ofMessage] = stubs.data!._entities.map((entity) => entity?.['id']);
    const { data, errors } = await resolve('... on ViberMessage { trackingId } ... on DeliveryReport { __typename }', [
      { __typename: 'ViberMessage', trackingId: null, id: message },
      report({ messageId: null, id: ofMessage }),
      report({ messageId: null, extraId: 'never-seen' }),
    ]);
    expect(errors).toEqual([]);
    expect(data?._entities).toMatchObject([
      { trackingId: 'never-seen' },
      { __typename: 'DeliveryReport' },
      { __typename: 'DeliveryReport' },
    ]);
    expect(calls()).toEqual([]);
  });

  test('of a delivery report by its opaque id is the report by message id', async () => {
    const stubs = await resolve('... on DeliveryReport { id }', [report({ messageId: 'never-seen' })]);
    const id = stubs.data?._entities[0]?.['id'];
    const { data } = await resolve('... on DeliveryReport { id messageId }', [report({ id })]);
    expect(data?._entities).toEqual([{ __typename: 'DeliveryReport', id, messageId: 'never-seen' }]);
    expect(calls()).toEqual([]);
  });

  test('does not check existence when other fields are skipped', async () => {
    const { data } = await resolve('... on ViberMessage { trackingId to @include(if: false) }', [
      { __typename: 'ViberMessage', trackingId: 'never-seen' },
    ]);
    expect(data?._entities).toEqual([{ __typename: 'ViberMessage', trackingId: 'never-seen' }]);
    expect(calls()).toEqual([]);
  });

  test.each(['messageId', 'id'])('by extra id, %s costs the report', async (field) => {
    const { data, errors } = await resolve(`... on DeliveryReport { ${field} }`, [report({ extraId: 'report-sms' })]);
    expect(errors).toEqual([]);
    expect(data?._entities).toEqual([{ __typename: 'DeliveryReport', [field]: expect.any(String) }]);
    expect(calls()).toHaveLength(1);
  });

  test('is not enough for another field: then an entity that is not there is null, without an error', async () => {
    const { data, errors } = await resolve('... on ViberMessage { to }', [
      { __typename: 'ViberMessage', trackingId: 'never-seen' },
    ]);
    expect(data?._entities).toEqual([null]);
    expect(errors).toEqual([]);
  });

  test.each([
    ['ViberMessage', sandboxIds.messageSeen],
    ['FailoverFlow', sandboxIds.flowViberThenSms],
  ])('leads a %s to its delivery report without being read', async (type, trackingId) => {
    const { data, errors } = await resolve(`... on ${type} { trackingId deliveryReport { extraId asOf } }`, [
      { __typename: type, trackingId },
    ]);
    expect(errors).toEqual([]);
    expect(data?._entities[0]).toMatchObject({ deliveryReport: { extraId: trackingId } });
    expect(service.sandbox.calls().map(({ vendor }) => vendor)).toEqual(['gms']);
  });
});

test('an entity found by a reference has the same id as by a lookup', async () => {
  const { data } = await service.query<Record<string, { id: string }>>(
    `query ($flow: ID!, $message: ID!) { failoverFlow(trackingId: $flow) { id } viberMessage(trackingId: $message) { id } }`,
    { flow: sandboxIds.flowViber, message: sandboxIds.messageSeen },
  );
  const entities = await resolve('... on FailoverFlow { id asOf } ... on ViberMessage { id asOf }', [
    flow(sandboxIds.flowViber),
    { __typename: 'ViberMessage', trackingId: sandboxIds.messageSeen },
  ]);
  expect(entities.data?._entities.map((entity) => entity?.['id'])).toEqual([
    data?.['failoverFlow']?.id,
    data?.['viberMessage']?.id,
  ]);
});

test('a variable in a reference is the same however often the operation has run', async () => {
  const ask = () =>
    service.query(
      'query ($id: String) { _entities(representations: [{ __typename: "Campaign", trackingId: $id }]) { __typename } }',
      { id: sandboxIds.campaign12 },
    );
  for (let run = 0; run < 4; run++)
    expect(await ask()).toMatchObject({ data: { _entities: [{ __typename: 'Campaign' }] }, errors: [] });
});
