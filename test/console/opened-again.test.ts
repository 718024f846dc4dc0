import { expect, test } from '@jest/globals';
import { describeWithBrowser } from '../support/browser.js';
import { flowId, sandboxIds } from '../support/sandbox.js';
import { eventually } from '../support/wait.js';
import { consolePage } from './console-page.js';
import { stageConsole } from './console-stage.js';
import { faultyAnswers } from './faulty-answers.js';

const UNAVAILABLE = { code: 'UPSTREAM_UNAVAILABLE', retryable: true };
const campaign = `campaigns/${sandboxIds.campaign237}`;

/** Each screen with the query that fails and what is to be seen when it does not. */
const SCREENS: readonly (readonly [place: string, operationName: string, field: string, seen: string])[] = [
  [`flows/${flowId(1)}`, 'Flow', 'failoverFlow', '.steps li'],
  [campaign, 'Campaign', 'campaign', '.funnel'],
  [campaign, 'Messages', 'campaign.messages', '.messages tbody tr'],
  ['reports?extraId=report-sms', 'Report', 'deliveryReport', '.timeline'],
  [`messages/${sandboxIds.messageSeen}`, 'Message', 'viberMessage', '.timeline'],
  [`messages/${sandboxIds.messageSeen}`, 'Message', 'viberMessage.timeline', '.timeline'],
];

describeWithBrowser('a screen of the console that failed once', () => {
  const stage = stageConsole();

  test.each(SCREENS)('%s is read again when it is opened again: %s, %s', async (place, operationName, field, seen) => {
    const { page } = stage.visitor;
    const shown = consolePage(page, stage.service.url);
    const answers = await faultyAnswers(page);
    answers.replace(operationName, field, UNAVAILABLE);
    await shown.open(place);
    await page.getByRole('button', { name: 'Try again' }).first().waitFor();
    answers.restore(operationName);
    await shown.open('campaigns');
    await shown.heading('Campaigns');
    await shown.open(place);
    await page.locator(seen).first().waitFor();
    await shown.settled();
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  test('a report is looked up again under the same id', async () => {
    const { page } = stage.visitor;
    const shown = consolePage(page, stage.service.url);
    const answers = await faultyAnswers(page);
    answers.replace('Report', 'deliveryReport', { code: 'DELIVERY_REPORT_NOT_FOUND', retryable: false });
    await shown.open('reports?extraId=report-sms');
    await page.getByText('Delivery report not found').waitFor();
    answers.restore('Report');
    const asked = shown.watchOperations();
    await page.getByRole('button', { name: 'Look up' }).click();
    await page.locator('.timeline').waitFor();
    await eventually(
      () => asked.count('Report'),
      (count) => count === 1,
    );
  });
});
