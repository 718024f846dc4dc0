import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { describeWithBrowser, startBrowser, visit } from '../support/browser.js';
import { type RunningService, startRunningService } from '../support/running-service.js';
import { sandboxIds } from '../support/sandbox.js';
import { consolePage } from './console-page.js';

interface Reader {
  readonly locale: string;
  readonly timezoneId: string;
  readonly fiveThousand: string;
  readonly greece: string;
  readonly share: RegExp;
}

/** Digits and separators as the Unicode CLDR gives them. */
const READERS: readonly Reader[] = [
  { locale: 'de-DE', timezoneId: 'Asia/Tokyo', fiveThousand: '5.000', greece: 'Griechenland', share: /^100\s%$/ },
  { locale: 'el-GR', timezoneId: 'Europe/Athens', fiveThousand: '5.000', greece: 'Ελλάδα', share: /^100\s?%$/ },
  { locale: 'ar-EG', timezoneId: 'America/New_York', fiveThousand: '٥٬٠٠٠', greece: 'اليونان', share: /^١٠٠٪/ },
];

describeWithBrowser('the console for readers of other languages', () => {
  let service: RunningService;
  let browser: Browser;
  beforeAll(async () => {
    service = await startRunningService({ SANDBOX: 'on' });
    browser = await startBrowser();
  });
  afterAll(() => service?.stop());

  test.each(READERS)(
    '$locale: numbers, shares, countries and times are as there, in the time zone $timezoneId',
    async ({ locale, timezoneId, fiveThousand, greece, share }) => {
      const { page, complaints, context } = await visit(browser, { locale, timezoneId });
      const shown = consolePage(page, service.url);
      await shown.open(`campaigns/${sandboxIds.campaign5000}`);
      await page.locator('.funnel tr', { hasText: 'Accepted' }).locator('b').waitFor();
      const accepted = page.locator('.funnel tr', { hasText: 'Accepted' });
      expect(await accepted.locator('b').innerText()).toBe(fiveThousand);
      expect(await accepted.locator('td').last().innerText()).toMatch(share);
      await page.getByRole('button', { name: greece, exact: true }).waitFor();
      const time = shown.rows().first().locator('time');
      await time.waitFor();
      const instant = new Date((await time.getAttribute('datetime'))!);
      const options = { timeZone: timezoneId, minute: '2-digit', second: '2-digit' } as const;
      const parts = new Intl.DateTimeFormat(locale, options).formatToParts(instant);
      const minute = parts.find(({ type }) => type === 'minute')!.value;
      const day = new Intl.DateTimeFormat(locale, { timeZone: timezoneId, day: 'numeric' }).formatToParts(instant);
      const text = await time.innerText();
      expect(text).toContain(minute);
      expect(text).toContain(day.find(({ type }) => type === 'day')!.value);
      const hour = new Intl.DateTimeFormat(locale, { timeZone: timezoneId, hour: 'numeric' }).formatToParts(instant);
      expect(text).toContain(hour.find(({ type }) => type === 'hour')!.value.replace(/^0/, ''));
      expect(complaints).toEqual([]);
      await context.close();
    },
  );
});
