import { expect, test } from '@jest/globals';
import { describeWithBrowser, startBrowser, visit } from '../support/browser.js';
import { sandboxIds } from '../support/sandbox.js';
import { eventually } from '../support/wait.js';
import { consolePage } from './console-page.js';
import { stageConsole } from './console-stage.js';
import { faultyAnswers } from './faulty-answers.js';

const HOUR_MS = 3600_000;

describeWithBrowser('a campaign that is scheduled', () => {
  const stage = stageConsole();

  /** @returns its tracking id */
  async function schedule(idempotencyKey: string): Promise<string> {
    const input = {
      idempotencyKey,
      name: idempotencyKey,
      senderId: sandboxIds.sender,
      recipients: { phoneNumbers: ['+306900000001'] },
      content: { imageUrl: 'https://example.com/a.jpg' },
      scheduledAt: new Date(Date.now() + 24 * HOUR_MS).toISOString(),
    };
    const { sendViberCampaign } = await stage.service.read<{ sendViberCampaign: { campaign: { trackingId: string } } }>(
      'mutation ($input: SendViberCampaignInput!) { sendViberCampaign(input: $input) { campaign { trackingId } } }',
      { input },
    );
    return sendViberCampaign.campaign.trackingId;
  }

  test.each([
    ['its page', (trackingId: string) => `campaigns/${trackingId}`, '.head'],
    ['the list', () => 'campaigns', '.row'],
  ])('is so no longer after its time: %s', async (name, placeOf, around) => {
    await consolePage(stage.visitor.page, stage.service.url).open('campaigns');
    const trackingId = await schedule(`After its time ${name}`);
    const { page, end } = await visit(await startBrowser());
    await page.clock.install();
    await consolePage(page, stage.service.url).open(placeOf(trackingId));
    const head = page.locator(around, { hasText: `After its time ${name}` });
    await head.locator('.badge', { hasText: 'Scheduled' }).waitFor();
    await page.clock.fastForward(25 * HOUR_MS);
    await head.locator('.badge', { hasText: 'Scheduled' }).waitFor({ state: 'detached' });
    expect(await page.getByRole('button', { name: 'Cancel campaign' }).count()).toBe(0);
    await end();
  });

  test('is read again where a cancel is refused since it is not scheduled', async () => {
    const { page } = stage.visitor;
    const shown = consolePage(page, stage.service.url);
    const answers = await faultyAnswers(page);
    answers.replace('CancelCampaign', 'cancelViberCampaign', { code: 'CAMPAIGN_NOT_SCHEDULED', retryable: false });
    await shown.open(`campaigns/${await schedule('Refused cancel')}`);
    page.once('dialog', (dialog) => void dialog.accept());
    await page.getByRole('button', { name: 'Cancel campaign' }).waitFor(); // it was read for the first time
    const asked = shown.watchOperations();
    await page.getByRole('button', { name: 'Cancel campaign' }).click();
    await eventually(
      () => asked.count('Campaign'),
      (count) => count === 1,
    );
  });
});
