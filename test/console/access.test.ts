import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { keyOf, writeTenants } from '../server/tenants-file.js';
import { describeWithBrowser, startBrowser, type Visit, visitOnKeptPage } from '../support/browser.js';
import { freePort } from '../support/free-port.js';
import { sandboxIds } from '../support/sandbox.js';
import { type RunningService, type Settings, startRunningService } from '../support/running-service.js';
import { eventually } from '../support/wait.js';
import { consolePage } from './console-page.js';
import { faultyAnswers, loseOutcomes } from './faulty-answers.js';

const READER = 'key-of-a-reader';
const SENDER = 'key-of-a-sender';
const SEND_ONLY = 'key-that-may-send-alone';
const OTHER_TENANT = 'key-of-another-tenant';

describeWithBrowser('the console where keys are needed', () => {
  const reader = keyOf(READER, { name: 'reader', scopes: ['read'] });
  const sender = keyOf(SENDER, { name: 'sender' });
  const sendOnly = keyOf(SEND_ONLY, { name: 'send-only', scopes: ['send'] });
  const other = { id: 'other', keys: [keyOf(OTHER_TENANT)] };
  const startWithKeys = (keys: readonly (typeof reader)[], settings: Settings = {}): Promise<RunningService> =>
    startRunningService({ SANDBOX: 'on', ...settings, ...writeTenants([{ id: 'shop', keys }, other]) });

  let service: RunningService;
  let browser: Browser;
  let visitor: Visit;
  beforeAll(async () => {
    service = await startWithKeys([reader, sender, sendOnly]);
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

  test('says to a key that may send alone that its send went out', async () => {
    const { page } = visitor;
    const shown = consolePage(page, service.url);
    await shown.open('send');
    await give(SEND_ONLY);
    await page.getByRole('button', { name: 'Key: sends' }).waitFor();
    await shown.fill({ Name: 'By a sender', 'Phone numbers': '+12025550160', Sender: sandboxIds.sender });
    await shown.fill({ 'Image address': 'https://example.com/a.jpg' });
    await page.getByText('Ready to send').waitFor();
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByText('It went out', { exact: true }).waitFor();
    await shown.heading('Send');
  });

  describe('a send without an answer, with a key that may send alone', () => {
    const draftKey = (): Promise<string> => visitor.page.locator('.actions code').innerText();
    const sendButton = () => visitor.page.getByRole('button', { name: 'Send', exact: true });
    beforeEach(async () => {
      const shown = consolePage(visitor.page, service.url);
      await shown.open('send');
      await give(SEND_ONLY);
      await visitor.page.getByRole('button', { name: 'Key: sends' }).waitFor();
    });
    async function send(name: string): Promise<string> {
      const shown = consolePage(visitor.page, service.url);
      await shown.fill({ Name: name, 'Phone numbers': '+12025550160', Sender: sandboxIds.sender });
      await shown.fill({ 'Image address': 'https://example.com/a.jpg' });
      await visitor.page.getByText('Ready to send').waitFor();
      await sendButton().click();
      return draftKey();
    }

    test('can be sent again under the same key where it did not get there', async () => {
      const { page } = visitor;
      await page.route('**/graphql', (route) =>
        route.request().postData()?.includes('"SendCampaign"') ? route.abort('connectionrefused') : route.continue(),
      );
      const given = await send('Did not get there');
      await page.getByText('The graph has no record of it').waitFor();
      await page.getByText('not used yet').waitFor();
      expect(await page.getByText(/This page follows it|We do not know/).count()).toBe(0);
      await page.unroute('**/graphql');
      expect(await draftKey()).toBe(given);
      await sendButton().click();
      await page.getByText('It went out', { exact: true }).waitFor();
      expect(await page.evaluate('sessionStorage.length')).toBe(0);
    });

    test('is known to have gone out by the state of its key', async () => {
      const { page } = visitor;
      loseOutcomes(await faultyAnswers(page));
      await send('Got there');
      await page.getByText('It went out', { exact: true }).waitFor();
      await page.getByText('Sent already', { exact: true }).waitFor();
      expect(await page.getByText('Ready to send').count()).toBe(0);
      expect(await sendButton().isDisabled()).toBe(true);
      expect(await page.evaluate('sessionStorage.length')).toBe(0);
    });

    test('stays as it was where the graph refuses the repeat before it looks for the key', async () => {
      const { page } = visitor;
      const refused = { code: 'RATE_LIMITED', retryable: true, retryAfterSeconds: 30 };
      await page.route('**/graphql', (route) =>
        route.request().postData()?.includes('"SendCampaign"') ? route.abort('connectionrefused') : route.fallback(),
      );
      const given = await send('Refused a moment');
      await page.getByText('The graph has no record of it').waitFor();
      await page.unroute('**/graphql');
      const answers = await faultyAnswers(page);
      answers.replace('SendCampaign', 'sendViberCampaign', refused);
      await sendButton().click();
      await page.getByText('Possible again after 30 seconds.').waitFor();
      await page.getByText('It went out', { exact: true }).waitFor(); // the repeat got there, and its answer was replaced
      expect(await page.getByLabel('Name', { exact: true }).isDisabled()).toBe(true);
      expect(await draftKey()).toBe(given);
    });

    test('can be repeated where the vendor’s answer is lost, and is not said to be followed', async () => {
      const { page } = visitor;
      loseOutcomes(await faultyAnswers(page));
      let isSent = false;
      page.on('request', (one) => (isSent ||= one.postData()?.includes('"SendCampaign"') ?? false));
      await page.route('**/graphql', async (route) => {
        if (!isSent || !route.request().postData()?.includes('"PreviewCampaign"')) return route.fallback();
        const { data } = (await (await route.fetch()).json()) as { readonly data: { readonly preview: object } };
        const preview = { ...data.preview, isSendable: false, keyState: 'UNKNOWN_OUTCOME' };
        return route.fulfill({ json: { data: { preview } } });
      });
      const given = await send('Lost at the vendor');
      await page.getByText('This key may not read sends; send it again').waitFor();
      await page.getByText('sent, its outcome is not known').waitFor();
      expect(await page.getByText(/This page follows it|Ready to send/).count()).toBe(0);
      const answer = page.waitForResponse((one) => one.request().postData()?.includes('"SendCampaign"') ?? false);
      await sendButton().click();
      expect((await answer).request().postData()).toContain(given);
      await page.getByText('This key may not read sends; send it again').waitFor();

      page.once('dialog', (dialog) => void dialog.accept());
      await page.reload();
      await give(SEND_ONLY);
      const sends = page.locator('.card', { hasText: 'Last sends' });
      await sends.getByText('This key may not read sends: give one that may').waitFor();
      await sends.getByText(given).waitFor();
      expect(await page.getByText('This page follows it').count()).toBe(0);
      const asked: string[] = [];
      page.on('dialog', (dialog) => (asked.push(dialog.type()), void dialog.accept()));
      await page.reload();
      expect(asked).toEqual([]);
    });
  });

  test('says of a key that may send alone that it is known, and offers to send', async () => {
    const { page } = visitor;
    const shown = consolePage(page, service.url);
    await shown.open('campaigns');
    await give(SEND_ONLY);
    await page.getByText('This key may not see this').first().waitFor();
    expect(await page.getByText('The graph does not accept this key').count()).toBe(0);
    await page.getByRole('link', { name: 'Send', exact: true }).click();
    await page.locator('.verdict').waitFor();
  });

  test('a draft and what became of it are shown under the key they were made with, not under another one', async () => {
    const { page } = visitor;
    const shown = consolePage(page, service.url);
    const draftKey = (): Promise<string> => page.locator('.actions code').innerText();
    const open = async (key: string): Promise<void> => {
      await page.getByRole('button', { name: /^Key:/ }).click();
      await give(key);
      await page.locator('.verdict').waitFor();
    };
    await shown.open('campaigns');
    await give(SENDER);
    await page.getByRole('link', { name: 'Send', exact: true }).click();
    await page.locator('.verdict').waitFor();
    const answers = await faultyAnswers(page);
    loseOutcomes(answers);
    const given = await draftKey();
    await shown.fill({ Name: 'Of the shop', 'Phone numbers': '+12025550160', Sender: sandboxIds.sender });
    await shown.fill({ 'Image address': 'https://example.com/a.jpg' });
    await page.getByText('Ready to send').waitFor();
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByText('We do not know whether it went out').waitFor();

    answers.restore('SendByKey');
    await open(OTHER_TENANT);
    await page.getByText('Nothing was sent yet').waitFor();
    expect(await draftKey()).not.toBe(given);
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('');
    expect(await page.getByText(/did not reach|We do not know/).count()).toBe(0);

    await open(SENDER);
    await page.getByText('It went out', { exact: true }).waitFor();
    expect(await draftKey()).toBe(given);
    expect(await page.getByRole('button', { name: 'Send', exact: true }).isDisabled()).toBe(true);
    const kept = await page.evaluate('JSON.stringify([localStorage, sessionStorage])');
    expect(kept).not.toContain(SENDER);
  });

  test('offers nothing that is not known to be allowed, and asks again for what a key may do', async () => {
    const { page } = visitor;
    const shown = consolePage(page, service.url);
    await shown.open('send');
    const answers = await faultyAnswers(page);
    answers.replace('MayRead', 'campaigns', { code: 'OVERLOADED', retryable: true });
    answers.replace('MaySend', 'previewViberMessage', { code: 'OVERLOADED', retryable: true });
    await give(READER);
    await page.getByRole('alert').getByText('Overloaded').waitFor();
    await page.getByRole('button', { name: 'Key: being checked' }).waitFor();
    const sendLink = page.getByRole('link', { name: 'Send', exact: true });
    expect([await sendLink.count(), await page.getByLabel('Text').count()]).toEqual([0, 0]);
    answers.restore('MayRead');
    await page.getByText('This key may not send').waitFor();
    answers.restore('MaySend');
    await page.getByRole('button', { name: 'Key: reads' }).click();
    answers.replace('MayRead', 'campaigns', { code: 'OVERLOADED', retryable: true });
    await give(SENDER);
    await page.getByRole('alert').getByText('Overloaded').waitFor();
    answers.restore('MayRead');
    await page.getByRole('button', { name: 'Key: reads and sends' }).waitFor();
    await sendLink.waitFor();
  });

  test('leaves no number in the title of the window when its key is gone', async () => {
    const { page } = visitor;
    const shown = consolePage(page, service.url);
    await shown.open('flows');
    for (const next of ['', 'no-such-key']) {
      await give(SENDER);
      if (next === '') await page.locator('tbody a').first().click();
      await eventually(
        () => page.title(),
        (title) => title.includes('+'),
      );
      await page.getByRole('button', { name: /^Key:/ }).click();
      await give(next);
      await shown.heading('A key is needed');
      expect(await page.title()).toBe('Failover flows · Messaging console');
    }
  });

  test('says how long a rate limit lasts instead of waiting for it in silence', async () => {
    const { page } = visitor;
    const shown = consolePage(page, service.url);
    await shown.open('campaigns');
    const extensions = { code: 'RATE_LIMITED', retryable: true, retryAfterSeconds: 42 };
    await page.route('**/graphql', (route) =>
      route.request().postData()?.includes('"May')
        ? route.continue()
        : route.fulfill({ json: { errors: [{ message: 'This caller has used up its rate limit.', extensions }] } }),
    );
    await give(READER);
    await page.getByText('Possible again after 42 seconds.').first().waitFor();
    await page.unroute('**/graphql');
    await page.getByRole('button', { name: 'Try again' }).first().click();
    await page.getByText('Possible again after').first().waitFor({ state: 'detached' });
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
    const settings = { PORT: String(await freePort()) };
    const before = await startWithKeys([reader], settings);
    const shown = consolePage(page, before.url);
    await shown.open('campaigns');
    await give(READER);
    await shown.heading('Campaigns');
    await shown.sign('Live');
    await before.stop();
    const after = await startWithKeys([sender], settings);
    await shown.heading('A key is needed');
    await page.getByText('The graph does not accept this key').waitFor();
    await give(SENDER);
    await shown.heading('Campaigns');
    await after.stop();
  });
});
