import { mkdirSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { describeWithBrowser, startBrowser, visitOnKeptPage } from '../support/browser.js';
import { type RunningService, startRunningService } from '../support/running-service.js';
import { flowId, sandboxIds } from '../support/sandbox.js';
import { eventually } from '../support/wait.js';
import { consolePage } from './console-page.js';
import { stageConsole } from './console-stage.js';

const campaign = `campaigns/${sandboxIds.campaign237}`;

/** Each screen with what is to be seen on it. */
const SCREENS: readonly (readonly [name: string, place: string, seen: string])[] = [
  ['campaigns', 'campaigns', '.row .progress'],
  ['campaign', campaign, '.messages tbody tr'],
  ['messages', `${campaign}?state=SEEN&message=${sandboxIds.campaign237.slice(0, -1)}1`, '.panel .timeline'],
  ['message', `messages/${sandboxIds.messageSeen}`, '.timeline'],
  ['flows', 'flows', 'tbody tr'],
  ['flow', `flows/${flowId(1)}`, '.steps li'],
  ['reports', 'reports?extraId=report-viber-then-sms', '.timeline'],
  ['send', 'send', '.verdict'],
];

/** Not a measure of speed: a campaign moves for minutes before its picture is taken. */
const PICTURE_MS = 240_000;

describeWithBrowser('every screen of the console', () => {
  const stage = stageConsole();
  afterEach(() => {
    expect([...stage.visitor.hosts]).toEqual(['127.0.0.1']);
  });

  test.each(SCREENS)(
    '%s, light and dark: shows what it is about and breaks no rule of accessibility',
    async (name, place, seen) => {
      const { page } = stage.visitor;
      await page.setViewportSize({ width: 1280, height: 860 });
      const shown = consolePage(page, stage.service.url);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        await shown.open(place);
        await page.locator(seen).first().waitFor();
        await shown.settled();
        expect(await shown.violations()).toEqual([]);
        // pictures differ by the fonts of each machine: they are kept for people, not compared
        if (process.env['UPDATE_SCREENSHOT'] && name !== 'message') await keepPicture(name, colorScheme);
      }
    },
    PICTURE_MS,
  );

  test.each(['campaigns', 'campaign', 'send'])(
    '%s, on a narrow screen: breaks no rule either',
    async (name) => {
      const { page } = stage.visitor;
      const [, place = '', seen = ''] = SCREENS.find(([one]) => one === name)!;
      await page.setViewportSize({ width: 390, height: 844 });
      await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
      const shown = consolePage(page, stage.service.url);
      await shown.open(place);
      await page.locator(seen).first().waitFor();
      await shown.settled();
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
      expect(await shown.violations()).toEqual([]);
      if (process.env['UPDATE_SCREENSHOT']) await keepPicture(name, 'narrow');
    },
    PICTURE_MS,
  );

  async function keepPicture(name: string, scheme: string): Promise<void> {
    const { page } = stage.visitor;
    if (name === 'send') await fillSend();
    if (name === 'campaign') await openLive();
    if (name === 'send') await page.evaluate('scrollTo(0, 0)');
    if (name === 'messages') await page.locator('.messages').scrollIntoViewIfNeeded();
    mkdirSync('docs/console', { recursive: true });
    await page.screenshot({ path: `docs/console/${name}-${scheme}.png` });
  }

  /** A campaign half-way. */
  async function openLive(): Promise<void> {
    await consolePage(stage.visitor.page, stage.service.url).open(`campaigns/${sandboxIds.campaignLive}`);
    const figure = stage.visitor.page.locator('.card .progress .figure', { hasText: /^[4-9]\d/ });
    await figure.waitFor({ timeout: PICTURE_MS });
    await stage.visitor.page.locator('.chart canvas').waitFor();
  }

  async function fillSend(): Promise<void> {
    const shown = consolePage(stage.visitor.page, stage.service.url);
    await shown.fill({
      Name: 'Autumn offer',
      'Phone numbers': '+306900000001\n+447400123456\n+3069',
      Text: 'Everything at half price until Sunday.',
      'Image address': 'https://example.com/autumn.jpg',
      Button: 'See the offers',
      'Button opens': 'https://example.com/autumn',
    });
    await stage.visitor.page.getByText('1 to correct').waitFor();
  }

  test('a narrow screen shows a campaign without scrolling sideways', async () => {
    const { page } = stage.visitor;
    await page.setViewportSize({ width: 360, height: 740 });
    const shown = consolePage(page, stage.service.url);
    await shown.open(campaign);
    await shown.rows().first().waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    const menu = await Promise.all((await page.locator('.rail nav a').all()).map((link) => link.boundingBox()));
    expect(menu).toHaveLength(4);
    for (const box of menu) expect(box!.x + box!.width).toBeLessThanOrEqual(360);
    expect(await shown.violations()).toEqual([]);
  });

  test('the smallest screen has the buttons of a page of messages within their card', async () => {
    const { page } = stage.visitor;
    await page.setViewportSize({ width: 320, height: 640 });
    const shown = consolePage(page, stage.service.url);
    await shown.open(campaign);
    await shown.rows().first().waitFor();
    const card = (await page.locator('.messages').boundingBox())!;
    for (const button of await page.locator('.pager button').all()) {
      const { x, width } = (await button.boundingBox())!;
      expect(x).toBeGreaterThanOrEqual(card.x);
      expect(x + width).toBeLessThanOrEqual(card.x + card.width);
    }
  });

  test('a long word in a name does not push the page sideways', async () => {
    const { page } = stage.visitor;
    const input = {
      idempotencyKey: 'long-word',
      name: 'Sommerschlussverkauferinnerung',
      senderId: sandboxIds.sender,
      recipients: { phoneNumbers: ['+12025550160'] },
      content: { imageUrl: 'https://example.com/a.jpg' },
    };
    const { sendViberCampaign } = await stage.service.read<{
      sendViberCampaign: { campaign: { trackingId: string } };
    }>('mutation ($input: SendViberCampaignInput!) { sendViberCampaign(input: $input) { campaign { trackingId } } }', {
      input,
    });
    const shown = consolePage(page, stage.service.url);
    for (const width of [320, 375])
      for (const place of [`campaigns/${sendViberCampaign.campaign.trackingId}`, 'send', 'campaigns']) {
        await page.setViewportSize({ width, height: 640 });
        await shown.open(place);
        await page.getByText(input.name).first().waitFor();
        expect([place, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([place, width]);
      }
  });

  test('forced colours keep the bars, the funnel and the mark of the present screen', async () => {
    const { page } = stage.visitor;
    await page.emulateMedia({ forcedColors: 'active' });
    const shown = consolePage(page, stage.service.url);
    await shown.open(campaign);
    await page.locator('.funnel b').first().waitFor();
    const colours = await page.evaluate<string[]>(
      `[...new Set([...document.querySelectorAll('.progress .bar > span')].map((part) => getComputedStyle(part).backgroundColor))]`,
    );
    expect(colours).toHaveLength(5);
    const style = (selector: string, name: string): Promise<string> =>
      page
        .locator(selector)
        .first()
        .evaluate((element, property) => getComputedStyle(element).getPropertyValue(property), name);
    expect(await style('.bar', 'outline-style')).toBe('solid');
    expect(await style('.funnel .track span', 'border-top-style')).toBe('solid');
    await shown.open('campaigns');
    expect(await style('.rail nav a[aria-current]', 'outline-style')).toBe('solid');
    expect(await style('.rail nav a:not([aria-current])', 'outline-style')).toBe('none');
    await page.emulateMedia({ forcedColors: null });
  });

  test('what callers wrote has its own direction', async () => {
    const { page } = stage.visitor;
    const text = 'עד יום ראשון, חצי מחיר!';
    const input = {
      idempotencyKey: 'right-to-left',
      name: 'Right to left',
      senderId: sandboxIds.sender,
      recipients: { phoneNumbers: ['+306900000001'] },
      content: {
        text,
        imageUrl: 'https://example.com/a.jpg',
        action: { caption: 'עוד', targetUrl: 'https://example.com/' },
      },
    };
    const { sendViberCampaign } = await stage.service.read<{ sendViberCampaign: { campaign: { trackingId: string } } }>(
      'mutation ($input: SendViberCampaignInput!) { sendViberCampaign(input: $input) { campaign { trackingId } } }',
      { input },
    );
    const directionOf = (selector: string): Promise<string> =>
      page
        .locator(selector)
        .first()
        .evaluate((element) => getComputedStyle(element).direction);
    await consolePage(page, stage.service.url).open(`campaigns/${sendViberCampaign.campaign.trackingId}`);
    await page.locator('.phone .bubble').waitFor();
    for (const selector of ['.phone .bubble p', '.phone .bubble .action'])
      expect(await directionOf(selector)).toBe('rtl');
    expect(await directionOf('h1')).toBe('ltr');
  });

  test('all but two of 5000 are not 100 %', async () => {
    const { page } = stage.visitor;
    await page.route('**/graphql', async (route) => {
      if ((route.request().postDataJSON() as { operationName: string }).operationName !== 'Campaign')
        return route.fallback();
      const response = await route.fetch();
      const body = (await response.text()).replace(/"total":237,"settled":\d+/, '"total":5000,"settled":4998');
      return route.fulfill({ response, body });
    });
    await consolePage(page, stage.service.url).open(campaign);
    await page.locator('.progress .figure', { hasText: '99.9% of 5,000 settled' }).waitFor();
  });

  test('a time of another day is shown with its day', async () => {
    const { page } = stage.visitor;
    const shown = consolePage(page, stage.service.url);
    await shown.open(campaign); // its messages moved more than 24 hours ago
    expect(await page.locator('.messages time').first().innerText()).toMatch(/^[A-Z][a-z]{2} \d+, \d+:/);
  });

  test('a search of flows has its filter in the address', async () => {
    const { page } = stage.visitor;
    const shown = consolePage(page, stage.service.url);
    await shown.open('flows');
    await page.locator('tbody tr').first().waitFor();
    await page.getByLabel('Status').selectOption('FAILED');
    await page.waitForURL(/status=FAILED/);
    await page.locator('tbody .badge', { hasText: 'Succeeded' }).first().waitFor({ state: 'detached' });
    const statuses = await page.locator('tbody td .badge').allInnerTexts();
    expect(new Set(statuses)).toEqual(new Set(['Failed']));
    await page.reload();
    await page.locator('tbody tr').first().waitFor();
    expect(await page.getByLabel('Status').inputValue()).toBe('FAILED');
  });

  test('what does not exist is said, and the rest of the screen stays', async () => {
    const { page } = stage.visitor;
    const shown = consolePage(page, stage.service.url);
    await shown.open('reports?extraId=nothing-of-the-kind');
    await page
      .getByText(/no such/i)
      .first()
      .waitFor();
    await shown.open('flows/00000000-0000-4000-8000-000000000000');
    await page.getByRole('alert').waitFor();
    await page.getByRole('link', { name: 'Campaigns' }).first().waitFor();
  });
});

describeWithBrowser('a screen of which a part cannot be read', () => {
  let service: RunningService;
  beforeAll(async () => {
    // counting 5000 messages needs 100 calls, more than are left once the first page has shown how many there are
    const settings = { ROUTEE_MAX_PAGE_SIZE: '50', MAX_UPSTREAM_CALLS: '60' };
    service = await startRunningService({ SANDBOX: 'on', ...settings });
  });
  afterAll(() => service?.stop());

  test('says so in its place, in the words of the graph, and shows everything else', async () => {
    const { page, complaints, end } = await visitOnKeptPage(await startBrowser());
    const shown = consolePage(page, service.url);
    await shown.open(`campaigns/${sandboxIds.campaign5000}`);
    await shown.heading('Autumn everybody');
    const alert = page.getByRole('region', { name: 'Delivery' }).getByRole('alert');
    await alert.getByText('Operation too expensive').waitFor();
    await page.getByRole('region', { name: 'Details' }).waitFor();
    await eventually(shown.recipients, (all) => all.length === 25);
    expect(await shown.violations()).toEqual([]);
    expect(complaints).toEqual([]);
    await end();
  });
});
