import { expect, test } from '@jest/globals';
import {
  type Attack,
  describeAttacks,
  errorsOf,
  get,
  operation,
  post,
  serviceUnderAttack,
  sendRequest,
  underEveryMediaType,
} from './attack.js';

const service = serviceUnderAttack();

const REPORTS = 'query ($by: [DeliveryReportBy!]!) { deliveryReports(by: $by) { id } }';
const NODES = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';
const SEND = 'mutation ($input: SendViberCampaignInput!) { sendViberCampaign(input: $input) { replayed } }';

const nestedText = (levels: number, open = '[', end = ']'): string => open.repeat(levels) + end.repeat(levels);
const withVariables = (query: string, variables: string): Attack['request'] =>
  post(`{"query":${JSON.stringify(query)},"variables":${variables}}`);

describeAttacks(
  'variables that are too deep or too many',
  service,
  underEveryMediaType([
    ...[33, 1000, 400_000].map((levels) => ({
      name: `lists ${levels} deep`,
      idea: 'OWASP: input validation',
      request: withVariables(REPORTS, `{"by":${nestedText(levels)}}`),
      status: 400,
      code: 'OPERATION_LIMIT_EXCEEDED',
    })),
    {
      name: 'objects 100 000 deep',
      idea: 'OWASP: input validation',
      request: withVariables(REPORTS, `{"by":[${nestedText(100_000, '{"a":', '}').replace('{"a":}', '{"a":1}')}]}`),
      status: 400,
      code: 'OPERATION_LIMIT_EXCEEDED',
    },
    {
      name: 'a variable that the operation does not have, 400 000 lists deep',
      idea: 'OWASP: input validation',
      request: withVariables('{ __typename }', `{"other":${nestedText(400_000)}}`),
      status: 400,
      code: 'OPERATION_LIMIT_EXCEEDED',
    },
    {
      name: 'lists 40 deep in an address',
      idea: 'OWASP: input validation',
      request: get({ query: REPORTS, variables: `{"by":${nestedText(40)}}` }),
      status: 400,
      code: 'OPERATION_LIMIT_EXCEEDED',
    },
    {
      name: 'references 400 000 lists deep',
      idea: 'OWASP: input validation',
      request: withVariables(
        'query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }',
        `{"r":${nestedText(400_000)}}`,
      ),
      status: 400,
      code: 'OPERATION_LIMIT_EXCEEDED',
    },
    {
      name: '100 000 ids',
      idea: 'OWASP: amount limiting',
      request: operation(NODES, { ids: Array.from({ length: 100_000 }, (_, n) => `i${n}`) }),
      status: 400,
      code: 'OPERATION_TOO_EXPENSIVE',
    },
    {
      name: '10 000 reports',
      idea: 'OWASP: amount limiting',
      request: operation(REPORTS, { by: Array.from({ length: 10_000 }, (_, n) => ({ messageId: `m${n}` })) }),
      status: 400,
      code: 'OPERATION_TOO_EXPENSIVE',
    },
  ]),
);

const refused = (name: string, request: Attack['request'], secrets: readonly string[] = []): Attack => ({
  name,
  idea: 'OWASP: input validation',
  request,
  status: 200,
  code: 'BAD_USER_INPUT',
  secrets,
});

const input = (more: Readonly<Record<string, unknown>>): Record<string, unknown> => ({
  input: { idempotencyKey: 'k', senderId: 's', recipients: { groups: ['g'] }, content: { text: 'x' }, ...more },
});

describeAttacks('variables that do not fit', service, [
  refused('190 000 ids that are null', operation(NODES, { ids: Array.from({ length: 190_000 }, () => null) })),
  refused(
    '190 000 recipients that are null',
    operation(SEND, input({ recipients: { phoneNumbers: Array.from({ length: 190_000 }, () => null) } })),
  ),
  refused(
    '40 000 objects with unknown members',
    operation(SEND, input({ fallbackValues: Array.from({ length: 40_000 }, () => ({ unknown: 'secret' })) })),
    ['secret'],
  ),
  refused('numbers where there must be texts', operation(SEND, input({ idempotencyKey: 306912345678 })), [
    '306912345678',
  ]),
  refused(
    'an operator in the place of an id',
    operation('query ($id: ID!) { viberMessage(trackingId: $id) { id } }', { id: { $ne: 'secret-value' } }),
    ['secret-value', '$ne'],
  ),
  refused(
    'a member of the prototype in an input',
    withVariables(
      'query ($by: DeliveryReportBy!) { deliveryReport(by: $by) { id } }',
      '{"by":{"__proto__":{"messageId":"secret-value"}}}',
    ),
    ['secret-value'],
  ),
  refused(
    'a constructor in an input',
    withVariables(SEND, '{"input":{"constructor":{"prototype":{"polluted":"secret-value"}}}}'),
    ['secret-value'],
  ),
  refused('a number beyond 2^53', operation('query ($n: Int) { campaigns(first: $n) { totalCount } }', { n: 1e308 })),
  refused(
    'both members of a choice',
    operation('query ($by: DeliveryReportBy!) { deliveryReport(by: $by) { id } }', {
      by: { messageId: 'secret-a', extraId: 'secret-b' },
    }),
    ['secret-a', 'secret-b'],
  ),
]);

describeAttacks('variables that do no harm', service, [
  {
    name: '60 000 variables that the operation does not have',
    idea: 'OWASP: amount limiting',
    request: operation('{ __typename }', Object.fromEntries(Array.from({ length: 60_000 }, (_, n) => [`v${n}`, n]))),
    status: 200,
    code: null,
  },
  {
    name: 'a prototype among the variables',
    idea: 'OWASP: injection',
    request: withVariables(
      '{ __typename }',
      '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
    ),
    status: 200,
    code: null,
  },
  {
    name: 'extensions 400 000 lists deep',
    idea: 'OWASP: input validation',
    request: post(`{"query":"{ __typename }","extensions":{"x":${nestedText(400_000)}}}`),
    status: 200,
    code: null,
  },
]);

test('nothing is added to the prototype of everything', async () => {
  const { url } = service();
  await sendRequest(
    url,
    post('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"query":"{ __typename }"}'),
  );
  await sendRequest(
    url,
    withVariables(
      'query ($__proto__: DeliveryReportBy!) { deliveryReport(by: $__proto__) { id } }',
      '{"__proto__":{"polluted":"1"}}',
    ),
  );
  expect(Reflect.get({}, 'polluted')).toBeUndefined();
});

test('of many places that do not fit, 100 are reported, in order', async () => {
  const reply = await sendRequest(service().url, operation(NODES, { ids: Array.from({ length: 5000 }, () => null) }));
  const [error] = errorsOf(reply);
  expect(error?.extensions['inputPath']).toEqual(['ids', 0]);
  expect(error?.extensions['violations']).toHaveLength(100);
});

test('one that is too deep is refused with how deep it may be', async () => {
  const reply = await sendRequest(service().url, withVariables(REPORTS, `{"by":${nestedText(33)}}`));
  expect(errorsOf(reply)[0]?.message).toBe('A variable is more than 32 levels deep; 32 are allowed.');
});
