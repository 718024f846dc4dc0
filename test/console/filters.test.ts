import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeWithBrowser, startBrowser, visit } from '../support/browser.js';
import { eventually } from '../support/wait.js';
import { consolePage } from './console-page.js';
import { stageConsole } from './console-stage.js';

describeWithBrowser('the filter of flows', () => {
  const stage = stageConsole();
  const field = (label: string) =>
    label === 'Status'
      ? stage.visitor.page.getByRole('combobox', { name: 'Status' })
      : stage.visitor.page.getByLabel(label, { exact: true });
  const values = (): Promise<string[]> =>
    Promise.all(['Status', 'From', 'Recipient'].map((label) => field(label).inputValue()));

  test('says what the address says, after Back, a link of the menu and Clear', async () => {
    const { page } = stage.visitor;
    const shown = consolePage(page, stage.service.url);
    await shown.open('flows');
    await field('Status').selectOption('FAILED');
    await page.waitForURL(/status=FAILED/);
    await field('Status').selectOption('SUCCEEDED');
    await page.waitForURL(/status=SUCCEEDED/);
    await page.goBack();
    await eventually(values, ([status]) => status === 'FAILED');
    await field('From').fill('2026-01-05T10:00');
    await field('Recipient').fill('+306900000001');
    await page.getByRole('link', { name: 'Failover flows', exact: true }).click();
    await eventually(values, (all) => all.every((value) => value === ''));
    expect(page.url()).toMatch(/#\/flows$/);
    await shown.open('flows?status=FAILED&from=2026-01-05T10:00:00Z&recipient=%2B306900000001');
    await page.getByText('Clear', { exact: true }).click();
    await eventually(values, (all) => all.every((value) => value === ''));
  });

  test('follows the address where Back comes before the browser has announced what was chosen', async () => {
    await consolePage(stage.visitor.page, stage.service.url).open('flows');
    const { page, end } = await visit(await startBrowser());
    await page.addInitScript(HELD_ANNOUNCEMENTS);
    const shown = consolePage(page, stage.service.url);
    await shown.open('flows?status=FAILED');
    await shown.sign('Live');
    await shown.settled();
    const status = page.getByRole('combobox', { name: 'Status' });
    await page.evaluate('holdsAnnouncements = true');
    await status.selectOption('SUCCEEDED');
    await page.waitForURL(/status=SUCCEEDED/);
    await page.goBack();
    await page.waitForURL(/status=FAILED/);
    await page.evaluate('holdsAnnouncements = false; dispatchEvent(new HashChangeEvent("hashchange"))');
    await eventually(
      () => status.inputValue(),
      (value) => value === 'FAILED',
    );
    await end();
  });

  test('asks once for a number that is typed, keeps one entry of the history, and says nothing while it is incomplete', async () => {
    const { page } = stage.visitor;
    const shown = consolePage(page, stage.service.url);
    await shown.open('flows');
    await page.locator('tbody tr').first().waitFor();
    const asked = shown.watchOperations();
    const entries = await page.evaluate<number>('history.length');
    await field('Recipient').pressSequentially('+30690');
    expect(await page.getByRole('alert').count()).toBe(0);
    await field('Recipient').pressSequentially('0000001');
    await page.keyboard.press('Enter');
    await page.waitForURL(/recipient=%2B306900000001/);
    await eventually(
      () => asked.count('Flows'),
      (count) => count === 1,
    );
    expect(await page.evaluate<number>('history.length')).toBe(entries);
    expect(await page.getByRole('alert').count()).toBe(0);
  });

  test.each([
    'from=yesterday',
    'from=12026-01-05T10%3A00&until=2026-99-99',
    'from=2026-02-30',
    'from=2026-11-28%20(x)',
  ])('names a time in the address that is none, and shows the list: %s', async (query) => {
    const { page } = stage.visitor;
    const shown = consolePage(page, stage.service.url);
    await shown.open(`flows?${query}`);
    await page.getByText('Left out: ').waitFor();
    await page.locator('tbody tr').first().waitFor();
    expect(await field('From').inputValue()).toBe('');
  });

  test('a year of five digits changes nothing', async () => {
    const { page } = stage.visitor;
    const shown = consolePage(page, stage.service.url);
    await shown.open('flows');
    await page.locator('tbody tr').first().waitFor();
    await field('From').fill('12026-01-05T10:00');
    await field('Status').selectOption('FAILED');
    await page.waitForURL(/#\/flows\?status=FAILED$/);
    await shown.heading('Failover flows');
  });

  test.each([
    ['Europe/Athens', '2026-03-29T00:30:00Z', '2026-03-29T02:30'],
    ['America/New_York', '2026-03-08T08:30:00Z', '2026-03-08T04:30'],
    ['Europe/Athens', '2026-11-28', '2026-11-28T00:00'],
  ])('in %s, %s is shown as %s', async (timezoneId, given, local) => {
    await consolePage(stage.visitor.page, stage.service.url).open('flows');
    const { page, end } = await visit(await startBrowser(), { timezoneId });
    await consolePage(page, stage.service.url).open(`flows?from=${given}`);
    expect(await page.getByLabel('From', { exact: true }).inputValue()).toBe(local);
    await end();
  });

  test('a link with a time means the same in another time zone', async () => {
    await consolePage(stage.visitor.page, stage.service.url).open('flows');
    const browser = await startBrowser();
    const readers = await Promise.all(
      ['Asia/Tokyo', 'Europe/Athens'].map((timezoneId) => visit(browser, { timezoneId })),
    );
    const [tokyo, athens] = readers.map(({ page }) => page) as [Page, Page];
    const from = (page: Page) => page.getByLabel('From', { exact: true });
    await consolePage(tokyo, stage.service.url).open('flows');
    await from(tokyo).fill('2026-01-05T10:00');
    await tokyo.waitForURL(/from=2026-01-05T01/);
    await athens.goto(tokyo.url());
    expect(await from(athens).inputValue()).toBe('2026-01-05T03:00');
    for (const { end } of readers) await end();
  });
});

/** A busy browser dispatches its own events some time after the change. */
const HELD_ANNOUNCEMENTS = `
  window.holdsAnnouncements = false;
  addEventListener('hashchange', (event) => holdsAnnouncements && event.isTrusted && event.stopImmediatePropagation());
`;
