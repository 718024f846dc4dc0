import { beforeEach, expect, test } from '@jest/globals';
import { describeWithBrowser } from '../support/browser.js';
import { eventually } from '../support/wait.js';
import { consolePage } from './console-page.js';
import { stageConsole } from './console-stage.js';

/** Refused for a balance that is too low. */
const POOR = '+12025550101';
/** Accepted, and then the answer is lost. */
const LOST = '+12025550141';

describeWithBrowser('sending from the console', () => {
  const stage = stageConsole({ times: 5 });
  beforeEach(() => open());

  const screen = () => consolePage(stage.visitor.page, stage.service.url);
  async function open(): Promise<void> {
    await screen().open('send');
    await stage.visitor.page.locator('.verdict').waitFor();
  }
  const key = (): Promise<string> => stage.visitor.page.locator('.actions code').innerText();
  const press = (name: string): Promise<void> => stage.visitor.page.getByRole('button', { name, exact: true }).click();
  const message = {
    Text: 'Half price until Sunday.',
    'Image address': 'https://example.com/a.jpg',
    Button: 'See the offers',
    'Button opens': 'https://example.com/a',
  };

  test('rules are told beside their fields as one types, in their own words', async () => {
    const { page } = stage.visitor;
    await screen().fill({
      ...message,
      'Phone numbers': '+306900000001\n+30',
      'Image address': 'http://example.com/a.jpg',
    });
    const field = page.locator('.field', { hasText: 'Phone numbers' });
    await field.getByText('Entry 2: phoneNumbers: a + and the digits of a possible E.164 number').waitFor();
    expect(await page.getByLabel('Phone numbers').getAttribute('aria-invalid')).toBe('true');
    await page.locator('.field', { hasText: 'Image address' }).getByText('imageUrl: an https address').waitFor();
    await page.getByText('2 to correct').waitFor();
    await screen().fill({ 'Phone numbers': '+306900000001', 'Image address': 'https://example.com/a.jpg' });
    await page.getByText('Ready to send').waitFor();
    await page.locator('.facts', { hasText: 'Greece' }).waitFor();
    await page.locator('.facts', { hasText: 'Expected cost' }).getByText('€').first().waitFor();
    expect(await screen().violations()).toEqual([]);
  });

  test('what does not go together is told above the fields that it is about', async () => {
    await screen().fill({ ...message, Button: '', 'Button opens': '' });
    await stage.visitor.page.locator('.broken', { hasText: /^content/ }).waitFor();
  });

  test('a text alone is warned of', async () => {
    await screen().fill({ 'Phone numbers': '+306900000001', Text: 'Half price until Sunday.' });
    await stage.visitor.page.locator('.doubt').first().waitFor();
  });

  test('a draft keeps its key, whatever is typed and wherever one looks meanwhile; a new draft has another', async () => {
    const { page } = stage.visitor;
    const first = await key();
    await screen().fill(message);
    await page.getByRole('link', { name: 'Failover flows' }).click();
    await screen().heading('Failover flows');
    await page.getByRole('link', { name: 'Send', exact: true }).click();
    expect(await page.getByLabel('Text').inputValue()).toBe(message.Text);
    expect(await key()).toBe(first);
    await press('New draft');
    expect(await key()).not.toBe(first);
  });

  test('a refused send says why, and is sent under the same key once it is put right', async () => {
    const { page } = stage.visitor;
    const given = await key();
    await screen().fill({ ...message, Name: 'Refused first', 'Phone numbers': POOR });
    await page.getByText('Ready to send').waitFor();
    await press('Send');
    await page.getByRole('alert').getByText('INSUFFICIENT_BALANCE').waitFor();
    expect(await key()).toBe(given);
    expect(await screen().violations()).toEqual([]);
    await screen().fill({ 'Phone numbers': '+12025550160' });
    await page.getByText('Ready to send').waitFor();
    await press('Send');
    await screen().heading('Refused first');
  });

  test('a send whose answer is lost is told as such, not sent again, and followed until a callback settles it', async () => {
    const { page } = stage.visitor;
    const asked = screen().watchOperations();
    await screen().fill({ ...message, Name: 'Lost', 'Phone numbers': LOST });
    await page.getByText('Ready to send').waitFor();
    await press('Send');
    await page.getByText('We do not know whether it went out').or(page.getByText('It went out')).first().waitFor();
    expect(await page.getByRole('button', { name: 'Send', exact: true }).isDisabled()).toBe(true);
    await page.getByText('It went out').waitFor();
    expect(asked.count('SendCampaign')).toBe(1);
    await page.getByRole('link', { name: 'Follow it' }).click();
    await screen().heading('Lost');
  });

  test('a scheduled campaign can be cancelled', async () => {
    const { page } = stage.visitor;
    const tomorrow = new Date(Date.now() + 24 * 3600 * 1000);
    const local = new Date(tomorrow.getTime() - tomorrow.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
    await screen().fill({ ...message, Name: 'Never', 'Phone numbers': '+306900000001', 'Not before': local });
    await page.getByText('Ready to send').waitFor();
    await press('Send');
    await screen().heading('Never');
    await page.locator('.head .badge', { hasText: 'Scheduled' }).waitFor();
    page.once('dialog', (dialog) => void dialog.accept());
    await press('Cancel campaign');
    await page.locator('.head .badge', { hasText: 'Cancelled' }).waitFor();
    expect(await page.getByRole('button', { name: 'Cancel campaign' }).count()).toBe(0);
  });

  test('a flow over three channels is sent and shown as its steps', async () => {
    const { page } = stage.visitor;
    await page.getByLabel('Failover flow', { exact: true }).check({ force: true });
    await press('Add Voice');
    await screen().fill({ Recipient: '+12025550163', 'Image address': 'https://example.com/a.jpg' });
    const step = (n: number) => page.locator('fieldset').nth(n);
    await step(1).getByLabel('From').fill('Shop');
    await step(1).getByLabel('Text').fill('Half price until Sunday.');
    await step(2).getByLabel('From').fill('+302101234567');
    await step(2).getByLabel('What is said').fill('Half price until Sunday.');
    await page.getByText('Ready to send').waitFor();
    expect(await screen().violations()).toEqual([]);
    await press('Send');
    await screen().heading(/^Flow/);
    await page.locator('.trigger', { hasText: 'Expired: SMS was tried next' }).waitFor();
    await page.locator('.head .badge', { hasText: 'Succeeded' }).waitFor();
    const steps = await eventually(
      () => page.locator('.steps .badge').allInnerTexts(),
      (all) => all.length > 1,
    );
    expect(steps.slice(0, 2)).toEqual(['Expired', 'Delivered']);
  });
});
