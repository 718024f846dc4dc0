import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { describeWithBrowser, startBrowser, type Visit, visit } from '../support/browser.js';
import { accountsOf, type RunningService, startRunningService } from '../support/running-service.js';
import { type Sandbox, sandboxIds, startSandbox } from '../support/sandbox.js';
import { eventually } from '../support/wait.js';
import { awaitEveryAnswer, consolePage } from './console-page.js';

const SECOND = 1000;
const HOUR = 3600 * SECOND;
/** How long before the sandbox’s start its campaign of 5000 was sent, in the minute that ends there. */
const AGE = 97 * HOUR;

/** Not a measure of speed: the graph reads 50 pages for each of five changes, at its own pace. */
const PATIENCE_MS = 300_000;

describeWithBrowser('the console of a graph that vendors cannot call back', () => {
  let sandbox: Sandbox;
  let service: RunningService;
  let browser: Browser;
  let visitor: Visit;
  const start = Date.now();
  /** The vendor's clock: what was sent moves only when a test says so. */
  let now = start + AGE;
  beforeAll(async () => {
    sandbox = await startSandbox({ now: () => now });
    now = start - 61 * SECOND; // the messages of the campaign of 5000 will be sent from now on
    service = await startRunningService({ ...accountsOf(sandbox), CONSOLE: 'on' });
    browser = await startBrowser();
  });
  afterAll(async () => {
    await service?.stop();
    await sandbox?.close();
  });
  beforeEach(async () => {
    visitor = await visit(browser);
    await awaitEveryAnswer(visitor.page);
  });
  afterEach(async () => {
    expect(visitor.complaints).toEqual([]);
    await visitor.end();
  });

  async function send(name: string, phoneNumbers: readonly string[]): Promise<string> {
    const input = {
      idempotencyKey: name,
      name,
      senderId: sandboxIds.sender,
      recipients: { phoneNumbers },
      content: { imageUrl: 'https://example.com/a.jpg' },
    };
    const { sendViberCampaign } = await service.read<{ sendViberCampaign: { campaign: { trackingId: string } } }>(
      'mutation ($input: SendViberCampaignInput!) { sendViberCampaign(input: $input) { campaign { trackingId } } }',
      { input },
    );
    return sendViberCampaign.campaign.trackingId;
  }

  test(
    'a campaign of 5000 messages moves by one subscription, without another request and on a page of the same size',
    async () => {
      const { page } = visitor;
      const shown = consolePage(page, service.url);
      const asked = shown.watchOperations();
      await shown.open(`campaigns/${sandboxIds.campaign5000}`);
      await eventually(shown.recipients, (all) => all.length === 25);
      const legend = page.locator('.legend b');
      await legend.first().waitFor();
      const counts = async (): Promise<number[]> =>
        (await legend.allInnerTexts()).map((text) => Number(text.replaceAll(',', '')));
      const recipients = await shown.recipients();
      const elements = (): Promise<number> => page.evaluate<number>('document.querySelectorAll("main *").length');
      const size = await elements();
      let last = await counts();
      expect(last).toEqual([0, 0, 0, 5000, 0]);

      for (const seconds of [-45, -30, -15, 0, 20]) {
        now = start + seconds * SECOND;
        const before = last;
        last = await eventually(counts, (all) => all[3]! < before[3]!);
        expect(last.reduce((sum, one) => sum + one)).toBe(5000);
      }
      const { campaign } = await service.read<Progress>(PROGRESS);
      const states = new Map(campaign.progress.states.map(({ state, count }) => [state, count]));
      await eventually(
        counts,
        ([seen, , , waiting]) => seen === states.get('SEEN') && waiting === states.get('QUEUED'),
      );
      await eventually(
        shown.states,
        (all) => String(all) === String(campaign.messages.nodes.map(({ status }) => wordOf(status.state))),
      );
      expect(await shown.recipients()).toEqual(recipients);
      expect((await elements()) - size).toBeLessThan(CHART);
      expect([...asked.names].sort()).toEqual(['Campaign', 'CampaignUpdated', 'MayRead', 'MaySend', 'Messages']);
    },
    PATIENCE_MS,
  );

  test('the list follows the campaigns that are under way, each by one subscription, and counts no campaign twice', async () => {
    const { page } = visitor;
    const shown = consolePage(page, service.url);
    now = start;
    for (const name of ['One', 'Two', 'Three']) await send(name, ['+12025550160', '+12025550162']);
    const asked = shown.watchOperations();
    await shown.open('campaigns');
    const row = (name: string) => page.locator('.row', { has: page.getByRole('link', { name, exact: true }) });
    await row('One').locator('.badge', { hasText: 'Under way' }).waitFor();
    await eventually(
      () => asked.count('CampaignCounted'),
      (count) => count === 3,
    );
    now = start + 60 * SECOND;
    for (const name of ['One', 'Two', 'Three']) await row(name).locator('.badge', { hasText: 'Finished' }).waitFor();
    expect(asked.count('CampaignCounted')).toBe(3);
    expect(asked.count('ProgressOf')).toBe(1);
    expect(asked.count('Changes')).toBe(1);
  });

  test('a filter that nothing matched shows the rows that match it later', async () => {
    const { page } = visitor;
    const shown = consolePage(page, service.url);
    const trackingId = await send('Matched later', ['+12025550160', '+12025550162']);
    await shown.open(`campaigns/${trackingId}?state=SEEN`);
    await page.getByText('No message matches').waitFor();
    now += 60 * SECOND;
    await eventually(shown.states, (states) => states.join(' ') === 'Seen');
    expect(await page.getByText('No message matches').count()).toBe(0);
  });

  test('the list of flows follows a flow that is under way, and says that it no longer matches its filter', async () => {
    const { page } = visitor;
    const shown = consolePage(page, service.url);
    now = Date.now();
    const message = { content: { imageUrl: 'https://example.com/a.jpg' } };
    const steps = [{ viber: { senderId: sandboxIds.sender, message } }, { sms: { from: 'Shop', text: 'Half price.' } }];
    const { sendFailoverFlow } = await service.read<{ sendFailoverFlow: { failoverFlow: FlowSent } }>(
      'mutation ($input: SendFailoverFlowInput!) { sendFailoverFlow(input: $input) { failoverFlow { trackingId status } } }',
      { input: { idempotencyKey: 'followed-flow', to: '+12025550163', steps } },
    );
    const { trackingId, status } = sendFailoverFlow.failoverFlow;
    const asked = shown.watchOperations();
    await shown.open(`flows?status=${status}`);
    const row = page.locator('tbody tr', { has: page.locator(`a[href$="${trackingId}"]`) });
    await row.waitFor();
    now += 10 * 60 * SECOND;
    await row.locator('.badge', { hasText: 'Succeeded' }).waitFor();
    expect(asked.count('Flows')).toBe(1);
    await page.getByRole('button', { name: 'moved on since this list was read' }).click();
    await row.waitFor({ state: 'detached' });
  });
});

interface FlowSent {
  readonly trackingId: string;
  readonly status: string;
}

/** Elements of the chart and of its table, which has 40 rows of seven at most. */
const CHART = 40 * 7 + 100;

const PROGRESS = `{
  campaign(trackingId: "${sandboxIds.campaign5000}") {
    progress { states { state count } }
    messages(first: 25) { nodes { status { state } } }
  }
}`;

interface Progress {
  readonly campaign: {
    readonly progress: { readonly states: readonly { readonly state: string; readonly count: number }[] };
    readonly messages: { readonly nodes: readonly { readonly status: { readonly state: string } }[] };
  };
}

/** As the console writes a state. */
const wordOf = (state: string): string => state[0] + state.slice(1).toLowerCase().replaceAll('_', ' ');
