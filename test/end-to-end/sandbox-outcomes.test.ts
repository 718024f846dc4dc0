import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fakeClock } from '../support/fake-clock.js';
import { type MagicValue, magicValues, sandboxIds } from '../support/sandbox.js';
import { type SandboxedService, startSandboxedService } from '../support/running-service.js';
import { until } from '../support/wait.js';

const SEND_TIMEOUT_MS = 2000;

// It stands still but where a test advances it: what is answered is answered without waiting for a deadline.
const clock = fakeClock();
const start = () => startSandboxedService({ SEND_TIMEOUT_MS: String(SEND_TIMEOUT_MS) }, {}, { clock });

/** What comes of a request to the sandbox; where it is never answered, its deadline passes once the sandbox has it. */
async function outcomeOf<Result>(
  { sandbox }: SandboxedService,
  isSilent: boolean,
  work: () => Promise<Result>,
): Promise<Result> {
  const before = sandbox.calls().length;
  const result = work();
  if (isSilent) {
    await until(() => sandbox.calls().length > before);
    clock.advance(SEND_TIMEOUT_MS);
  }
  return result;
}

let service: SandboxedService;
beforeAll(async () => {
  service = await start();
});
afterAll(() => service.stop());

const isSilence = (effect: MagicValue['effect']): boolean => effect.kind === 'failure' && effect.failure === 'silence';

let keys = 0;
const newKey = (): string => `key-${(keys += 1)}`;
const senderId = sandboxIds.sender;
const codesOf = ({ errors }: { readonly errors: readonly { readonly extensions: { readonly code: string } }[] }) =>
  errors.map(({ extensions }) => extensions.code);

describe('magic values of the sandbox that concern cancelling', () => {
  const cancels = magicValues.flatMap(({ value, happens, effect }) =>
    effect.kind === 'cancel' ? [[value, happens, effect.code, isSilence(effect.effect)] as const] : [],
  );
  // the last one is answered with Retry-After
  it.each(cancels)('%s: %s', async (number, _, code, isSilent) => {
    const sent = await service.read<{ sendViberCampaign: { campaign: { trackingId: string } } }>(
      `mutation ($input: SendViberCampaignInput!) { sendViberCampaign(input: $input) { campaign { trackingId } } }`,
      {
        input: {
          idempotencyKey: newKey(),
          senderId,
          recipients: { phoneNumbers: [number] },
          scheduledAt: new Date(Date.now() + 3_600_000).toISOString(),
          content: { imageUrl: 'https://example.com/i.png' },
        },
      },
    );
    const cancelled = await outcomeOf(service, isSilent, () =>
      service.query(
        `mutation ($id: ID!) { cancelViberCampaign(input: { trackingId: $id }) { campaign { cancelledAt } } }`,
        { id: sent.sendViberCampaign.campaign.trackingId },
      ),
    );
    expect(codesOf(cancelled)).toEqual(code === null ? [] : [code]);
    for (const { extensions } of cancelled.errors) {
      expect(extensions).toMatchObject({ vendor: 'ROUTEE' });
      expect(extensions).not.toHaveProperty('violations');
    }
  });
});

describe('magic values of the sandbox that concern every kind of send', () => {
  let calm: SandboxedService;
  beforeAll(async () => {
    calm = await start();
  });
  afterAll(() => calm.stop());

  const kinds = {
    'a message': {
      document: `mutation ($input: SendViberMessageInput!) { sendViberMessage(input: $input) { viberMessage { trackingId } } }`,
      input: (to: string) => ({ to, senderId, message: { content: { imageUrl: 'https://example.com/i.png' } } }),
    },
    'a message with a template': {
      document: `mutation ($input: SendViberMessageInput!) { sendViberMessage(input: $input) { viberMessage { trackingId } } }`,
      input: (to: string) => ({ to, senderId, message: { template } }),
    },
    'a flow': {
      document: `mutation ($input: SendFailoverFlowInput!) { sendFailoverFlow(input: $input) { failoverFlow { trackingId } } }`,
      input: (to: string) => ({ to, steps: [{ sms: { from: 'Shop', text: 'Hello' } }] }),
    },
    'a flow with a template': {
      document: `mutation ($input: SendFailoverFlowInput!) { sendFailoverFlow(input: $input) { failoverFlow { trackingId } } }`,
      input: (to: string) => ({ to, steps: [{ viber: { senderId, message: { template } } }] }),
    },
  };
  const lost = magicValues.filter(({ code }) => code === 'SEND_OUTCOME_UNKNOWN');
  const cases = Object.keys(kinds).flatMap((kind) =>
    [...lost.map(({ value }) => value), '+12025550154'].map((value) => [kind as keyof typeof kinds, value] as const),
  );

  it.each(cases)('%s to %s', async (kind, number) => {
    const { document, input } = kinds[kind];
    // an answer between the lost ones, or calls would stop
    const well = await calm.query(document, { input: { idempotencyKey: newKey(), ...input('+306900000001') } });
    expect(codesOf(well)).toEqual([]);
    const isSilent = magicValues.some(({ value, effect }) => value === number && isSilence(effect));
    const answer = await outcomeOf(calm, isSilent, () =>
      calm.query(document, { input: { idempotencyKey: newKey(), ...input(number) } }),
    );
    expect(codesOf(answer)).toEqual(number === '+12025550154' ? [] : ['SEND_OUTCOME_UNKNOWN']);
  });
});

const template = {
  templateId: sandboxIds.template,
  language: 'en',
  parameters: [
    { name: 'order_id', value: 'A-1' },
    { name: 'day', value: 'Friday' },
  ],
};

describe('magic applications of the sandbox', () => {
  const euros = { amount: '0.035', currency: 'EUR' };
  const full = { amount: '41.37', currency: 'EUR' };
  it.each([
    ['magic-prices-none', null, full],
    ['magic-prices-empty', null, full],
    ['magic-prices-missing', null, full],
    ['magic-prices-numbers', euros, full],
    ['magic-prices-words', null, full],
    ['magic-prices-no-currency', null, full],
    ['magic-dollars', { ...euros, currency: 'USD' }, { ...full, currency: 'USD' }],
    ['magic-prices-dollars', { ...euros, currency: 'USD' }, full],
    ['magic-balance-zero', euros, { amount: '0', currency: 'EUR' }],
    ['magic-balance-negative', euros, { amount: '-0.35', currency: 'EUR' }],
    ['magic-balance-none', euros, null],
  ])('%s: an estimate of %j, a balance of %j', async (application, estimatedCost, balance) => {
    const { data, errors } = await preview(application);
    expect(data).toEqual({ previewViberMessage: { estimatedCost, balance } });
    const codes = magicValues.filter(({ value }) => value === application).flatMap(({ code }) => code ?? []);
    expect(codesOf({ errors })).toEqual(codes);
  });

  const faults = magicValues
    .filter(({ places, effect }) => places.includes('prices') && places.includes('balance') && !isSilence(effect))
    .flatMap(({ value, code }) => (code === null ? [] : [[value, code] as const]));

  it.each(faults)('%s: neither an estimate nor a balance, for %s', async (application, code) => {
    const { data, errors } = await preview(application);
    expect(data).toEqual({ previewViberMessage: { estimatedCost: null, balance: null } });
    for (const reported of codesOf({ errors })) expect(code.split(' or ')).toContain(reported);
    expect(errors).toHaveLength(2);
  });

  async function preview(application: string) {
    const other = await startSandboxedService({ ROUTEE_APPLICATION_ID: application }, {}, { clock, random: () => 0 });
    const answer = await other.query(
      `query ($input: SendViberMessageInput!) {
        previewViberMessage(input: $input) { estimatedCost { amount currency } balance { amount currency } }
      }`,
      {
        input: {
          idempotencyKey: newKey(),
          senderId,
          to: '+306900000001',
          message: { content: { imageUrl: 'https://example.com/i.png' } },
        },
      },
    );
    await other.stop();
    return answer;
  }
});
