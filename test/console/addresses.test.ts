import { expect, test } from '@jest/globals';
import { describeWithBrowser } from '../support/browser.js';
import { flowId, sandboxIds } from '../support/sandbox.js';
import { eventually } from '../support/wait.js';
import { consolePage } from './console-page.js';
import { stageConsole } from './console-stage.js';

describeWithBrowser('the addresses of the console', () => {
  const stage = stageConsole();
  const title = (): Promise<string> => stage.visitor.page.title();

  test('a campaign and a flow have titles of their own, which end with their screens', async () => {
    const { page } = stage.visitor;
    const shown = consolePage(page, stage.service.url);
    await shown.open(`campaigns/${sandboxIds.campaign237}`);
    await shown.rows().first().waitFor();
    const name = await page.locator('h1').innerText();
    expect(name).not.toBe('Campaign');
    await eventually(title, (now) => now === `${name} · Messaging console`);
    await shown.open('campaigns');
    await eventually(title, (now) => now === 'Campaigns · Messaging console');
    await shown.open(`flows/${flowId(1)}`);
    await eventually(title, (now) => /^Flow to \+\d+ · Messaging console$/.test(now));
    await shown.open('flows');
    await eventually(title, (now) => now === 'Failover flows · Messaging console');
  });

  test.each(['nonsense', 'messages', 'send/1', 'reports/1', 'flows/1/2'])(
    'what no screen has is not found, and leads to the campaigns: %s',
    async (place) => {
      const { page } = stage.visitor;
      const shown = consolePage(page, stage.service.url);
      await shown.open(place);
      await shown.heading('Not found');
      expect(await title()).toBe('Not found · Messaging console');
      expect(await page.locator('nav [aria-current]').count()).toBe(0);
      expect(await shown.violations()).toEqual([]);
      await page.getByRole('link', { name: 'Show the campaigns' }).click();
      await shown.heading('Campaigns');
    },
  );

  test('a screen that failed is tried anew where the query of its address changes', async () => {
    const { page, complaints } = stage.visitor;
    const shown = consolePage(page, stage.service.url);
    await page.route('**/graphql', async (route) => {
      const { operationName, variables } = route.request().postDataJSON() as Asked;
      if (operationName !== 'Flows' || variables.filter?.status !== 'FAILED') return route.fallback();
      const response = await route.fetch();
      const body = (await response.text()).replaceAll(/"createdAt":"[^"]*"/g, '"createdAt":"no time"');
      return route.fulfill({ response, body });
    });
    await shown.open('flows?status=FAILED');
    await shown.heading('This screen cannot be shown');
    await page.evaluate(`location.hash = '#/flows?status=SUCCEEDED'`);
    await shown.heading('Failover flows');
    // the browser reports what was thrown
    expect(complaints.every((one) => /RangeError|Invalid time/.test(one))).toBe(true);
    (complaints as string[]).splice(0);
  });
});

interface Asked {
  readonly operationName: string;
  readonly variables: { readonly filter?: { readonly status?: string } };
}
