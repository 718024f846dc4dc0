import { expect, test } from '@jest/globals';
import { describeWithBrowser } from '../support/browser.js';
import { sandboxIds } from '../support/sandbox.js';
import { eventually } from '../support/wait.js';
import { consolePage } from './console-page.js';
import { stageConsole } from './console-stage.js';

describeWithBrowser('the states of a campaign over time', () => {
  const stage = stageConsole();

  /** @returns its tracking id */
  async function send(phoneNumbers: readonly string[], idempotencyKey: string): Promise<string> {
    const content = { imageUrl: 'https://example.com/a.jpg' };
    const input = { idempotencyKey, senderId: sandboxIds.sender, recipients: { phoneNumbers }, content };
    const { sendViberCampaign } = await stage.service.read<{ sendViberCampaign: { campaign: { trackingId: string } } }>(
      'mutation ($input: SendViberCampaignInput!) { sendViberCampaign(input: $input) { campaign { trackingId } } }',
      { input },
    );
    return sendViberCampaign.campaign.trackingId;
  }

  interface Change {
    readonly id: string;
    /** Seconds after the first. */
    readonly at: number;
    readonly previousState: string;
    readonly state: string;
  }

  /** What the log of events answers. @returns how many pages of it were asked for */
  async function answerWith(changes: readonly Change[], hasNextPage = false): Promise<() => number> {
    let pages = 0;
    await stage.visitor.page.route('**/graphql', async (route) => {
      const asked = route.request().postDataJSON() as { operationName: string };
      if (asked.operationName !== 'History') return route.fallback();
      pages += 1;
      const first = Date.now() - 3600_000;
      const nodes = changes.map(({ id, at, previousState, state }) => ({
        __typename: 'DeliveryEvent',
        receivedAt: new Date(first + at * 1000).toISOString(),
        previousState,
        status: { __typename: 'DeliveryStatus', state },
        subject: { __typename: 'ViberMessage', id, trackingId: id },
      }));
      const pageInfo = { __typename: 'PageInfo', hasNextPage, endCursor: 'c' };
      const deliveryEvents = { __typename: 'DeliveryEventConnection', pageInfo, nodes };
      return route.fulfill({ json: { data: { deliveryEvents } } });
    });
    return () => pages;
  }

  async function readTable(): Promise<number[][]> {
    const { page } = stage.visitor;
    const table = page.locator('details');
    await table.evaluate((details) => details.setAttribute('open', ''));
    const rows = await page
      .getByRole('region', { name: 'Table of states over time' })
      .locator('tbody tr')
      .evaluateAll((all) => all.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent ?? '')));
    return rows.map((row) => row.map(Number));
  }
  const sum = (row: readonly number[]): number => row.reduce((one, other) => one + other, 0);

  test('all messages are in every row, none is negative, and the last row is the present, whatever the log begins with', async () => {
    const { page } = stage.visitor;
    const trackingId = await send(['+12025550160', '+12025550162', '+12025550163'], 'history-1');
    await answerWith([
      { id: 'a', at: 0, previousState: 'SENT', state: 'DELIVERED' },
      { id: 'b', at: 1, previousState: 'SENT', state: 'DELIVERED' },
      { id: 'c', at: 2, previousState: 'IN_PROGRESS', state: 'UNDELIVERED' },
      { id: 'a', at: 3, previousState: 'DELIVERED', state: 'SEEN' },
    ]);
    await consolePage(page, stage.service.url).open(`campaigns/${trackingId}`);
    const rows = await eventually(readTable, (all) => all.length > 5);
    for (const row of rows) {
      expect(sum(row)).toBe(3);
      expect(Math.min(...row)).toBeGreaterThanOrEqual(0);
    }
    expect(rows.slice(0, 5)).toEqual([
      [0, 0, 0, 3, 0],
      [0, 1, 0, 2, 0],
      [0, 2, 0, 1, 0],
      [0, 2, 0, 0, 1],
      [1, 1, 0, 0, 1],
    ]);
    const figuresOf = (selector: string): Promise<string> => page.locator(selector).allTextContents().then(String);
    await eventually(
      () => Promise.all(['details tbody tr:last-child td', '.legend b'].map(figuresOf)),
      ([shown, legend]) => shown !== '' && shown === legend, // messages that move may be in one before the other
    );
  });

  test('a table of more rows than are shown says how many there are', async () => {
    const { page } = stage.visitor;
    const trackingId = await send(['+12025550160'], 'history-2');
    const states = ['SENT', 'DELIVERED'];
    await answerWith(
      Array.from({ length: 60 }, (_, at) => ({
        id: 'a',
        at,
        previousState: states[(at + 1) % 2]!,
        state: states[at % 2]!,
      })),
    );
    await consolePage(page, stage.service.url).open(`campaigns/${trackingId}`);
    await page.getByText('As a table').click();
    await page.getByText(/^The last 40 of 6\d times\.$/).waitFor();
  });

  test('a log of more changes than are read is reported, with what is missing, and what was read is shown', async () => {
    const { page } = stage.visitor;
    const trackingId = await send(['+12025550160'], 'history-3');
    const pages = await answerWith([{ id: 'a', at: 0, previousState: 'QUEUED', state: 'SENT' }], true);
    await consolePage(page, stage.service.url).open(`campaigns/${trackingId}`);
    await page.getByText(/^What changed between .* is not shown: only the first 1,000 changes are read\.$/).waitFor();
    expect(pages()).toBe(10);
    expect((await readTable())[1]).toEqual([0, 0, 1, 0, 0]);
  });

  test('a campaign that has changed more often than is read asks for nothing, and says from when its chart begins', async () => {
    const { page } = stage.visitor;
    const shown = consolePage(page, stage.service.url);
    const asked = shown.watchOperations();
    await shown.open(`campaigns/${sandboxIds.campaign5000}`);
    await page.getByText(/^From .*, when this page was opened: more than 1,000 changes came before it\.$/).waitFor();
    expect(asked.count('History')).toBe(0);
  });
});
