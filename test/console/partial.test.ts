import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { describeWithBrowser, startBrowser, visit } from '../support/browser.js';
import { type RunningService, startRunningService } from '../support/running-service.js';
import { sandboxIds } from '../support/sandbox.js';
import { eventually } from '../support/wait.js';
import { consolePage } from './console-page.js';

describeWithBrowser('a screen of which a part cannot be read', () => {
  let service: RunningService;
  let browser: Browser;
  beforeAll(async () => {
    // counting 5000 messages needs 100 calls, more than are left once the first page has told how many there are
    const settings = { ROUTEE_MAX_PAGE_SIZE: '50', MAX_UPSTREAM_CALLS: '60' };
    service = await startRunningService({ SANDBOX: 'on', ...settings });
    browser = await startBrowser();
  });
  afterAll(() => service?.stop());

  test('says so in its place, in the words of the graph, and shows everything else', async () => {
    const { page, complaints, context } = await visit(browser);
    const shown = consolePage(page, service.url);
    await shown.open(`campaigns/${sandboxIds.campaign5000}`);
    await shown.heading('Autumn everybody');
    const alert = page.getByRole('region', { name: 'Delivery' }).getByRole('alert');
    await alert.getByText('Operation too expensive').waitFor();
    await page.getByRole('region', { name: 'Details' }).waitFor();
    await eventually(shown.recipients, (all) => all.length === 25);
    expect(await shown.violations()).toEqual([]);
    expect(complaints).toEqual([]);
    await context.close();
  });
});
