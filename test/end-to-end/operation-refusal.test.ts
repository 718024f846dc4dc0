import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { errorCatalogue } from '../../src/errors/catalogue.js';
import { readReply, type RunningService, startRunningService } from '../support/running-service.js';
import { bearer, keyOf, writeTenants } from '../server/tenants-file.js';

let service: RunningService;
beforeAll(async () => {
  service = await startRunningService({
    SANDBOX: 'on',
    ...writeTenants([
      {
        id: 'one',
        keys: [
          keyOf('all'),
          keyOf('reader', { scopes: ['read'] }),
          keyOf('sender', { scopes: ['send'] }),
          keyOf('reconciler', { scopes: ['read', 'send:reconcile'] }),
        ],
      },
    ]),
  });
});
afterAll(() => service.stop());

const ask = (query: string, variables: Record<string, unknown> = {}, key = 'all') =>
  service.query(query, variables, bearer(key));

const SEND = 'mutation ($input: SendViberCampaignInput!) { sendViberCampaign(input: $input) { replayed } }';
const RECONCILE = 'reconcileSend(input: { sendId: "x", wasSent: false }) { send { id } }';
const PREVIEW =
  'previewViberCampaign(input: { idempotencyKey: "k", senderId: "s", recipients: { groups: ["g"] }, content: { text: "x" } }) { isSendable }';
const VALID = {
  idempotencyKey: 'k',
  senderId: 's',
  recipients: { phoneNumbers: ['+306900000001'] },
  content: { text: 'x' },
};

describe('variables that do not fit', () => {
  const reported = async (query: string, variables: Record<string, unknown>) => {
    const { errors, text } = await ask(query, variables);
    const { code, inputPath, violations } = errors[0]!.extensions as {
      code: string;
      inputPath: unknown[];
      violations: { inputPath: unknown[]; message: string }[];
    };
    expect(code).toBe('BAD_USER_INPUT');
    expect([errors[0]!.message, inputPath]).toEqual([violations[0]!.message, violations[0]!.inputPath]);
    return { text, places: violations.map(({ inputPath: path, message }) => `${path.join('.')}: ${message}`) };
  };

  test.each<[string, string, string]>([
    [
      'of an input that has exactly one key',
      'query ($x: String) { deliveryReport(by: { extraId: $x }) { clicks } }',
      'by.extraId',
    ],
    ['with a default that null replaces', 'query ($x: ID = "a") { viberMessage(trackingId: $x) { to } }', 'trackingId'],
  ])('are reported with their place where null is given for a field %s, every time', async (_name, query, place) => {
    for (let run = 0; run < 3; run++) {
      expect((await reported(query, { x: null })).places).toEqual([
        `${place}: The variable "$x" is null or not set; a value is needed here.`,
      ]);
    }
  });

  test('are reported with every missing field, its type and its path', async () => {
    const { places } = await reported(SEND, { input: { content: {} } });
    expect(places).toEqual([
      'input.idempotencyKey: Field "idempotencyKey" of required type "String!" was not provided.',
      'input.recipients: Field "recipients" of required type "CampaignRecipientsInput!" was not provided.',
      'input.senderId: Field "senderId" of required type "ID!" was not provided.',
    ]);
  });

  test('are reported with every unknown field and the type that does not define it', async () => {
    const { places, text } = await reported(SEND, {
      input: { ...VALID, subject: 'secret', content: { text: 'x', colour: 'secret' } },
    });
    expect(places).toEqual([
      'input.content.colour: Field "colour" is not defined by type "ViberContentInput".',
      'input.subject: Field "subject" is not defined by type "SendViberCampaignInput".',
    ]);
    expect(text).not.toContain('secret');
  });

  test('are reported with the name that may be meant, as for the same mistake in the document', async () => {
    const recipients = { phoneNumber: ['secret'] };
    const { places } = await reported(SEND, { input: { ...VALID, recipients } });
    const inline = await ask(
      'mutation { sendViberCampaign(input: { idempotencyKey: "k", senderId: "s", recipients: { phoneNumber: "x" }, content: {} }) { replayed } }',
    );
    const sentence =
      'Field "phoneNumber" is not defined by type "CampaignRecipientsInput". Did you mean "phoneNumbers"?';
    expect(places).toEqual([`input.recipients.phoneNumber: ${sentence}`]);
    expect(inline.errors).toMatchObject([{ message: sentence }]);
  });

  test('echo no key of an object that could be a value', async () => {
    const { places, text } = await reported(SEND, { input: { ...VALID, '+306912345678': 1, 'a secret sentence': 1 } });
    expect(new Set(places)).toEqual(
      new Set(['input: Type "SendViberCampaignInput" does not define every field that is given.']),
    );
    expect(text).not.toMatch(/306912345678|secret/);
  });

  test.each<[string, string, Record<string, unknown>, string]>([
    [
      'a variable that is missing',
      'query ($id: ID!) { node(id: $id) { id } }',
      {},
      'id: Variable "$id" of required type "ID!" was not provided.',
    ],
    [
      'null where it is not allowed',
      'query ($id: ID!) { node(id: $id) { id } }',
      { id: null },
      'id: Variable "$id" of non-null type "ID!" must not be null.',
    ],
    [
      'a value of another type',
      'query ($n: Int) { campaigns(first: $n) { totalCount } }',
      { n: 'secret' },
      'n: Expected a value of type "Int".',
    ],
    [
      'a whole number beyond 32 bits',
      'query ($n: Int) { campaigns(first: $n) { totalCount } }',
      { n: 3_000_000_000 },
      'n: Expected a value of type "Int". Allowed are -2147483648 to 2147483647.',
    ],
    [
      'an instant without a zone',
      'query ($t: DateTime!) { failoverFlows(filter: { createdFrom: $t }) { totalCount } }',
      { t: '2026-01-01T00:00' },
      't: Expected a value of type "DateTime!". DateTime takes an ISO 8601 instant with a zone, such as 2026-05-05T15:00Z.',
    ],
    [
      'an unknown value of an enum',
      'query ($o: ViberMessageOrder) { campaign(trackingId: "c") { messages(orderBy: $o) { totalCount } } }',
      { o: { field: 'TO', direction: 'secret' } },
      'o.direction: Expected a value of type "OrderDirection!". Allowed are ASC, DESC.',
    ],
    [
      'null in a list',
      'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }',
      { ids: ['a', null] },
      'ids.1: Expected non-nullable type "ID!" not to be null.',
    ],
    [
      'an object that must be one of two',
      'query ($by: DeliveryReportBy!) { deliveryReport(by: $by) { id } }',
      { by: {} },
      'by: Exactly one key must be specified for OneOf type "DeliveryReportBy".',
    ],
    [
      'a text where an object must be',
      SEND,
      { input: { ...VALID, content: 'secret' } },
      'input.content: Expected type "ViberContentInput" to be an object.',
    ],
    [
      'a list of another type',
      SEND,
      { input: { ...VALID, recipients: { phoneNumbers: [{ secret: 1 }] } } },
      'input.recipients.phoneNumbers.0: Expected a value of type "String!".',
    ],
  ])('%s', async (_name, query, variables, place) => {
    const { places, text } = await reported(query, variables);
    expect(places).toEqual([place]);
    expect(text).not.toContain('secret');
  });
});

describe('a request that is not well-formed is answered with its place', () => {
  const headers = { 'content-type': 'application/json', ...bearer('all') };
  const byPost = (body: string) => fetch(`${service.url}/graphql`, { method: 'POST', headers, body });
  const byGet = (search: string) => fetch(`${service.url}/graphql?${search}`, { headers });
  const messagesOf = async (answer: Promise<Response>) =>
    ((await (await answer).json()) as { errors: { message: string }[] }).errors.map(({ message }) => message);

  test.each([
    ['an empty body', () => byPost(''), 'The body is empty; it must be a JSON object with `query`.'],
    ['a body that is cut off', () => byPost('{"query":'), 'The body is not JSON.'],
    ['variables', () => byGet('query={__typename}&variables=x'), 'The parameter `variables` is not JSON.'],
    ['extensions', () => byGet('query={__typename}&extensions={'), 'The parameter `extensions` is not JSON.'],
    ['a document of white space', () => byPost('{"query":" "}'), 'Syntax Error: Unexpected <EOF>.'],
    ['a document that is cut off', () => byPost('{"query":"{ a(b: \\"x"}'), 'Syntax Error: Unterminated string.'],
    [
      'a document without its end',
      () => byPost('{"query":"{__typename"}'),
      'Syntax Error: Expected Name, found <EOF>.',
    ],
    ['a token at a wrong place', () => byPost('{"query":"{ secret(: 1) }"}'), 'Syntax Error: Expected Name.'],
    ['a brace too many', () => byPost('{"query":"{ __typename } }"}'), 'Syntax Error: Unexpected token.'],
    ['an illegal character', () => byPost('{"query":"{ % }"}'), 'Syntax Error: Unexpected character.'],
    ['a number that goes on', () => byPost('{"query":"{ a(b: 12.John) }"}'), 'Syntax Error: Invalid number.'],
    [
      'an unknown escape sequence',
      () => byPost('{"query":"{ a(b: \\"\\\\q\\") }"}'),
      'Syntax Error: Invalid character escape sequence.',
    ],
    ['single quotes', () => byPost('{"query":"{ a(b: \'x\') }"}'), 'Syntax Error: Unexpected single quote character.'],
  ])('%s', async (_name, ask, message) => {
    expect(await messagesOf(ask())).toEqual([message]);
  });
});

describe('a field without its scope', () => {
  test.each([
    [
      'reader',
      'mutation { sendViberCampaign(input: { idempotencyKey: "k", senderId: "s", recipients: { groups: ["g"] }, content: { text: "x" } }) { replayed } }',
      'The field `sendViberCampaign` needs the scope `send`.',
    ],
    [
      'sender',
      '{ ...F } fragment F on Query { x: campaigns { totalCount } }',
      'The field `campaigns` needs the scope `read`.',
    ],
    ['reader', 'mutation { __typename }', 'The field `__typename` needs the scope `send`.'],
    ['reader', `mutation { __typename ${RECONCILE} }`, 'The field `reconcileSend` needs the scope `send:reconcile`.'],
    ['sender', `{ __typename campaigns { totalCount } }`, 'The field `campaigns` needs the scope `read`.'],
  ])('the answer to a %s names it: %s', async (key, query, message) => {
    const { status, errors } = await ask(query, {}, key);
    expect([status, errors[0]?.extensions.code, errors[0]?.message]).toEqual([403, 'FORBIDDEN', message]);
  });

  test.each([
    ['reconciler', `mutation { __typename ${RECONCILE} }`],
    ['sender', `{ __typename ${PREVIEW} }`],
  ])('is not `__typename` beside fields that a %s may ask for', async (key, query) => {
    const { status, errors } = await ask(query, {}, key);
    expect([status, errors.map(({ extensions }) => extensions.code)]).not.toEqual([403, ['FORBIDDEN']]);
  });

  test('an order by what is masked is refused at its argument', async () => {
    const query =
      '{ campaign(trackingId: "ca000012-0000-4000-8000-000000000000") { messages(orderBy: { field: TO }) { nodes { to } } } }';
    const { errors } = await ask(query, {}, 'reader');
    expect(
      errors.map(({ path, message, extensions: { code, inputPath } }) => ({ path, message, code, inputPath })),
    ).toEqual([
      {
        path: ['campaign', 'messages'],
        message: 'Ordering by TO needs the scope read:recipients.',
        code: 'FORBIDDEN',
        inputPath: ['orderBy', 'field'],
      },
    ]);
  });

  test('a search for what is masked is refused at its argument', async () => {
    const { errors } = await ask(
      '{ failoverFlows(filter: { recipient: "+306900000001" }) { totalCount } }',
      {},
      'reader',
    );
    expect(errors[0]).toMatchObject({
      message: 'Searching by recipient needs the scope read:recipients.',
      extensions: { code: 'FORBIDDEN', inputPath: ['filter', 'recipient'] },
    });
  });
});

describe('the choice of an operation', () => {
  test('a subscription on plain JSON is answered with the three ways to ask for one', async () => {
    const { errors } = await ask('subscription { campaignUpdated(trackingId: "c") { cursor } }');
    expect(errors.map(({ message, extensions: { code } }) => [code, message])).toEqual([
      ['BAD_REQUEST', expect.stringMatching(/SSE.*multipart.*WebSocket/)],
    ]);
  });

  test.each([
    [
      'query A { __typename } query B { __typename }',
      undefined,
      'The document has 2 operations: `operationName` must name the one to run.',
    ],
    ['query A { __typename }', 'B', 'The document has no operation of the name in `operationName`.'],
    ['fragment F on Query { __typename }', undefined, null],
  ])('%s with the name %s', async (query, operationName, message) => {
    const response = await fetch(`${service.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...bearer('all') },
      body: JSON.stringify({ query, operationName }),
    });
    const { errors } = await readReply(response);
    if (message === null) expect(errors).not.toEqual([]);
    else expect(errors.map((error) => error.message)).toEqual([message]);
  });

  test.each([
    ['?query={__typename}', /needs a header .*apollo-require-preflight: 1/],
    ['?extensions={}', /needs a header .*apollo-require-preflight: 1/],
    ['', /has no `query`/],
    ['?variables={}', /has no `query`/],
  ])(
    'by GET without a header that browsers ask for first, with "%s", is refused for its reason',
    async (search, why) => {
      const response = await fetch(`${service.url}/graphql${search}`, { headers: bearer('all') });
      const { errors } = await readReply(response);
      expect(response.status).toBe(400);
      expect(errors.map(({ message, extensions: { code } }) => [code, message])).toEqual([
        ['BAD_REQUEST', expect.stringMatching(why)],
      ]);
      expect(errorCatalogue.BAD_REQUEST.remedy).toContain('apollo-require-preflight: 1');
    },
  );

  test('an empty name is as good as none, by GET and by POST', async () => {
    const headers = { 'content-type': 'application/json', ...bearer('all') };
    const query = '{ __typename }';
    const get = await fetch(
      `${service.url}/graphql?operationName=&variables=&extensions=&query=${encodeURIComponent(query)}`,
      { headers },
    );
    const post = await fetch(`${service.url}/graphql`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ query, operationName: '' }),
    });
    for (const response of [get, post]) expect(await response.json()).toEqual({ data: { __typename: 'Query' } });
  });
});
