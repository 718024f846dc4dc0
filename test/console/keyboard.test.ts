import { expect, test } from '@jest/globals';
import type { Locator } from 'playwright-core';
import { describeWithBrowser } from '../support/browser.js';
import { sandboxIds } from '../support/sandbox.js';
import { eventually } from '../support/wait.js';
import { consolePage } from './console-page.js';
import { stageConsole } from './console-stage.js';

describeWithBrowser('the console by keyboard alone', () => {
  const stage = stageConsole();

  const focused = (): Promise<string> =>
    stage.visitor.page.evaluate<string>(
      'document.activeElement.tagName + " " + document.activeElement.textContent.trim()',
    );
  const focusOf = (expected: string | RegExp): Promise<string> =>
    eventually(focused, (now) => (typeof expected === 'string' ? now === expected : expected.test(now)));

  /** Presses Tab until the element has the focus, which must be seen where it is. */
  async function tabTo(element: Locator): Promise<void> {
    await element.waitFor();
    for (let presses = 0; presses < 150; presses += 1) {
      await stage.visitor.page.keyboard.press('Tab');
      if (!(await element.evaluate((node) => node === node.ownerDocument.activeElement))) continue;
      const outline = await element.evaluate((node) => {
        const shown = node.matches('.choices input') ? node.closest('label')! : node;
        return getComputedStyle(shown).outlineStyle;
      });
      expect(outline).not.toBe('none');
      return;
    }
    throw new Error(`Tab never came to ${String(element)}`);
  }

  const link = (name: string): Locator => stage.visitor.page.getByRole('link', { name, exact: true });
  const button = (name: string): Locator => stage.visitor.page.getByRole('button', { name, exact: true });
  const press = (key: string): Promise<void> => stage.visitor.page.keyboard.press(key);

  test('a campaign that moves is not read aloud at each change', async () => {
    const { page } = stage.visitor;
    const shown = consolePage(page, stage.service.url);
    await shown.open(`campaigns/${sandboxIds.campaignLive}`);
    await shown.rows().first().waitFor();
    const figure = page.locator('.card .progress .figure');
    const before = await figure.innerText();
    await page.evaluate(() => {
      const spoken: string[] = [];
      Object.assign(globalThis, { spoken });
      new MutationObserver((changes) => {
        for (const { target } of changes) {
          const region = (target.parentElement ?? (target as Element)).closest(
            '[role=status], [role=alert], [aria-live]',
          );
          if (region) spoken.push(region.textContent ?? '');
        }
      }).observe(document.body, { subtree: true, childList: true, characterData: true });
    });
    await eventually(
      () => figure.innerText(),
      (now) => now !== before,
    );
    expect(await page.evaluate('globalThis.spoken')).toEqual([]);
  });

  test('from the list to a campaign, to what happened to one message, and back to where one was', async () => {
    const { page } = stage.visitor;
    const shown = consolePage(page, stage.service.url);
    await shown.open('campaigns');
    await press('Tab');
    expect(await focused()).toBe('A Skip to the content');
    await press('Enter');
    await tabTo(link('Autumn offer'));
    await press('Enter');
    await shown.heading('Autumn offer');
    await focusOf('H1 Autumn offer');
    await shown.rows().first().waitFor();
    const recipient = shown.rows().nth(1).getByRole('link');
    const number = await recipient.innerText();
    await tabTo(recipient);
    await press('Enter');
    await page.locator('.panel .timeline').waitFor();
    await focusOf('H3 Message');
    await press('Escape');
    await page.locator('.panel').waitFor({ state: 'detached' });
    await focusOf(`A ${number}`);
    await tabTo(button('Next'));
    await press('Enter');
    await eventually(shown.recipients, (all) => all.length > 0 && !all.includes(number));
    await focusOf('BUTTON Next');
    await page.goBack();
    await page.goBack();
    await page.goBack();
    await shown.heading('Campaigns');
    await focusOf('H1 Campaigns');
  });

  test('a campaign is written, previewed, sent at a time, and cancelled', async () => {
    const { page } = stage.visitor;
    const shown = consolePage(page, stage.service.url);
    await shown.open('send');
    await page.locator('.verdict').waitFor();
    const day = new Date(Date.now() + 48 * 3600 * 1000);
    const twoDigits = (value: number): string => String(value).padStart(2, '0');
    const type = async (label: string, text: string): Promise<void> => {
      await tabTo(page.getByLabel(label, { exact: true }));
      await page.keyboard.type(text);
    };
    await type('Name', 'By keyboard');
    await type('Phone numbers', '+306900000001');
    await tabTo(page.getByLabel('Not before', { exact: true }));
    await page.keyboard.type(`${twoDigits(day.getMonth() + 1)}${twoDigits(day.getDate())}${day.getFullYear()}`);
    await press('Tab');
    await page.keyboard.type('1000AM');
    await type('Image address', 'https://example.com/a.jpg');
    await page.getByText('Ready to send').waitFor();
    await tabTo(button('Send'));
    await press('Enter');
    await shown.heading('By keyboard');
    await focusOf('H1 By keyboard');
    await tabTo(button('Cancel campaign'));
    page.once('dialog', (dialog) => void dialog.accept());
    await press('Enter');
    await page.locator('.head .badge', { hasText: 'Cancelled' }).waitFor();
    await focusOf('H1 By keyboard');
  });

  test('a cancel that does not come through leaves the focus on its button', async () => {
    const { page } = stage.visitor;
    const shown = consolePage(page, stage.service.url);
    const input = {
      idempotencyKey: 'focus-of-cancel',
      senderId: sandboxIds.sender,
      recipients: { phoneNumbers: ['+306900000001'] },
      content: { imageUrl: 'https://example.com/a.jpg' },
      scheduledAt: new Date(Date.now() + 48 * 3600 * 1000).toISOString(),
    };
    const { sendViberCampaign } = await stage.service.read<{ sendViberCampaign: { campaign: { trackingId: string } } }>(
      'mutation ($input: SendViberCampaignInput!) { sendViberCampaign(input: $input) { campaign { trackingId } } }',
      { input },
    );
    const errors = [{ message: 'Not now.', path: ['cancelViberCampaign'], extensions: { code: 'UPSTREAM_ERROR' } }];
    await page.route('**/graphql', (route) =>
      (route.request().postDataJSON() as { operationName: string }).operationName === 'CancelCampaign'
        ? route.fulfill({ json: { data: { cancelViberCampaign: null }, errors } })
        : route.fallback(),
    );
    await shown.open(`campaigns/${sendViberCampaign.campaign.trackingId}`);
    page.once('dialog', (dialog) => void dialog.accept());
    await tabTo(button('Cancel campaign'));
    await press('Enter');
    await page.getByRole('alert').getByText('Not now.').waitFor();
    await focusOf('BUTTON Cancel campaign');
    // its messages have the time of the send as their last change
    expect(await page.getByText('last change').count()).toBe(0);
  });

  test('a refused send leaves the focus on Send', async () => {
    const { page } = stage.visitor;
    const shown = consolePage(page, stage.service.url);
    await shown.open('send');
    await page.locator('.verdict').waitFor();
    await shown.fill({ 'Phone numbers': '+12025550101', 'Image address': 'https://example.com/a.jpg' });
    await page.getByText('Ready to send').waitFor();
    await tabTo(button('Send'));
    await press('Enter');
    await page.getByRole('alert').waitFor();
    await focusOf('BUTTON Send');
  });

  test('what is removed or shown gives the focus to what is next', async () => {
    const { page } = stage.visitor;
    const shown = consolePage(page, stage.service.url);
    await shown.open('send');
    await shown.fill({ 'Image address': 'https://example.com/a.jpg' });
    await page.route('https://example.com/a.jpg', (route) =>
      route.fulfill({ contentType: 'image/svg+xml', body: '<svg xmlns="http://www.w3.org/2000/svg"/>' }),
    );
    await button('Show image').focus();
    await press('Enter');
    await eventually(focused, (now) => !now.startsWith('BODY'));
    await page.getByLabel('Failover flow', { exact: true }).check({ force: true });
    await button('Add Voice').click();
    await button('Remove step 2').focus();
    await press('Enter');
    await focusOf('BUTTON Remove step 2');
    await press('Enter');
    await focusOf('BUTTON Add Viber');
  });

  test('a report is looked up, and the field for a key opened and left', async () => {
    const { page } = stage.visitor;
    const shown = consolePage(page, stage.service.url);
    await shown.open('campaigns');
    await tabTo(link('Delivery reports'));
    await press('Enter');
    await shown.heading('Delivery reports');
    await focusOf('H1 Delivery reports');
    await tabTo(page.getByLabel('Id', { exact: true }));
    await page.keyboard.type('report-sms');
    await tabTo(button('Look up'));
    await press('Enter');
    await page.locator('.timeline').waitFor();
    await focusOf('BUTTON Look up');
    await shown.open('campaigns');
    await focusOf('H1 Campaigns'); // which takes it when its screen is there
    await tabTo(button('Key: none'));
    await press('Enter');
    await page.getByLabel('Key', { exact: true }).waitFor();
    await press('Escape');
    await focusOf('BUTTON Key: none');
  });
});
