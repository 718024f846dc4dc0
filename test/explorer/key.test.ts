import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { describeWithBrowser, startBrowser, type Visit, visitOnKeptPage } from '../support/browser.js';
import { keyOf, writeTenants } from '../server/tenants-file.js';
import { type RunningService, startRunningService } from '../support/running-service.js';
import { graphiql } from './graphiql-page.js';

const KEY = 'a-key-of-the-explorer-test-0123456789';

describeWithBrowser('the explorer where callers need a key', () => {
  let service: RunningService;
  let browser: Browser;
  let visitor: Visit;

  beforeAll(async () => {
    service = await startRunningService({
      SANDBOX: 'on',
      EXPLORER: 'graphiql',
      ...writeTenants([{ id: 'shop', keys: [keyOf(KEY)] }]),
    });
    browser = await startBrowser();
  });
  afterAll(() => service?.stop());
  beforeEach(async () => {
    visitor = await visitOnKeptPage(browser);
    await visitor.page.goto(`${service.url}/graphql`, { waitUntil: 'domcontentloaded' });
  });
  afterEach(() => visitor.end());

  const submit = async (key: string) => {
    await visitor.page.getByLabel('API key').fill(key);
    await visitor.page.getByRole('button', { name: 'Open the explorer' }).click();
  };

  it('asks for it, and runs the examples with it', async () => {
    await submit(KEY);
    const page = graphiql(visitor.page);
    await page.isReady();
    await page.run();
    await page.shows('"totalCount": 237');
  });

  it('asks again where it is not accepted', async () => {
    await submit(`${KEY}-wrong`);
    await visitor.page.getByRole('alert').filter({ hasText: 'not accepted' }).waitFor();
    await submit(KEY);
    await graphiql(visitor.page).isReady();
  });

  it('keeps it in no storage of the browser', async () => {
    await submit(KEY);
    await graphiql(visitor.page).isReady();
    const stored = await visitor.page.evaluate<string>(
      'JSON.stringify([localStorage, sessionStorage, document.cookie])',
    );
    expect(stored).not.toContain(KEY);
    await visitor.page.reload({ waitUntil: 'domcontentloaded' });
    await visitor.page.getByLabel('API key').waitFor();
  });
});
