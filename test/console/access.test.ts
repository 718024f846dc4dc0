import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { keyOf, writeTenants } from '../server/tenants-file.js';
import { describeWithBrowser, startBrowser, type Visit, visitOnKeptPage } from '../support/browser.js';
import { type RunningService, type Settings, startRunningService } from '../support/running-service.js';
import { consolePage } from './console-page.js';

const READER = 'key-of-a-reader';
const SENDER = 'key-of-a-sender';

describeWithBrowser('the console where keys are needed', () => {
  const reader = keyOf(READER, { name: 'reader', scopes: ['read'] });
  const sender = keyOf(SENDER, { name: 'sender' });
  const startWithKeys = (keys: readonly (typeof reader)[], settings: Settings = {}): Promise<RunningService> =>
    startRunningService({ SANDBOX: 'on', ...settings, ...writeTenants([{ id: 'shop', keys }]) });

  let service: RunningService;
  let browser: Browser;
  let visitor: Visit;
  beforeAll(async () => {
    service = await startWithKeys([reader, sender]);
    browser = await startBrowser();
  });
  afterAll(() => service?.stop());
  beforeEach(async () => {
    visitor = await visitOnKeptPage(browser);
  });
  afterEach(async () => {
    // the browser itself reports each answer with a status of 4xx, and a server that is away
    const reported = /status of 40[13]|ERR_CONNECTION_REFUSED|WebSocket connection/;
    expect(visitor.complaints.filter((one) => !reported.test(one))).toEqual([]);
    await visitor.end();
  });

  async function give(key: string): Promise<void> {
    await visitor.page.getByLabel('Key', { exact: true }).fill(key);
    await visitor.page.getByRole('button', { name: 'Use' }).click();
  }

  test('asks for a key, and says when it is not accepted', async () => {
    const { page } = visitor;
    const shown = consolePage(page, service.url);
    await shown.open('campaigns');
    await shown.heading('A key is needed');
    expect(await shown.violations()).toEqual([]);
    await give('no-such-key');
    await page.getByText('The graph does not accept this key').waitFor();
    await give(READER);
    await shown.heading('Campaigns');
  });

  test('offers what the key may do, and shows masked numbers as such', async () => {
    const { page } = visitor;
    const shown = consolePage(page, service.url);
    await shown.open('flows');
    await give(READER);
    await page.locator('tbody th', { hasText: '•' }).first().waitFor();
    await page.getByText('Numbers are masked for this key').waitFor();
    expect(await page.getByLabel('Recipient').count()).toBe(0);
    await page.getByRole('button', { name: 'Key: reads' }).waitFor();
    expect(await page.getByRole('link', { name: 'Send', exact: true }).count()).toBe(0);
    await page.getByRole('button', { name: 'Key: reads' }).click();
    await give(SENDER);
    await page.getByRole('link', { name: 'Send', exact: true }).waitFor();
    await page.getByLabel('Recipient').waitFor();
    expect(await page.locator('tbody th').first().innerText()).not.toContain('•');
  });

  test('keeps the key in memory alone', async () => {
    const { page } = visitor;
    const shown = consolePage(page, service.url);
    await shown.open('campaigns');
    await give(READER);
    await shown.heading('Campaigns');
    const kept = await page.evaluate<string>(
      'JSON.stringify([localStorage, sessionStorage, document.cookie, location.href])',
    );
    expect(kept).not.toContain(READER);
    await page.reload();
    await shown.heading('A key is needed');
  });

  test('leads back to the field for a key where the key is no longer accepted under an open screen', async () => {
    const { page } = visitor;
    const before = await startWithKeys([reader]);
    const shown = consolePage(page, before.url);
    await shown.open('campaigns');
    await give(READER);
    await shown.heading('Campaigns');
    await shown.sign('Live');
    await before.stop();
    const after = await startWithKeys([sender], { PORT: new URL(before.url).port });
    await shown.heading('A key is needed');
    await page.getByText('The graph does not accept this key').waitFor();
    await give(SENDER);
    await shown.heading('Campaigns');
    await after.stop();
  });
});
