import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sandboxIds } from '../../support/sandbox.js';
import { type RunningService, startRunningService } from '../../support/running-service.js';
import { bearer, keyOf, writeTenants } from '../tenants-file.js';

const QUERY = `/graphql?query=${encodeURIComponent(`{ viberMessage(trackingId: "${sandboxIds.messageSeen}") { to } }`)}`;
const PREFLIGHTED = { 'apollo-require-preflight': '1' };
const varies = (response: Response): string[] =>
  (response.headers.get('vary') ?? '').split(',').map((name) => name.trim().toLowerCase());

describe('where callers have keys', () => {
  let service: RunningService;
  beforeAll(async () => {
    service = await startRunningService({
      SANDBOX: 'on',
      CORS_ORIGINS: 'https://shop.example',
      ...writeTenants([{ id: 'shop', keys: [keyOf('all-of-it'), keyOf('reader', { scopes: ['read'] })] }]),
    });
  });
  afterAll(() => service.stop());
  const get = (key: string) => fetch(service.url + QUERY, { headers: { ...PREFLIGHTED, ...bearer(key) } });

  test('no client keeps an answer, so that the next key is not shown numbers that it may not see', async () => {
    const [whole, masked] = [await get('all-of-it'), await get('reader')];
    expect(whole.headers.get('cache-control')).toContain('no-store');
    expect(masked.headers.get('cache-control')).toContain('no-store');
    expect(await whole.text()).not.toBe(await masked.text());
  });

  test('an answer names what it depends on', async () => {
    expect(varies(await get('all-of-it'))).toEqual(
      expect.arrayContaining(['accept', 'authorization', 'x-api-key', 'x-upstream-report', 'origin']),
    );
  });
});

describe('where everyone may call', () => {
  let service: RunningService;
  beforeAll(async () => {
    service = await startRunningService({ SANDBOX: 'on', CORS_ORIGINS: 'off' });
  });
  afterAll(() => service.stop());

  test('an answer may be kept by the client itself, under everything that it depends on', async () => {
    const response = await fetch(service.url + QUERY, { headers: PREFLIGHTED });
    expect(response.headers.get('cache-control')).toMatch(/^private, max-age=\d+$/);
    expect(varies(response)).toEqual(expect.arrayContaining(['accept', 'authorization', 'x-upstream-report']));
    expect(varies(response)).not.toContain('origin');
  });

  const seen = `seen: viberMessage(trackingId: "${sandboxIds.messageSeen}") { status { state } }`;
  test.each([
    ['sends', '{ sends { totalCount } }'],
    ['one send', '{ send(by: { idempotencyKey: "none" }) { outcome } }'],
    ['campaigns that were sent', '{ campaigns { totalCount } }'],
    ['the cancel of a campaign', `{ campaign(trackingId: "${sandboxIds.campaign12}") { cancelledAt } }`],
    ['events', '{ deliveryEvents { nodes { id } } }'],
    ['the end of the events', '{ deliveryEventsEnd }'],
    [
      'what events reported of a message',
      `{ viberMessage(trackingId: "${sandboxIds.messageSeen}") { timeline { at } } }`,
    ],
  ])(
    'an answer with %s of this graph’s own records is not kept, however long its other parts may be',
    async (_, own) => {
      const query = own.replace('{', `{ ${seen} `);
      const response = await fetch(`${service.url}/graphql?query=${encodeURIComponent(query)}`, {
        headers: PREFLIGHTED,
      });
      expect(await response.json()).not.toHaveProperty('errors');
      expect(response.headers.get('cache-control')).toBe('private, max-age=0');
    },
  );

  test('an answer with a campaign that this graph sent is not kept, however long its other parts may be', async () => {
    const input = `idempotencyKey: "kept" senderId: "${sandboxIds.sender}" recipients: { phoneNumbers: ["+12025550100"] }`;
    const send = `mutation { sendViberCampaign(input: { ${input} content: { text: "Hello" } }) { campaign { trackingId } } }`;
    const sent = await fetch(`${service.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: send }),
    });
    const { data } = (await sent.json()) as { data: { sendViberCampaign: { campaign: { trackingId: string } } } };
    const { trackingId } = data.sendViberCampaign.campaign;
    const query = `{ ${seen} campaign(trackingId: "${trackingId}") { name send { outcome } } }`;
    const response = await fetch(`${service.url}/graphql?query=${encodeURIComponent(query)}`, { headers: PREFLIGHTED });
    expect(await response.json()).toMatchObject({ data: { campaign: { send: { outcome: 'ACCEPTED' } } } });
    expect(response.headers.get('cache-control')).toBe('private, max-age=0');
  });
});
