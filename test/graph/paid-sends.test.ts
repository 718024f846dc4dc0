import { describe, expect, test } from '@jest/globals';
import { expectsCallbacks } from '../../src/app/watching.js';
import { MessagingError } from '../../src/errors/error.js';
import type { SendCallbacks } from '../../src/graph/sending/send-callback.js';
import type { SendReceipt } from '../../src/graph/sending/send-receipt.js';
import type { SendKind } from '../../src/sends/send-ledger.js';
import { graph, type Graph, type World } from '../support/fake-sources.js';
import { failoverFlow, sentCampaign, smsStep, viberMessage } from '../support/graph-samples.js';

type Input = Record<string, unknown>;

interface Kind {
  readonly mutation: string;
  readonly field: string;
  /** As `calls` has it. */
  readonly call: string;
  readonly input: Input;
  /** Inputs that are the same input. */
  readonly same: readonly Input[];
  readonly other: Input;
  /** A world that answers a send so. */
  readonly sending: (answer: (times: number) => Promise<never> | undefined) => World;
}

const template = { templateId: '5d0c9b8a-3333-4e2f-a111-c0ffee000001', language: 'en' };
const say = { text: 'Hello', language: 'en-GB', voice: 'MALE' };

const KINDS: readonly Kind[] = [
  {
    mutation: 'sendViberCampaign',
    field: 'campaign',
    call: 'send',
    input: { senderId: 'sender', recipients: { phoneNumbers: ['+306912345678'] }, content: { text: 'Hello' } },
    same: [{ isSession: false }, { isSession: null, label: null }, { fallbackValues: [] }],
    other: { label: 'other' },
    sending: (answer) => ({ send: async (_, times) => (await answer(times)) ?? sentCampaign(`sent-${times}`) }),
  },
  {
    mutation: 'sendViberMessage',
    field: 'viberMessage',
    call: 'send message',
    input: { senderId: 'sender', to: '+306912345678', message: { template } },
    same: [
      { isSession: false, ttlSeconds: null },
      { message: { template: { ...template, deliveryScope: 'PRIMARY_DEVICE', parameters: [] } } },
      { message: { template: { ...template, deliveryScope: null, parameters: null } } },
    ],
    other: { message: { template: { ...template, deliveryScope: 'ALL_DEVICES' } } },
    sending: (answer) => ({ sendMessage: async (_, times) => (await answer(times)) ?? viberMessage(`sent-${times}`) }),
  },
  {
    mutation: 'sendFailoverFlow',
    field: 'failoverFlow',
    call: 'send flow',
    input: {
      to: '+306912345678',
      steps: [{ sms: { from: 'Shop', text: 'Hello' } }, { voice: { from: '+30', verbs: [{ say }] } }],
    },
    same: [
      {
        steps: [
          { sms: { from: 'Shop', text: 'Hello', isFlash: false, label: null } },
          { voice: { from: '+30', verbs: [{ say: { ...say, repeat: 0, bargeIn: false } }] } },
        ],
      },
      {
        steps: [
          { sms: { text: 'Hello', from: 'Shop', isFlash: null } },
          { voice: { from: '+30', verbs: [{ say: { ...say, repeat: null, bargeIn: null } }], onMachine: null } },
        ],
      },
    ],
    other: { steps: [{ sms: { from: 'Shop', text: 'Hello', isFlash: true } }] },
    sending: (answer) => ({ sendFlow: async (_, times) => (await answer(times)) ?? failoverFlow(`sent-${times}`) }),
  },
];

const accepting: World = {};
const failing = (kind: Kind, error: (times: number) => Error | undefined): World =>
  kind.sending((times) => {
    const failure = error(times);
    return failure && Promise.reject(failure);
  });

const send = (fake: Graph, { mutation, field, input }: Kind, changed: Input = {}) =>
  fake.ask(
    `mutation ($input: Send${mutation.slice(4)}Input!) { ${mutation}(input: $input) { replayed ${field} { trackingId } } }`,
    { input: { idempotencyKey: 'key', ...input, ...changed } },
  );
const answer = ({ mutation, field }: Kind, replayed: boolean, trackingId = 'sent-1') => ({
  [mutation]: { replayed, [field]: { trackingId } },
});

describe.each(KINDS.map((kind) => [kind.mutation, kind] as const))('%s', (_, kind) => {
  test('is one call, and none for a repeated key', async () => {
    const fake = await graph(accepting);
    const first = await send(fake, kind);
    expect(first).toMatchObject({ data: answer(kind, false), errors: [], calls: [kind.call] });
    const again = await send(fake, kind);
    expect(again).toMatchObject({ data: answer(kind, true), errors: [], calls: [] });
  });

  test.each(kind.same.map((changed) => [JSON.stringify(changed), changed] as const))(
    'takes for the same input: %s',
    async (_text, changed) => {
      const fake = await graph(accepting);
      await send(fake, kind);
      expect(await send(fake, kind, changed)).toMatchObject({ data: answer(kind, true), calls: [] });
    },
  );

  test('refuses a key of other input, by no call', async () => {
    const fake = await graph(accepting);
    await send(fake, kind);
    expect(await send(fake, kind, kind.other)).toMatchObject({
      errors: [{ path: [kind.mutation], code: 'IDEMPOTENCY_KEY_REUSED', inputPath: ['input', 'idempotencyKey'] }],
      calls: [],
    });
  });

  test('refuses a key of another kind, by no call', async () => {
    const fake = await graph(accepting);
    const other = KINDS[(KINDS.indexOf(kind) + 1) % KINDS.length]!;
    await send(fake, other);
    expect(await send(fake, kind)).toMatchObject({ errors: [{ code: 'IDEMPOTENCY_KEY_REUSED' }], calls: [] });
  });

  describe('is expected to be called back', () => {
    const callbacks: SendCallbacks = {
      addressOf: () => 'https://graph.example/callbacks/x',
      isOwn: (url) => url.startsWith('https://graph.example/'),
    };
    const OWN = { statusCallbackUrl: 'https://shop.example/status' };
    const sendKind = kind.mutation
      .replace('send', '')
      .replace(/(?<=.)[A-Z]/g, '_$&')
      .toUpperCase() as SendKind;
    const isExpected = ({ sources }: Graph) =>
      expectsCallbacks({ ...sources, callbacks }, { kind: sendKind, id: 'sent-1' });

    test.each([
      ['where its vendor got an address of this server', { callbacks }, {}, true],
      ['not where the caller named another address', { callbacks }, OWN, false],
      ['not where this server had no address then', accepting, {}, false],
    ] as const)('%s', async (_case, world, changed, expected) => {
      const fake = await graph(world);
      expect((await send(fake, kind, changed)).data).toEqual(answer(kind, false));
      expect(await isExpected(fake)).toBe(expected);
    });

    test.each([
      ['as before where the answer was lost', {}, true],
      ['not where the answer was lost and the caller named another address', OWN, false],
    ] as const)('%s', async (_case, changed, expected) => {
      const fake = await graph({ ...failing(kind, () => new MessagingError('SEND_OUTCOME_UNKNOWN')), callbacks });
      await send(fake, kind, changed);
      const filter = { kinds: null, outcomes: null, createdFrom: null, createdUntil: null };
      const [lost] = await fake.ledger.records(filter, { order: 'NEWEST_FIRST', beyond: null, limit: 1 });
      await fake.ledger.acceptByCallback(lost!.send.id, 'sent-1');
      expect(await isExpected(fake)).toBe(expected);
    });

    test('by the record of an earlier release too', async () => {
      const fake = await graph({ callbacks });
      await send(fake, kind);
      const record = await fake.ledger.find(sendKind, 'sent-1');
      const { isCalledBack: _, ...receipt } = record!.receipt!;
      fake.ledger.find = () => Promise.resolve({ ...record!, receipt: receipt as SendReceipt });
      expect(await isExpected(fake)).toBe(true);
    });
  });

  test('answers by a bound key before any rule', async () => {
    const fake = await graph(accepting);
    await send(fake, kind);
    const to = kind.field === 'campaign' ? { senderId: '' } : { to: 'nobody' };
    expect(await send(fake, kind, to)).toMatchObject({ errors: [{ code: 'IDEMPOTENCY_KEY_REUSED' }], calls: [] });
  });

  test('whose outcome is unknown is never sent again', async () => {
    const unknown = new MessagingError('SEND_OUTCOME_UNKNOWN', { outcome: 'UNKNOWN', vendor: 'ROUTEE' });
    const fake = await graph(failing(kind, () => unknown));
    const first = await send(fake, kind);
    expect(first).toMatchObject({
      errors: [{ path: [kind.mutation], code: 'SEND_OUTCOME_UNKNOWN' }],
      calls: [kind.call],
    });
    expect(await send(fake, kind)).toMatchObject({ errors: [{ code: 'SEND_OUTCOME_UNKNOWN' }], calls: [] });
  });

  test('that ends in an unforeseen failure is never sent again', async () => {
    const fake = await graph(failing(kind, () => new TypeError('broken')));
    for (const calls of [[kind.call], []])
      expect(await send(fake, kind)).toMatchObject({ errors: [{ code: 'SEND_OUTCOME_UNKNOWN' }], calls });
  });

  test('that the vendor refuses frees its key', async () => {
    const refused = new MessagingError('INSUFFICIENT_BALANCE');
    const fake = await graph(failing(kind, (times) => (times === 1 ? refused : undefined)));
    expect(await send(fake, kind)).toMatchObject({ errors: [{ code: 'INSUFFICIENT_BALANCE' }], calls: [kind.call] });
    expect(await send(fake, kind, kind.other)).toMatchObject({
      data: answer(kind, false, 'sent-2'),
      calls: [kind.call],
    });
  });

  test('that cannot be written down does not go out', async () => {
    const fake = await graph(accepting);
    fake.ledger.bind = () => Promise.reject(new MessagingError('LEDGER_UNAVAILABLE'));
    expect(await send(fake, kind)).toMatchObject({ errors: [{ code: 'LEDGER_UNAVAILABLE' }], calls: [] });
  });

  test('needs a vendor that sends', async () => {
    expect(await send(await graph({ without: ['ROUTEE'] }), kind)).toMatchObject({
      errors: [{ path: [kind.mutation], code: 'VENDOR_NOT_CONFIGURED' }],
      calls: [],
    });
  });

  test('answers for its key before its vendor is asked for', async () => {
    const earlier = await graph(accepting);
    await send(earlier, kind);
    const fake = await graph({ without: ['ROUTEE'] });
    fake.ledger.look = earlier.ledger.look;
    expect(await send(fake, kind)).toMatchObject({ data: answer(kind, true, 'sent-1'), errors: [], calls: [] });
    expect(await send(fake, kind, kind.other)).toMatchObject({
      errors: [{ path: [kind.mutation], code: 'IDEMPOTENCY_KEY_REUSED' }],
      calls: [],
    });
  });
});

describe('a message or flow that was sent', () => {
  const [, message, flow] = KINDS as [Kind, Kind, Kind];

  test.each([
    ['a message', message, 'message'],
    ['a flow', flow, 'flow'],
  ] as const)('%s is read from its record until tracking has it', async (_, kind, call) => {
    const query = `{ ${kind.field}(trackingId: "sent-1") { trackingId } }`;
    const fake = await graph(accepting);
    expect(await fake.ask(query)).toMatchObject({ data: { [kind.field]: null }, calls: [`${call} sent-1`] });
    await send(fake, kind);
    const read = await fake.ask(query);
    expect(read).toMatchObject({
      data: { [kind.field]: { trackingId: 'sent-1' } },
      errors: [],
      calls: [`${call} sent-1`],
    });
  });

  test('is read from tracking as soon as that has it', async () => {
    const tracked = {
      messages: [viberMessage('sent-1', { from: 'Tracked' })],
      flows: [failoverFlow('sent-1', { totalPrice: 7 })],
    };
    const fake = await graph(tracked);
    await send(fake, message);
    await send(fake, flow, { idempotencyKey: 'other' });
    expect(
      (
        await fake.ask(
          '{ viberMessage(trackingId: "sent-1") { from } failoverFlow(trackingId: "sent-1") { totalPrice } }',
        )
      ).data,
    ).toEqual({
      viberMessage: { from: 'Tracked' },
      failoverFlow: { totalPrice: 7 },
    });
  });

  test.each([
    ['a message', message, 'VIBER_MESSAGE', 'price'],
    ['a flow', flow, 'FAILOVER_FLOW', 'totalPrice'],
  ])('%s is the same in the send of its payload: the receipt, without a read', async (_, kind, type, price) => {
    const fake = await graph(accepting);
    const fields = `trackingId ${price}`;
    const text = `mutation ($input: Send${kind.mutation.slice(4)}Input!) { ${kind.mutation}(input: $input) {
      ${kind.field} { ${fields} } send { kind ${kind.field} { ${fields} } } } }`;
    for (const replayed of [false, true]) {
      const answer = await fake.ask(text, { input: { idempotencyKey: 'key', ...kind.input } }, { scopes: ['send'] });
      expect(answer).toMatchObject({ errors: [], calls: replayed ? [] : [kind.call] });
      const payload = (answer.data as Record<string, Record<string, Record<string, unknown>>>)[kind.mutation]!;
      expect(payload.send).toEqual({ kind: type, [kind.field]: payload[kind.field] });
    }
  });

  test('that is reconciled is shown by what was sent, without a read but the proof', async () => {
    const lost = () => Promise.reject(new MessagingError('SEND_OUTCOME_UNKNOWN'));
    const fake = await graph({ sendMessage: lost, messages: [viberMessage('m1')] });
    await send(fake, message);
    const found = await fake.ask('{ sends { nodes { id } } }');
    const [{ id }] = (found.data as { sends: { nodes: [{ id: string }] } }).sends.nodes;
    const answer = await fake.ask(
      'mutation ($input: ReconcileSendInput!) { reconcileSend(input: $input) { send { viberMessage { trackingId to } } } }',
      { input: { sendId: id, wasSent: true, trackingId: 'm1' } },
      { scopes: ['send:reconcile'] },
    );
    expect(answer).toMatchObject({
      data: { reconcileSend: { send: { viberMessage: { trackingId: 'm1', to: expect.stringContaining('•') } } } },
      errors: [],
      calls: ['message m1'],
    });
  });

  test('is found by its global id', async () => {
    const fake = await graph(accepting);
    const { data } = await fake.ask(
      'mutation ($input: SendViberMessageInput!) { sendViberMessage(input: $input) { viberMessage { id } } }',
      { input: { idempotencyKey: 'key', ...message.input } },
    );
    const { id } = (data as { sendViberMessage: { viberMessage: { id: string } } }).sendViberMessage.viberMessage;
    expect((await fake.ask(`{ node(id: "${id}") { ... on ViberMessage { trackingId } } }`)).data).toEqual({
      node: { trackingId: 'sent-1' },
    });
  });

  const templateSteps = { steps: [{ viber: { senderId: 'sender', message: { template } } }] };
  test.each([
    ['a message', message, {}, 'content { kind }', { content: { kind: 'OTHER' } }],
    ['a flow', flow, templateSteps, 'steps { ... on ViberStep { content { kind } } }', { steps: [{ content: null }] }],
  ])(
    '%s of a template has the content of one, also where its answer was lost',
    async (_, kind, reported, fields, shown) => {
      const lost = () => Promise.reject(new MessagingError('SEND_OUTCOME_UNKNOWN'));
      const fake = await graph({ sendMessage: lost, sendFlow: lost });
      await send(fake, kind, reported);
      const record = await fake.ledger.record({ key: 'key' });
      await fake.ledger.acceptByCallback(record!.send.id, 'x1');
      const { data } = await fake.ask(`{ send(by: { trackingId: "x1" }) { ${kind.field} { ${fields} } } }`);
      expect(data).toEqual({ send: { [kind.field]: shown } });
    },
  );

  test('a flow whose answer was lost has the states and words after which its steps were tried, those of the default too', async () => {
    const fake = await graph({ sendFlow: () => Promise.reject(new MessagingError('SEND_OUTCOME_UNKNOWN')) });
    const viber = { senderId: 'sender', message: { content: { text: 'Hello' } } };
    const voice = { from: '+306912345678', verbs: [{ play: { url: 'https://example.com/a.mp3' } }] };
    const sms = { from: 'Shop', text: 'Hello', failoverOn: ['FAILED'] };
    await send(fake, flow, { steps: [{ viber }, { voice }, { sms }] });
    const record = await fake.ledger.record({ key: 'key' });
    await fake.ledger.acceptByCallback(record!.send.id, 'x1');
    const { data } = await fake.ask(
      '{ send(by: { trackingId: "x1" }) { failoverFlow { steps { failoverOnStates failoverOn } } } }',
    );
    expect(data).toEqual({
      send: {
        failoverFlow: {
          steps: [
            {
              failoverOnStates: ['EXPIRED', 'FAILED', 'UNDELIVERED'],
              failoverOn: ['EXPIRED', 'FAILED', 'UNDELIVERED'],
            },
            { failoverOnStates: ['UNDELIVERED'], failoverOn: ['Busy', 'NoAnswer'] },
            { failoverOnStates: ['FAILED'], failoverOn: ['FAILED'] },
          ],
        },
      },
    });
  });

  test.each([
    ['a message', message],
    ['a flow', flow],
  ])('%s that tracking does not have is not absent where the ledger cannot be read', async (_, kind) => {
    const fake = await graph(accepting);
    fake.ledger.find = () => Promise.reject(new MessagingError('LEDGER_UNAVAILABLE'));
    expect(await fake.ask(`{ ${kind.field}(trackingId: "gone") { trackingId } }`)).toMatchObject({
      errors: [{ path: [kind.field], code: 'LEDGER_UNAVAILABLE' }],
    });
  });

  test('shows no whole number to a caller with the scope send alone, nor from its record', async () => {
    const to = '+306912345678';
    const fake = await graph({
      sendMessage: async () => viberMessage('sent-1', { to }),
      sendFlow: async () => failoverFlow('sent-1', { steps: [smsStep({ to, from: to })] }),
    });
    const bodies = {
      sendViberMessage: ['viberMessage { to }', { idempotencyKey: 'm', ...message.input }],
      sendFailoverFlow: ['failoverFlow { steps { to from } }', { idempotencyKey: 'f', ...flow.input }],
    } as const;
    for (const [mutation, [selection, input]] of Object.entries(bodies)) {
      const text = `mutation ($input: Send${mutation.slice(4)}Input!) { ${mutation}(input: $input) { ${selection} } }`;
      const shown = JSON.stringify((await fake.ask(text, { input }, { scopes: ['send'] })).data);
      expect(shown).toContain('•678');
      expect(shown).not.toContain('691234');
    }
    const read =
      '{ viberMessage(trackingId: "sent-1") { to } failoverFlow(trackingId: "sent-1") { steps { to from } } }';
    const shown = JSON.stringify((await fake.ask(read, {}, { scopes: ['read'] })).data);
    expect(shown).not.toContain('691234');
    expect(shown).toContain('•678');
  });
});
