import { describe, expect, test } from '@jest/globals';
import { getNamedType, type GraphQLObjectType, isLeafType } from 'graphql';
import { MessagingError } from '../../src/errors/error.js';
import { writeGlobalId } from '../../src/graph/node/node.id.js';
import { Operation } from '../../src/operation.js';
import { graph, type Graph, OTHER_TENANT, schema, TENANT } from '../support/fake-sources.js';
import { failoverFlow, otherStep, sentCampaign, smsStep, viberMessage, voiceStep } from '../support/graph-samples.js';
import { createTestClocks } from '../sends/test-clocks.js';

const input = {
  idempotencyKey: 'key-1',
  senderId: 'sender',
  recipients: { phoneNumbers: ['+306912345678', '+306912345679'] },
  content: { text: 'Hello' },
  name: 'Spring',
  label: 'spring',
};
const SEND = `mutation ($input: SendViberCampaignInput!) { sendViberCampaign(input: $input) {
  send { id kind outcome createdAt decidedAt keyExpiresAt name label recipientCount scheduledAt cost } } }`;
const send = async ({ ask }: Graph, changed: Record<string, unknown> = {}) =>
  ask(SEND, { input: { ...input, ...changed } });
const unknown = () => Promise.reject(new MessagingError('SEND_OUTCOME_UNKNOWN'));
const FIELDS = 'id kind outcome createdAt decidedAt keyExpiresAt name label recipientCount scheduledAt cost';
const find = ({ ask }: Graph, by: Readonly<Record<string, string | undefined>>, fields = FIELDS) =>
  ask(`query ($by: SendBy!) { send(by: $by) { ${fields} } }`, { by });

async function unknownSend(world: Parameters<typeof graph>[0] = {}) {
  const fake = await graph({ send: unknown, ...world });
  await send(fake);
  const { data } = await find(fake, { idempotencyKey: 'key-1' }, 'id');
  return { fake, id: (data as { send: { id: string } }).send.id };
}

describe('a send', () => {
  test('is the same in its payload and wherever it is found, without a vendor call', async () => {
    const fake = await graph();
    const { data } = (await send(fake)) as { data: { sendViberCampaign: { send: { id: string } } } };
    const reported = data.sendViberCampaign.send;
    expect(reported).toMatchObject({
      kind: 'VIBER_CAMPAIGN',
      outcome: 'ACCEPTED',
      name: 'Spring',
      label: 'spring',
      scheduledAt: null,
    });
    for (const by of [{ id: reported.id }, { idempotencyKey: 'key-1' }, { trackingId: 'sent-1' }]) {
      const found = await find(fake, by);
      expect(found).toMatchObject({ data: { send: reported }, errors: [], calls: [] });
    }
    const node = await fake.ask(`query ($id: ID!) { node(id: $id) { id ... on Send { outcome } } }`, {
      id: reported.id,
    });
    expect(node).toMatchObject({ data: { node: { id: reported.id, outcome: 'ACCEPTED' } }, calls: [] });
    const back = await fake.ask(
      '{ campaign(trackingId: "sent-1") { cancelledAt send { id campaign { trackingId } } } }',
    );
    expect(back).toMatchObject({
      data: { campaign: { cancelledAt: null, send: { id: reported.id, campaign: { trackingId: 'sent-1' } } } },
      calls: [],
    });
  });

  test.each([
    ['an id of no send', { id: writeGlobalId(TENANT, { type: 'Send', key: 'x' }) }],
    ['an id of another type', { id: writeGlobalId(TENANT, { type: 'Campaign', key: 'sent-1' }) }],
    ['a damaged id', { id: '???' }],
    ['a key that is free', { idempotencyKey: 'free' }],
    ['a tracking id of nothing', { trackingId: 'other' }],
  ])('that this graph has no record of is null without an error: %s', async (_, by) => {
    const fake = await graph();
    await send(fake);
    expect(await find(fake, by as Record<string, string>)).toMatchObject({ data: { send: null }, errors: [] });
  });

  test('of another tenant is not there', async () => {
    const fake = await graph();
    const { data } = (await send(fake)) as { data: { sendViberCampaign: { send: { id: string } } } };
    const { id } = data.sendViberCampaign.send;
    const answer = await fake.ask(
      'query ($by: SendBy!) { send(by: $by) { id } }',
      { by: { id } },
      { tenant: OTHER_TENANT },
    );
    expect(answer.data).toEqual({ send: null });
  });

  test('whose outcome is UNKNOWN has neither a time when it became known, nor an end of its key, nor a campaign', async () => {
    const { fake, id } = await unknownSend();
    const found = await find(fake, { id }, 'outcome decidedAt keyExpiresAt cost campaign { trackingId }');
    expect(found.data).toEqual({
      send: { outcome: 'UNKNOWN', decidedAt: null, keyExpiresAt: null, cost: null, campaign: null },
    });
  });

  test('for later keeps its key until 24 hours after its time', async () => {
    const fake = await graph();
    const { data } = await send(fake, { scheduledAt: '2999-01-01T12:00Z' });
    expect(data).toMatchObject({
      sendViberCampaign: {
        send: { scheduledAt: '2999-01-01T12:00:00.000Z', keyExpiresAt: '2999-01-02T12:00:00.000Z' },
      },
    });
  });

  test('for later shows the time that the vendor gets, to the second, also where its answer was lost', async () => {
    const fake = await graph({ send: unknown });
    const { errors } = await send(fake, { scheduledAt: '2999-01-01T12:00:00.900Z' });
    expect(errors).toMatchObject([{ code: 'SEND_OUTCOME_UNKNOWN' }]);
    const found = await find(fake, { idempotencyKey: 'key-1' }, 'id scheduledAt');
    const { id, scheduledAt } = (found.data as { send: { id: string; scheduledAt: string } }).send;
    await fake.ask(
      `mutation { reconcileSend(input: { sendId: "${id}", wasSent: true, trackingId: "c9" }) { send { id } } }`,
    );
    const reconciled = await find(fake, { id }, 'scheduledAt campaign { scheduledAt }');
    expect(reconciled.data).toEqual({ send: { scheduledAt, campaign: { scheduledAt } } });
    expect(scheduledAt).toBe('2999-01-01T12:00:00.000Z');
  });

  test('for the last day that a DateTime has keeps its key until the end of that day as callers see it', async () => {
    const fake = await graph();
    const { data } = await send(fake, { scheduledAt: '9999-12-31T12:00Z' });
    expect(data).toMatchObject({ sendViberCampaign: { send: { keyExpiresAt: '9999-12-31T23:59:59.999Z' } } });
  });

  test('that is refused is not listed, and writes a line of the access log as every send does', async () => {
    const fake = await graph({ send: () => Promise.reject(new MessagingError('INSUFFICIENT_BALANCE')) });
    await send(fake);
    await send(fake, { label: 'x'.repeat(400) });
    expect((await fake.ask('{ sends { totalCount } }')).data).toEqual({ sends: { totalCount: 0 } });
    expect(fake.audits).toMatchObject([
      { action: 'send', kind: 'VIBER_CAMPAIGN', outcome: 'NOT_SENT', code: 'INSUFFICIENT_BALANCE', recipientCount: 2 },
      { action: 'send', sendId: null, outcome: null, code: 'BAD_USER_INPUT', keyDigest: null },
    ]);
  });

  test('writes who sent what under which key, and no personal data', async () => {
    const fake = await graph();
    await send(fake);
    await send(fake);
    expect(fake.audits).toMatchObject([
      { outcome: 'ACCEPTED', vendorId: 'sent-1', replayed: false, keyDigest: expect.stringMatching(/^[\da-f]{12}$/) },
      { outcome: 'ACCEPTED', vendorId: 'sent-1', replayed: true, code: null },
    ]);
    expect(fake.audits[1]!.sendId).toBe(fake.audits[0]!.sendId);
    for (const personal of ['+3069', 'Hello', 'key-1', 'Spring'])
      expect(JSON.stringify(fake.audits)).not.toContain(personal);
  });
});

describe('the list of sends', () => {
  const list = async ({ ask }: Graph, args: string) =>
    (await ask(
      `{ sends${args} { totalCount nodes { name outcome } pageInfo { hasNextPage hasPreviousPage endCursor startCursor } } }`,
    )) as unknown as {
      data: { sends: { totalCount: number; nodes: { name: string }[]; pageInfo: Record<string, string | boolean> } };
      calls: string[];
    };
  async function three(): Promise<Graph> {
    const fake = await graph({
      send: (_, times) => (times === 2 ? unknown() : Promise.resolve(sentCampaign(`sent-${times}`))),
    });
    for (const n of [1, 2, 3]) await send(fake, { idempotencyKey: `key-${n}`, name: `Send ${n}` });
    return fake;
  }

  test('is newest first in pages whose cursors a new send does not shift', async () => {
    const fake = await three();
    const first = await list(fake, '(first: 2)');
    expect(first.data.sends).toMatchObject({
      totalCount: 3,
      nodes: [
        { name: 'Send 3', outcome: 'ACCEPTED' },
        { name: 'Send 2', outcome: 'UNKNOWN' },
      ],
      pageInfo: { hasNextPage: true, hasPreviousPage: false },
    });
    expect(first.calls).toEqual([]);
    await send(fake, { idempotencyKey: 'key-4', name: 'Send 4' });
    const { endCursor } = first.data.sends.pageInfo;
    expect((await list(fake, `(first: 2, after: "${endCursor}")`)).data.sends).toMatchObject({
      nodes: [{ name: 'Send 1' }],
      pageInfo: { hasNextPage: false, hasPreviousPage: true },
    });
    expect((await list(fake, `(last: 1, before: "${endCursor}")`)).data.sends.nodes).toMatchObject([
      { name: 'Send 3' },
    ]);
  });

  test('has those that fit a filter, and a cursor of another filter is refused', async () => {
    const fake = await three();
    expect((await list(fake, '(filter: { outcomes: [UNKNOWN] })')).data.sends).toMatchObject({
      totalCount: 1,
      nodes: [{ name: 'Send 2' }],
    });
    expect((await list(fake, '(filter: { kinds: [VIBER_MESSAGE] })')).data.sends.totalCount).toBe(0);
    expect((await list(fake, '(filter: { kinds: [], outcomes: [] })')).data.sends.totalCount).toBe(3);
    expect((await list(fake, '(filter: { createdFrom: "2999-01-01T00:00Z" })')).data.sends.totalCount).toBe(0);
    const { endCursor } = (await list(fake, '(first: 1)')).data.sends.pageInfo;
    const forged = await fake.ask(
      `{ sends(filter: { outcomes: [UNKNOWN] }, first: 1, after: "${endCursor}") { totalCount } }`,
    );
    expect(forged.errors).toMatchObject([{ path: ['sends'], code: 'INVALID_CURSOR', inputPath: ['after'] }]);
    const turned = await fake.ask(
      '{ sends(filter: { createdFrom: "2026-01-02T00:00Z", createdUntil: "2026-01-01T00:00Z" }) { totalCount } }',
    );
    expect(turned.errors).toMatchObject([{ code: 'BAD_USER_INPUT', inputPath: ['filter', 'createdFrom'] }]);
  });

  test('is masked for callers without `read:recipients`', async () => {
    const fake = await three();
    const answer = await fake.ask('{ sends { nodes { campaign { recipients } } } }', {}, { scopes: ['read'] });
    expect(JSON.stringify(answer.data)).not.toMatch(/\d{7}/);
    expect(JSON.stringify(answer.data)).toContain('•');
  });
});

describe('a campaign that this graph sent', () => {
  test('costs vendor calls for those fields alone that the descriptions of `campaigns`, `sends` and `send` name', async () => {
    const { ask } = await graph({
      campaigns: { c1: [viberMessage('m1')] },
      sent: [sentCampaign('c1', { totalMessages: null })],
    });
    const fields = Object.values((schema.getType('Campaign') as GraphQLObjectType).getFields());
    const { campaigns, sends, send } = schema.getQueryType()!.getFields();
    const described = [campaigns, sends, send].map(
      (query) => query!.description!.split('read from tracking: ')[1] ?? '',
    );
    for (const { name, type } of fields) {
      const selection = isLeafType(getNamedType(type)) ? name : `${name} { __typename }`;
      for (const document of [
        `{ campaigns { nodes { ${selection} } } }`,
        `{ sends { nodes { campaign { ${selection} } } } }`,
        `{ send(by: { trackingId: "c1" }) { campaign { ${selection} } } }`,
      ]) {
        const { calls, errors } = await ask(document);
        expect(errors).toEqual([]);
        const names = described.map((text) => text.includes(`\`${name}\``));
        expect([name, ...names]).toEqual([name, ...described.map(() => calls.length > 0)]);
      }
    }
  });
});

describe('reconcileSend', () => {
  const MINUTE = 60_000;
  const reconcile = ({ ask }: Graph, finding: Record<string, unknown>, options = {}) =>
    ask(
      'mutation ($input: ReconcileSendInput!) { reconcileSend(input: $input) { send { outcome campaign { trackingId name recipients } } } }',
      { input: finding },
      options,
    );
  const sent = { campaigns: { c1: [viberMessage('m1')] } };

  test('makes an UNKNOWN send ACCEPTED after one read of its id at the vendor, and again without one', async () => {
    const { fake, id } = await unknownSend(sent);
    const finding = { sendId: id, wasSent: true, trackingId: 'c1' };
    const campaign = { trackingId: 'c1', name: 'Spring', recipients: input.recipients.phoneNumbers };
    const answer = { data: { reconcileSend: { send: { outcome: 'ACCEPTED', campaign } } }, errors: [] };
    expect(await reconcile(fake, finding)).toMatchObject({ ...answer, calls: ['messages c1 0/100'] });
    expect(await reconcile(fake, finding)).toMatchObject({ ...answer, calls: [] });
    expect(fake.audits.slice(1)).toMatchObject([
      { action: 'reconcile', outcome: 'ACCEPTED', vendorId: 'c1', code: null },
      { action: 'reconcile', outcome: 'ACCEPTED', vendorId: 'c1', code: null },
    ]);
    expect(await send(fake)).toMatchObject({ data: { sendViberCampaign: { send: { outcome: 'ACCEPTED' } } } });
    expect(fake.sentInputs).toHaveLength(1);
  });

  test('with `wasSent: false` frees the key, but not before the callback can have come', async () => {
    const clocks = createTestClocks();
    const { fake, id } = await unknownSend({ clocks });
    const finding = { sendId: id, wasSent: false };
    const early = await reconcile(fake, finding);
    expect(early).toMatchObject({
      data: { reconcileSend: null },
      errors: [{ code: 'SEND_NOT_RECONCILABLE' }],
      calls: [],
    });
    clocks.pass(3 * MINUTE);
    expect(await reconcile(fake, finding)).toMatchObject({
      data: { reconcileSend: { send: { outcome: 'NOT_SENT' } } },
    });
    expect(await reconcile(fake, finding)).toMatchObject({
      data: { reconcileSend: { send: { outcome: 'NOT_SENT' } } },
    });
    expect((await find(fake, { idempotencyKey: 'key-1' }, 'id outcome decidedAt')).data).toEqual({
      send: { id, outcome: 'NOT_SENT', decidedAt: expect.any(String) },
    });
    await send(fake);
    expect(fake.sentInputs).toHaveLength(2);
  });

  test.each([
    ['an id that is no send', { sendId: 'x', wasSent: false }, ['input', 'sendId']],
    ['wasSent true without a trackingId', { wasSent: true }, ['input', 'trackingId']],
    ['wasSent false with a trackingId', { wasSent: false, trackingId: 'c1' }, ['input', 'trackingId']],
    ['a trackingId that cannot be one', { wasSent: true, trackingId: '..' }, ['input', 'trackingId']],
  ])('refuses %s without a call', async (_, finding, inputPath) => {
    const { fake, id } = await unknownSend(sent);
    expect(await reconcile(fake, { sendId: id, ...finding })).toMatchObject({
      data: { reconcileSend: null },
      errors: [{ path: ['reconcileSend'], code: 'BAD_USER_INPUT', inputPath }],
      calls: [],
    });
    expect((await find(fake, { id }, 'outcome')).data).toEqual({ send: { outcome: 'UNKNOWN' } });
  });

  test('refuses an id that the vendor does not have, and one of another send', async () => {
    const { fake, id } = await unknownSend(sent);
    const missing = await reconcile(fake, { sendId: id, wasSent: true, trackingId: 'c9' });
    expect(missing.errors).toMatchObject([{ code: 'BAD_USER_INPUT', inputPath: ['input', 'trackingId'] }]);
    const other = await graph({ ...sent, sent: [sentCampaign('c1')], send: unknown });
    await send(other);
    const { data } = (await find(other, { idempotencyKey: 'key-1' }, 'id')) as { data: { send: { id: string } } };
    const taken = await reconcile(other, { sendId: data.send.id, wasSent: true, trackingId: 'c1' });
    expect(taken.errors).toMatchObject([{ code: 'BAD_USER_INPUT', inputPath: ['input', 'trackingId'] }]);
  });

  const to = '+306912345678';
  const person = { ...viberMessage('m1'), to: '+306999999999' };
  const voice = { from: '+30', verbs: [{ say: { text: 'Hello', language: 'en-GB', voice: 'MALE' } }] };
  test.each([
    ['a message', 'sendViberMessage', { to, senderId: 'sender', message: { content: { text: 'Hello' } } }],
    ['a flow', 'sendFailoverFlow', { to, steps: [{ sms: { from: 'Shop', text: 'Hello' } }, { voice }] }],
    ['a campaign', 'sendViberCampaign', { senderId: 'sender', recipients: input.recipients, content: input.content }],
  ])('refuses %s to another person', async (_, mutation, sendInput) => {
    const world = { send: unknown, sendMessage: unknown, sendFlow: unknown };
    const flow = (last: string) =>
      failoverFlow('x1', { steps: [smsStep({ to }), otherStep({ to: null }), voiceStep({ to: last })] });
    const own = { messages: [viberMessage('x1')], flows: [flow(to)] };
    const campaigns = { x1: [viberMessage('m1'), viberMessage('m2', { to: '+306912345679' }), null] };
    const others = (other: string) => ({
      messages: [viberMessage('x1', { to: other })],
      flows: [flow(other)],
      campaigns: { x1: [...campaigns.x1, viberMessage('m1', { to: other })] },
    });
    const refused = [{ code: 'BAD_USER_INPUT', inputPath: ['input', 'trackingId'] }];
    for (const [found, errors] of [
      [{ ...own, campaigns }, []],
      [others(person.to), refused],
      [others('+431234'), refused], // the shortest numbers have 6 digits
    ] as const) {
      const fake = await graph({ ...world, ...found });
      const type = `Send${mutation.slice('send'.length)}Input`;
      await fake.ask(`mutation ($input: ${type}!) { ${mutation}(input: $input) { replayed } }`, {
        input: { idempotencyKey: 'key-1', ...sendInput },
      });
      const { data } = (await find(fake, { idempotencyKey: 'key-1' }, 'id')) as { data: { send: { id: string } } };
      const scopes = { scopes: ['send:reconcile'] } as const;
      const answer = await reconcile(fake, { sendId: data.send.id, wasSent: true, trackingId: 'x1' }, scopes);
      expect(answer.errors).toMatchObject(errors);
      expect(answer.errors).toHaveLength(errors.length);
      const outcome = errors.length === 0 ? 'ACCEPTED' : 'UNKNOWN';
      expect((await find(fake, { id: data.send.id }, 'outcome')).data).toEqual({ send: { outcome } });
    }
  });

  test('believes what the vendor does not report: a number that is no whole one, and people of contacts or groups', async () => {
    const rows = [
      { ...person, to: '+3069•••' },
      { ...person, to: null },
      { ...person, to: '00306912345679' },
    ];
    const hidden = await unknownSend({ campaigns: { c1: rows } });
    const finding = { sendId: hidden.id, wasSent: true, trackingId: 'c1' };
    expect(await reconcile(hidden.fake, finding)).toMatchObject({ errors: [] });
    const fake = await graph({ send: unknown, campaigns: { c1: [person] } });
    await send(fake, { recipients: { phoneNumbers: [to], groups: ['vip'] } });
    const { data } = (await find(fake, { idempotencyKey: 'key-1' }, 'id')) as { data: { send: { id: string } } };
    expect(await reconcile(fake, { ...finding, sendId: data.send.id })).toMatchObject({ errors: [] });
  });

  test('changes nothing when the vendor cannot be read', async () => {
    const { fake, id } = await unknownSend({
      failures: { 'messages c1 0/100': new MessagingError('UPSTREAM_TIMEOUT') },
    });
    expect(await reconcile(fake, { sendId: id, wasSent: true, trackingId: 'c1' })).toMatchObject({
      errors: [{ code: 'UPSTREAM_TIMEOUT' }],
    });
    expect((await find(fake, { id }, 'outcome')).data).toEqual({ send: { outcome: 'UNKNOWN' } });
  });

  test('believes the id of a scheduled campaign before its time, until a callback names another', async () => {
    const fake = await graph({ send: unknown });
    await send(fake, { scheduledAt: '2999-01-01T12:00Z' });
    const [record] = await fake.ledger.records(
      { kinds: null, outcomes: null, createdFrom: null, createdUntil: null },
      { order: 'NEWEST_FIRST', beyond: null, limit: 1 },
    );
    const id = writeGlobalId(TENANT, { type: 'Send', key: record!.send.id });
    expect(await reconcile(fake, { sendId: id, wasSent: true, trackingId: 'c9' })).toMatchObject({ errors: [] });
    await fake.ledger.acceptByCallback(record!.send.id, 'c10');
    expect(await find(fake, { id }, 'campaign { trackingId }')).toMatchObject({
      data: { send: { campaign: { trackingId: 'c10' } } },
    });
    expect(fake.contradictions).toHaveLength(1);
  });

  test('reads a fresh answer of the vendor, not an absence that it remembers', async () => {
    const { fake, id } = await unknownSend(sent);
    const operation = new Operation();
    await reconcile(fake, { sendId: id, wasSent: true, trackingId: 'c1' }, { operation });
    expect(fake.freshCalls).toEqual(['messages c1 0/100']);
  });

  const template = { templateId: '5d0c9b8a-3333-4e2f-a111-c0ffee000001', language: 'en' };
  test.each([
    ['sendViberMessage', { to: '+306912345678', senderId: 'sender', message: { template } }, 'message c9', []],
    [
      'sendFailoverFlow',
      { to: '+306912345678', steps: [{ viber: { senderId: 'sender', message: { template } } }] },
      'flow c9',
      [{ code: 'BAD_USER_INPUT', inputPath: ['input', 'trackingId'] }],
    ],
  ])('believes an absent id for a template message alone: %s', async (mutation, sendInput, call, errors) => {
    const fake = await graph({ sendMessage: unknown, sendFlow: unknown });
    const type = `Send${mutation.slice('send'.length)}Input`;
    await fake.ask(`mutation ($input: ${type}!) { ${mutation}(input: $input) { replayed } }`, {
      input: { idempotencyKey: 'key-1', ...sendInput },
    });
    const { data } = (await find(fake, { idempotencyKey: 'key-1' }, 'id')) as { data: { send: { id: string } } };
    const answer = await reconcile(fake, { sendId: data.send.id, wasSent: true, trackingId: 'c9' });
    expect(answer).toMatchObject({ errors, calls: [call] });
    expect(answer.errors).toHaveLength(errors.length);
  });

  test('of an accepted send is SEND_NOT_RECONCILABLE, without a call', async () => {
    const fake = await graph(sent);
    const { data } = (await send(fake)) as { data: { sendViberCampaign: { send: { id: string } } } };
    const sendId = data.sendViberCampaign.send.id;
    for (const finding of [{ wasSent: false }, { wasSent: true, trackingId: 'c1' }])
      expect(await reconcile(fake, { sendId, ...finding })).toMatchObject({
        errors: [{ code: 'SEND_NOT_RECONCILABLE', inputPath: ['input', 'sendId'] }],
        calls: [],
      });
  });

  test('needs no scope to read what it proves, and shows no whole number without `read:recipients`', async () => {
    const { fake, id } = await unknownSend(sent);
    const answer = await reconcile(
      fake,
      { sendId: id, wasSent: true, trackingId: 'c1' },
      { scopes: ['send:reconcile'] },
    );
    expect(answer).toMatchObject({ data: { reconcileSend: { send: { outcome: 'ACCEPTED' } } }, errors: [] });
    expect(JSON.stringify(answer.data)).not.toMatch(/\d{7}/);
  });
});
