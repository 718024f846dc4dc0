import { beforeEach, expect, test } from '@jest/globals';
import { describeWithBrowser } from '../support/browser.js';
import { sandboxIds } from '../support/sandbox.js';
import { eventually } from '../support/wait.js';
import { consolePage } from './console-page.js';
import { stageConsole } from './console-stage.js';
import { faultyAnswers, loseOutcomes } from './faulty-answers.js';

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

  test('rules are shown beside their fields as one types, in their own words', async () => {
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

  test('what does not go together is shown above the fields that it is about', async () => {
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

  test('a send whose answer is lost is shown as such, not sent again, and followed until a callback settles it', async () => {
    const { page } = stage.visitor;
    const asked = screen().watchOperations();
    await screen().fill({ ...message, Name: 'Lost', 'Phone numbers': LOST });
    await page.getByText('Ready to send').waitFor();
    await press('Send');
    await page
      .getByText('We do not know whether it went out')
      .or(page.getByText('It went out', { exact: true }))
      .first()
      .waitFor();
    expect(await page.getByRole('button', { name: 'Send', exact: true }).isDisabled()).toBe(true);
    await page.getByText('It went out', { exact: true }).waitFor();
    expect(asked.count('SendCampaign')).toBe(1);
    await page.getByRole('link', { name: 'Follow it' }).click();
    await screen().heading('Lost');
  });

  test('the preview beside a send of unknown outcome does not say that it is ready to send', async () => {
    const { page } = stage.visitor;
    loseOutcomes(await faultyAnswers(page));
    await screen().fill({ ...message, Name: 'Not ready', 'Phone numbers': '+12025550160' });
    await page.getByText('Ready to send').waitFor();
    await press('Send');
    await page.getByText('We do not know whether it went out').waitFor();
    await page.getByText('sent already: another send repeats its answer').waitFor();
    await page.locator('.verdict', { hasText: 'Sent already' }).waitFor();
    expect(await page.getByText(/Ready to send|not used yet/).count()).toBe(0);
  });

  test('a refusal says what can be done about it, and shows what the vendor says of a field beside it', async () => {
    const { page } = stage.visitor;
    const answers = await faultyAnswers(page);
    await screen().fill({ ...message, Name: 'Cannot be corrected', 'Phone numbers': '+12025550160' });
    await page.getByText('Ready to send').waitFor();
    const refuse = async (extensions: Readonly<Record<string, unknown>>): Promise<void> => {
      answers.replace('SendCampaign', 'sendViberCampaign', extensions);
      await press('Send');
    };
    const says = (text: string) => page.getByRole('alert').getByText(text).waitFor();
    await refuse({ code: 'UPSTREAM_FORBIDDEN', retryable: false, requestId: 'request-1' });
    await says('Report it to the operator');
    await says('request-1');
    await refuse({ code: 'UPSTREAM_RATE_LIMITED', retryable: true, retryAfterSeconds: 30 });
    await says('Possible again after 30 seconds.');
    await refuse({ code: 'UPSTREAM_REJECTED', retryable: false, vendorCode: '400019999' });
    await says('400019999');
    expect(await page.getByText('orrect it and send again').count()).toBe(0);
    const inputPath = ['input', 'content', 'imageUrl'];
    await refuse({ code: 'INVALID_IMAGE_URL', retryable: false, vendor: 'ROUTEE', inputPath });
    await page.locator('.field', { hasText: 'Image address' }).getByText('Replaced by the test.').waitFor();
  });

  test('a rule about a parameter says which line it is about', async () => {
    const { page } = stage.visitor;
    await page.getByLabel('Message', { exact: true }).check({ force: true });
    await page.getByLabel('A template that Viber has approved').check();
    await screen().fill({ Recipient: '+12025550160', 'Template id': 'any', Parameters: 'day = Friday\nday = Sunday' });
    await page.locator('.field', { hasText: 'Parameters' }).getByText('Entry 2: ').waitFor();
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

  const ready = (): Promise<void> => stage.visitor.page.getByText('Ready to send').waitFor();
  const sendButton = () => stage.visitor.page.locator('.actions button').first();
  const lookAway = async (): Promise<void> => {
    await stage.visitor.page.getByRole('link', { name: 'Delivery reports' }).click();
    await screen().heading('Delivery reports');
  };
  const comeBack = async (): Promise<void> => {
    await stage.visitor.page.getByRole('link', { name: 'Send', exact: true }).click();
    await screen().heading('Send');
  };
  /** Types a campaign, presses Send, and has its answer come while another screen is open. */
  async function sendAndLookAway(fields: Readonly<Record<string, string>>): Promise<void> {
    const { page } = stage.visitor;
    const release = (await faultyAnswers(page)).hold('SendCampaign');
    await screen().fill({ ...message, ...fields });
    await ready();
    await press('Send');
    await lookAway();
    await comeBack();
    await page.getByRole('button', { name: 'Sending…' }).waitFor();
    expect(await sendButton().isDisabled()).toBe(true);
    await lookAway();
    const answer = page.waitForResponse((one) => one.request().postData()?.includes('"SendCampaign"') ?? false);
    release();
    await (await answer).finished();
  }

  test('Enter in a field sends nothing: the button alone does', async () => {
    const { page } = stage.visitor;
    const asked = screen().watchOperations();
    await screen().fill({ ...message, Name: 'Not by Enter', 'Phone numbers': '+12025550160' });
    await ready();
    await page.getByLabel('Name', { exact: true }).press('Enter');
    asked.clear();
    await screen().fill({ Text: 'Another text.' });
    await eventually(
      () => asked.count('PreviewCampaign'),
      (count) => count > 0,
    );
    await ready();
    expect(asked.count('SendCampaign')).toBe(0);
    await sendButton().press('Enter');
    await screen().heading('Not by Enter');
  });

  test('a send that is refused while one looks elsewhere says so on return', async () => {
    await sendAndLookAway({ 'Phone numbers': POOR });
    await comeBack();
    await stage.visitor.page.getByRole('alert').getByText('INSUFFICIENT_BALANCE').waitFor();
    expect(await sendButton().isDisabled()).toBe(false);
  });

  test('a send that goes out while one looks elsewhere leaves one there, and is linked on return', async () => {
    const { page } = stage.visitor;
    await sendAndLookAway({ Name: 'Meanwhile', 'Phone numbers': '+12025550160' });
    await eventually(
      () => page.evaluate<number>('sessionStorage.length'), // nothing is open once the page has its answer
      (length) => length === 0,
    );
    await comeBack();
    await page.getByText('It went out', { exact: true }).waitFor();
    expect(await page.getByLabel('Text', { exact: true }).inputValue()).toBe('');
    await page.getByRole('link', { name: 'Follow it' }).click();
    await screen().heading('Meanwhile');
  });

  test('a send whose answer is lost while one looks elsewhere is followed on return', async () => {
    await sendAndLookAway({ Name: 'Lost meanwhile', 'Phone numbers': LOST });
    await comeBack();
    const { page } = stage.visitor;
    await page.getByText('It went out', { exact: true }).waitFor();
    expect(await sendButton().isDisabled()).toBe(true);
    await page.getByRole('link', { name: 'Follow it' }).click();
    await screen().heading('Lost meanwhile');
  });

  test('a page with a send of unknown outcome asks before it is left, and follows it when it is loaded again', async () => {
    const { page } = stage.visitor;
    const answers = await faultyAnswers(page);
    loseOutcomes(answers);
    const given = await key();
    await screen().fill({ ...message, Name: 'Loaded anew', 'Phone numbers': '+12025550160' });
    await ready();
    await press('Send');
    await page.getByText('We do not know whether it went out').waitFor();
    await eventually(
      () => page.evaluate<string>('document.activeElement.textContent'),
      (text) => text.includes('We do not know'),
    );
    expect(await page.evaluate('JSON.stringify(sessionStorage)')).toContain(given);
    expect(await page.evaluate('JSON.stringify(sessionStorage)')).not.toMatch(/2025550160|Half price|Loaded anew/);

    const asked: string[] = [];
    page.once('dialog', (dialog) => (asked.push(dialog.type()), void dialog.accept()));
    await page.reload();
    expect(asked).toEqual(['beforeunload']);
    const sends = page.locator('.card', { hasText: 'Last sends' });
    await sends.getByText('We do not know whether it went out').waitFor();
    await sends.getByText(given).waitFor();
    expect(await key()).not.toBe(given);
    answers.restore('SendByKey');
    await sends.getByText('It went out', { exact: true }).waitFor();
    await eventually(
      () => page.evaluate<number>('sessionStorage.length'),
      (count) => count === 0,
    );
    await sends.getByRole('link', { name: 'Follow it' }).click();
    await screen().heading('Loaded anew');
  });

  test('an outcome that cannot be asked for stays unknown, however often it is asked for', async () => {
    const { page } = stage.visitor;
    loseOutcomes(await faultyAnswers(page));
    const asked = screen().watchOperations();
    const given = await key();
    await screen().fill({ ...message, Name: 'Asked often', 'Phone numbers': '+12025550160' });
    await ready();
    await press('Send');
    await eventually(
      () => asked.count('SendByKey'),
      (count) => count > 3,
    );
    await page.getByText('We do not know whether it went out').waitFor();
    expect(await sendButton().isDisabled()).toBe(true);
    expect(await page.evaluate('JSON.stringify(sessionStorage)')).toContain(given);
    expect(await screen().violations()).toEqual([]);
  });

  test('a send that the graph does not know after the page was loaded again is not shown as unsent', async () => {
    const { page } = stage.visitor;
    const answers = await faultyAnswers(page);
    answers.hold('SendCampaign');
    await screen().fill({ ...message, 'Phone numbers': '+12025550160' });
    await ready();
    await press('Send');
    await page.getByRole('button', { name: 'Sending…' }).waitFor();
    await page.reload();
    const sends = page.locator('.card', { hasText: 'Last sends' });
    await sends.getByText('The graph does not show it under the key that is given now').waitFor();
    await page.reload();
    await sends.getByText('The graph does not show it under the key that is given now').waitFor();
    await press('Forget it');
    await sends.getByText('The graph does not show it').waitFor({ state: 'detached' });
    expect(await page.evaluate('sessionStorage.length')).toBe(0);
  });

  test('a new draft beside an unknown outcome asks first, and the send is followed on', async () => {
    const { page } = stage.visitor;
    const answers = await faultyAnswers(page);
    loseOutcomes(answers);
    const given = await key();
    await screen().fill({ ...message, Name: 'Beside', 'Phone numbers': '+12025550160' });
    await ready();
    await press('Send');
    await page.getByText('We do not know whether it went out').waitFor();
    page.once('dialog', (dialog) => void dialog.dismiss());
    await press('New draft');
    expect(await key()).toBe(given);
    page.once('dialog', (dialog) => void dialog.accept());
    await press('New draft');
    await eventually(key, (now) => now !== given);
    expect(await sendButton().isDisabled()).toBe(false);
    const sends = page.locator('.card', { hasText: 'Last sends' });
    await sends.getByText(given).waitFor();
    answers.restore('SendByKey');
    await sends.getByText('It went out', { exact: true }).waitFor();
  });

  test('a draft that is being sent cannot be changed', async () => {
    const { page } = stage.visitor;
    const release = (await faultyAnswers(page)).hold('SendFlow');
    await page.getByLabel('Failover flow', { exact: true }).check({ force: true });
    await page.getByText(/^[4-9] to correct/).waitFor(); // a campaign without anything has two
    expect(await page.locator('.facts', { hasText: 'Recipients' }).count()).toBe(0);
    await screen().fill({ Recipient: POOR, 'Image address': 'https://example.com/a.jpg', From: 'Shop' });
    await page.locator('fieldset').nth(1).getByLabel('Text').fill('Half price until Sunday.');
    await ready();
    await page.locator('.facts', { hasText: 'Recipients' }).waitFor();
    await press('Send');
    await page.getByRole('button', { name: 'Sending…' }).waitFor();
    const isOpen = 'form button:enabled, form input:enabled, form textarea:enabled, form select:enabled';
    expect(await page.locator(isOpen).count()).toBe(0);
    release();
    await page.getByRole('alert').getByText('INSUFFICIENT_BALANCE').waitFor();
    expect(await page.locator(isOpen).count()).toBeGreaterThan(0);
  });

  test('a key that is bound to another send is reported, and a new one is offered', async () => {
    const { page } = stage.visitor;
    await screen().fill({ ...message, Name: 'Bound', 'Phone numbers': '+12025550160' });
    await ready();
    const given = await key();
    const input = {
      idempotencyKey: given,
      senderId: sandboxIds.sender,
      recipients: { phoneNumbers: ['+12025550160'] },
      content: { imageUrl: 'https://example.com/other.jpg' },
    };
    await stage.service.read(SEND, { input });
    await press('Send');
    await page.getByRole('alert').getByText('This idempotency key was already used with other input.').waitFor();
    await page.getByText('The key of this draft belongs to another send').waitFor();
    expect(await screen().violations()).toEqual([]);
    await press('New key');
    expect(await key()).not.toBe(given);
    await ready();
    await press('Send');
    await screen().heading('Bound');
  });

  test('a rule about no field is shown above them', async () => {
    const { page } = stage.visitor;
    await page.route('**/graphql', async (route) => {
      if (!route.request().postData()?.includes('"PreviewCampaign"')) return route.continue();
      const answer = (await (await route.fetch()).json()) as { readonly data: { readonly preview: object } };
      const violations = [{ code: 'VENDOR_NOT_CONFIGURED', message: 'No vendor is configured.', inputPath: ['input'] }];
      return route.fulfill({ json: { data: { preview: { ...answer.data.preview, isSendable: false, violations } } } });
    });
    await screen().fill(message);
    await page.getByRole('alert').getByText('No vendor is configured.').waitFor();
    await page.getByText('1 to correct').waitFor();
  });

  test('a rule is shown once, also after a refused send', async () => {
    const { page } = stage.visitor;
    await screen().fill({ 'Phone numbers': '+30', Text: 'Half price until Sunday.' });
    await page.getByText('1 to correct').waitFor();
    const answer = page.waitForResponse((one) => one.request().postData()?.includes('"SendCampaign"') ?? false);
    await press('Send');
    await (await answer).finished();
    await page.getByRole('button', { name: 'Send', exact: true }).waitFor();
    expect(await page.locator('.broken').count()).toBe(1);
    await screen().fill({ 'Phone numbers': '' });
    await page.getByText('recipients: at least one phone number, contact or group is needed').waitFor();
  });

  test('a time that is no date is reported beside its field, and nothing is sent', async () => {
    const { page } = stage.visitor;
    const asked = screen().watchOperations();
    await screen().fill({ ...message, 'Phone numbers': '+12025550160' });
    await ready();
    await screen().fill({ 'Not before': '20261-12-31T10:00' });
    asked.clear();
    const field = page.locator('.field', { hasText: 'Not before' });
    const rule = field.getByText('scheduledAt: a date with a year of four digits and a time are needed');
    await rule.waitFor();
    await page.getByText('1 to correct').waitFor();
    await press('Send');
    await screen().fill({ 'Not before': '' });
    await ready();
    expect(asked.count('SendCampaign')).toBe(0);
    expect(await rule.count()).toBe(0);
  });

  test('a preview that fails leaves no verdict, and is tried again when asked to and when the network is back', async () => {
    const { page } = stage.visitor;
    const answers = await faultyAnswers(page);
    await screen().fill({ ...message, 'Phone numbers': '+12025550160' });
    await ready();
    for (const again of [() => press('Try again'), () => page.evaluate('dispatchEvent(new Event("online"))')]) {
      answers.replace('PreviewCampaign', 'preview', { code: 'UPSTREAM_UNAVAILABLE', retryable: true });
      await screen().fill({ Text: `Another text, ${String(again)}.` });
      await page.getByRole('button', { name: 'Try again' }).waitFor();
      expect(await page.locator('.verdict').count()).toBe(0);
      answers.restore('PreviewCampaign');
      await again();
      await ready();
      expect(await page.getByRole('alert').count()).toBe(0);
    }
  });
});

const SEND = `mutation ($input: SendViberCampaignInput!) {
  sendViberCampaign(input: $input) { replayed }
}`;
