import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { keyOf, writeTenants } from '../server/tenants-file.js';
import { describeWithBrowser, startBrowser, visitOnKeptPage } from '../support/browser.js';
import { type RunningService, startRunningService } from '../support/running-service.js';
import { sandboxIds } from '../support/sandbox.js';
import { consolePage } from './console-page.js';

describeWithBrowser('the console with a key that reads masked numbers alone', () => {
  let service: RunningService;
  beforeAll(async () => {
    const keys = [keyOf('key-of-a-reader', { name: 'reader', scopes: ['read'] })];
    service = await startRunningService({ SANDBOX: 'on', ...writeTenants([{ id: 'shop', keys }]) });
  });
  afterAll(() => service?.stop());

  test('does not offer to search by a number where it was refused, nor the form to send', async () => {
    const { page, end } = await visitOnKeptPage(await startBrowser());
    const shown = consolePage(page, service.url);
    await shown.open('flows?recipient=%2B306900000001');
    await page.getByLabel('Key', { exact: true }).fill('key-of-a-reader');
    await page.getByRole('button', { name: 'Use' }).click();
    await page.getByText(/read:recipients/).waitFor();
    await page.getByText('Numbers are masked for this key').waitFor();
    expect(await page.getByLabel('Recipient', { exact: true }).count()).toBe(0);
    await page.getByText('Clear', { exact: true }).click();
    await page.locator('tbody tr').first().waitFor();
    await page.evaluate(`location.hash = '#/messages/${sandboxIds.messageSeen}'`);
    await page.locator('.timeline').waitFor();
    expect(await page.locator('.crumbs a').allInnerTexts()).toEqual(['Campaigns']);
    await end();
  });
});
