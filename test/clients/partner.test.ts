import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { followCampaign } from '../../examples/partner/follow-campaign.js';
import type { SendViberCampaignInput } from '../../examples/partner/generated/graphql.js';
import { sandboxIds } from '../support/sandbox.js';
import { type SandboxedService, startSandboxedService } from '../support/running-service.js';

let service: SandboxedService;
/** The sandbox's clock moves one second with each call, so that messages settle after so many reads. */
const startedAt = Date.now();
const now = () => startedAt + 1000 * (service?.sandbox.calls().length ?? 0);

beforeAll(async () => {
  service = await startSandboxedService({ CACHE: 'off' }, { now });
});
afterAll(() => service.stop());

const follow = (idempotencyKey: string, phoneNumbers: string[]) => {
  const input: SendViberCampaignInput = {
    idempotencyKey,
    senderId: sandboxIds.sender,
    recipients: { phoneNumbers },
    content: { text: 'Everything at half price, today only.' },
  };
  return followCampaign(`${service.url}/graphql`, input, 0);
};

describe('the example of a partner', () => {
  test('sends a campaign and follows it until every message is settled', async () => {
    const rows = await follow('first', ['+12025550161', '+12025550162', '+12025550163', '+12025550164']);
    const ends = new Map(rows.map(({ to, state }) => [to, state]));
    expect(ends).toEqual(
      new Map([
        ['+12025550161', 'DELIVERED'],
        ['+12025550162', 'UNDELIVERED'],
        ['+12025550163', 'EXPIRED'],
        ['+12025550164', 'FAILED'],
      ]),
    );
    expect(rows.every(({ country }) => country === 'US')).toBe(true);
  });

  test('sends nothing twice when it is started again with the same key', async () => {
    const sends = () => service.sandbox.calls().filter(({ route }) => route === '/viber/campaign').length;
    const before = sends();
    const numbers = ['+12025550161'];
    expect(await follow('again', numbers)).toEqual(await follow('again', numbers));
    expect(sends()).toBe(before + 1);
  });

  test('follows a campaign of more messages than one page holds', async () => {
    const numbers = Array.from({ length: 120 }, (_, index) => `+1202555${String(2000 + index)}`);
    const rows = await follow('large', numbers);
    expect(rows.map(({ to }) => to).sort()).toEqual(numbers);
  });

  test('is told why a campaign is refused', async () => {
    await expect(follow('refused', ['+12025550101'])).rejects.toThrow('balance');
  });
});
