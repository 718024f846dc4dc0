import { describe, expect, it } from '@jest/globals';
import {
  getNamedType,
  type GraphQLField,
  type GraphQLInputField,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isLeafType,
  isObjectType,
} from 'graphql';
import { maskValue, NAME_OR_PHONE_NUMBER, PHONE_NUMBER } from '../../src/graph/personal-data.js';
import { type Answer, graph, schema } from '../support/fake-sources.js';
import {
  deliveryReport,
  failoverFlow,
  otherStep,
  sentCampaign,
  smsStep,
  viberMessage,
  viberStep,
  voiceStep,
} from '../support/graph-samples.js';

// ---- every field that shows a phone number is marked ----------------------------------------------------------------

const NAMED = /^(to|from|sender|recipients?|msisdn|caller|callee|.*phone.*)$/i;
const DOCUMENTED = /phone number/i;

interface Place {
  readonly place: string;
  readonly field: GraphQLField<unknown, unknown> | GraphQLInputField;
}

/** Every field and input field whose value is text. */
const textFields: readonly Place[] = Object.values(schema.getTypeMap())
  .filter((type) => !type.name.startsWith('__'))
  .flatMap((type) =>
    isObjectType(type) || isInterfaceType(type) || isInputObjectType(type)
      ? Object.values(type.getFields()).map((field) => ({ place: `${type.name}.${field.name}`, field }))
      : [],
  )
  .filter(({ field }) => isLeafType(getNamedType(field.type)));

const markOf = ({ field }: Place): unknown => field.extensions['personalData'];
const kinds = [PHONE_NUMBER.personalData, NAME_OR_PHONE_NUMBER.personalData];
const phoneFields = textFields.filter(
  ({ field }) => NAMED.test(field.name) || DOCUMENTED.test(field.description ?? ''),
);

describe('the marks of personal data', () => {
  it.each(phoneFields)('$place, a phone number by its name or description, is marked', (place) => {
    expect(kinds).toContain(markOf(place));
  });

  it('stand on exactly these fields', () => {
    expect(textFields.filter(markOf).map(({ place }) => place)).toEqual(
      [
        'Campaign.recipients',
        'RecipientCountry.phoneNumber',
        'ViberMessageFilter.to',
        'ViberMessage.to',
        'ViberMessage.from',
        'DeliveryReport.phoneNumber',
        'CampaignRecipientsInput.phoneNumbers',
        'FailoverFlowFilter.recipient',
        'SendViberMessageInput.to',
        'SendFailoverFlowInput.to',
        'SmsStepInput.from',
        'VoiceStepInput.from',
        'FailoverStep.to',
        'FailoverStep.from',
        ...['ViberStep', 'SmsStep', 'VoiceStep', 'OtherStep'].flatMap((type) => [`${type}.to`, `${type}.from`]),
      ].sort((a, b) => order(a) - order(b)),
    );
  });

  it('are named in the description of every marked field that is shown', () => {
    const shown = textFields.filter(markOf).filter(({ place }) => !/Input|Filter/.test(place));
    expect(shown.filter(({ field }) => !/masked/.test(field.description ?? '')).map(({ place }) => place)).toEqual([]);
  });
});

const places = textFields.map(({ place }) => place);
const order = (place: string): number => places.indexOf(place);

// ---- masking --------------------------------------------------------------------------------------------------------

/** A number of its own for every place that can hold one. */
let numbers: string[] = [];
const number = (): string => {
  const next = `+3069${String(10_000_000 + numbers.length * 7919)}`;
  numbers.push(next);
  return next;
};

function world() {
  numbers = [];
  const messages = [
    viberMessage('m1', { to: number(), from: number(), direction: 'INBOUND' }),
    viberMessage('m2', { to: number(), from: number(), direction: null }),
    viberMessage('m3', { to: number(), from: number(), direction: 'OUTBOUND' }),
  ];
  const steps = [viberStep, smsStep, voiceStep, otherStep].map((step) => step({ to: number(), from: number() }));
  const analysis = {
    recipientCount: 1,
    recipientsPerCountry: [],
    recipientCountries: [{ phoneNumber: number(), country: 'GR' }],
    recipientsPerGroup: [],
    totalInGroups: 0,
    characterCount: 5,
  };
  return {
    campaigns: { c1: messages, s1: messages },
    messages,
    flows: [failoverFlow('f1', { steps })],
    reports: [deliveryReport('r1', 'm1', { phoneNumber: number() })],
    sent: [sentCampaign('s1', { recipients: [number(), number()], analysis })],
  };
}

/** Selects every field that needs no argument, to a depth. */
function everything(typeName: string, depth: number): string {
  const type = schema.getType(typeName);
  if (!isObjectType(type) && !isInterfaceType(type)) return '';
  const fields = Object.values(type.getFields()).flatMap((field) => {
    const named = getNamedType(field.type);
    if (isLeafType(named)) return [field.name];
    const below = depth > 0 ? everything(named.name, depth - 1) : '';
    return below === '' ? [] : [`${field.name} ${below}`];
  });
  const parts = isInterfaceType(type)
    ? schema.getPossibleTypes(type).map((one, index) => {
        const own = everything(one.name, depth - 1).replace(/\b(label|ttlSeconds|messageId)\b/g, `$1_${index}: $1`);
        return `... on ${one.name} ${own}`;
      })
    : [];
  return `{ ${[...fields, ...parts].join(' ')} }`;
}

const QUERY = `{
  campaign(trackingId: "c1") ${everything('Campaign', 3)}
  sent: campaign(trackingId: "s1") ${everything('Campaign', 3)}
  campaigns ${everything('CampaignConnection', 3)}
  viberMessage(trackingId: "m1") ${everything('ViberMessage', 2)}
  failoverFlow(trackingId: "f1") ${everything('FailoverFlow', 2)}
  failoverFlows ${everything('FailoverFlowConnection', 3)}
  deliveryReport(by: { messageId: "r1" }) ${everything('DeliveryReport', 2)}
}`;

const digitsIn = ({ result }: Answer): string[] => {
  const text = JSON.stringify(result.data);
  return numbers.filter((one) => text.includes(one.slice(1)) || text.includes(one.slice(1, -3)));
};

describe('masking', () => {
  it('reaches every depth, through types that contain each other, whichever was masked first', () => {
    const to = '+306900000001';
    const values = {
      Campaign: { recipients: [to], messages: { nodes: [{ to, campaign: { recipients: [to] } }, null] } },
      ViberMessage: { to, campaign: { recipients: [to], messages: { edges: [{ node: { to } }] } } },
      Send: { receipt: null, campaign: { recipients: [to] }, viberMessage: { to }, failoverFlow: { steps: [] } },
      DeliveryEvent: { subject: { __typename: 'ViberMessage', to } },
      FailoverFlow: { steps: [{ __typename: 'ViberStep', to, message: { to, campaign: { recipients: [to] } } }] },
    };
    for (const [typeName, value] of Object.entries(values)) {
      const masked = JSON.stringify(maskValue(typeName, value));
      expect(masked).toContain('•001');
      expect(masked).not.toContain(to);
    }
  });

  it('leaves no whole number anywhere in an answer of everything to a caller with `read` alone', async () => {
    const { ask } = await graph(world());
    const answer = await ask(QUERY, {}, { scopes: ['read'] });
    expect(answer.errors).toEqual([]);
    expect(digitsIn(answer)).toEqual([]);
    for (const one of numbers) expect(JSON.stringify(answer.data)).toContain(`•${one.slice(-3)}`);
  });

  it('changes nothing for a caller with `read:recipients`: the same query shows every number', async () => {
    const { ask } = await graph(world());
    expect(digitsIn(await ask(QUERY, {}, { scopes: ['read', 'read:recipients'] }))).toEqual(numbers);
  });

  it('masks the answer to a send, and its replay', async () => {
    const { ask } = await graph({
      send: async () => sentCampaign('s2', { recipients: [number()] }),
    });
    numbers = [];
    const send = `mutation { sendViberCampaign(input: { idempotencyKey: "k", senderId: "s", recipients: { phoneNumbers: ["+306912345678"] }, content: { text: "x" } }) { replayed campaign { recipients } } }`;
    for (const replayed of [false, true]) {
      const answer = await ask(send, {}, { scopes: ['read', 'send'] });
      expect(answer.data).toEqual({
        sendViberCampaign: { replayed, campaign: { recipients: [expect.stringMatching(/^\+•+\d{3}$/)] } },
      });
    }
  });

  it.each([
    ['a name', 'Shop', 'Shop'],
    ['a name with a year', 'Expo 2026', 'Expo 2026'],
    ['a name of letters outside ASCII', 'Ελλάδα', 'Ελλάδα'],
    ['a number', '+306912345678', '+•••••••••678'],
    ['a number with separators', '(0) 69-1234.5678', '(•) ••-••••.•678'],
    ['a number in other digits', '٣٠٦٩١٢٣٤٥٦٧٨', '•••••••••٦٧٨'],
    ['a number behind a word', 'tel 306912345678', 'tel •••••••••678'],
    ['a short code', '54321', '••321'],
    ['nothing', null, null],
  ])('of a field that is a name or a number: %s', async (_name, from, shown) => {
    const { ask } = await graph({ messages: [viberMessage('m1', { from, direction: 'INBOUND' })] });
    const { data } = await ask('{ viberMessage(trackingId: "m1") { from } }', {}, { scopes: ['read'] });
    expect(data).toEqual({ viberMessage: { from: shown } });
  });
});

// ---- ordering and filtering -----------------------------------------------------------------------------------------

describe('ordering and filtering by a marked field', () => {
  const orders = schema.getType('ViberMessageOrderField');
  const values = isEnumType(orders) ? orders.getValues() : [];
  const scopes = ['read'] as const;

  it.each(values.map(({ name, description }) => [name, DOCUMENTED.test(description ?? '')] as const))(
    'orderBy %s is refused without `read:recipients`: %s',
    async (name, isRefused) => {
      const { ask } = await graph(world());
      const query = `{ campaign(trackingId: "c1") { trackingId messages(orderBy: { field: ${name} }) { totalCount } } }`;
      const { data, errors, calls } = await ask(query, {}, { scopes });
      if (!isRefused) return expect(errors).toEqual([]);
      expect(data).toEqual({ campaign: { trackingId: 'c1', messages: null } });
      expect(errors).toEqual([
        {
          path: ['campaign', 'messages'],
          code: 'FORBIDDEN',
          inputPath: ['orderBy', 'field'],
          violations: ['FORBIDDEN orderBy.field'],
          message: `Ordering by ${name} needs the scope read:recipients.`,
        },
      ]);
      expect(calls).toEqual([]);
    },
  );

  it('a search by recipient is refused without `read:recipients`, before any call', async () => {
    const { ask } = await graph(world());
    const query = '{ failoverFlows(filter: { recipient: "+306912345678" }) { totalCount } }';
    expect(await ask(query, {}, { scopes })).toMatchObject({
      data: { failoverFlows: null },
      errors: [
        {
          path: ['failoverFlows'],
          code: 'FORBIDDEN',
          inputPath: ['filter', 'recipient'],
          violations: ['FORBIDDEN filter.recipient'],
          message: 'Searching by recipient needs the scope read:recipients.',
        },
      ],
      calls: [],
    });
    const { errors } = await ask('{ failoverFlows(filter: { status: FAILED }) { totalCount } }', {}, { scopes });
    expect(errors).toEqual([]);
  });
});
