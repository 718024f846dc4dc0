import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { describeWithBrowser, startBrowser, visit } from '../support/browser.js';
import { type RunningService, startRunningService } from '../support/running-service.js';
import { sandboxIds } from '../support/sandbox.js';
import { eventually } from '../support/wait.js';
import { consolePage } from './console-page.js';
import { type SilentProxy, startSilentProxy } from './silent-proxy.js';

interface Sent {
  readonly type: string;
  readonly payload?: { readonly operationName?: string; readonly variables?: { readonly after: string | null } };
}

describeWithBrowser('a connection of the console whose other side is gone without a word', () => {
  let service: RunningService;
  let proxy: SilentProxy;
  let browser: Browser;
  beforeAll(async () => {
    service = await startRunningService({ SANDBOX: 'on' }, { sendsSamples: true });
    proxy = await startSilentProxy(service.url);
    browser = await startBrowser();
  });
  afterAll(async () => {
    await proxy?.close();
    await service?.stop();
  });

  test('stays live while pings are answered, is told as lost when they are not, and goes on from its cursor', async () => {
    const { page, complaints, context } = await visit(browser);
    const afters: (string | null | undefined)[] = [];
    let pings = 0;
    let pongs = 0;
    page.on('websocket', (socket) => {
      socket.on('framesent', ({ payload }) => {
        const { type, payload: sent } = JSON.parse(String(payload)) as Sent;
        if (type === 'ping') pings += 1;
        if (sent?.operationName === 'CampaignUpdated') afters.push(sent.variables?.after);
      });
      socket.on('framereceived', ({ payload }) => {
        if (String(payload).includes('"pong"')) pongs += 1;
      });
    });
    await page.clock.install();
    const shown = consolePage(page, proxy.url);
    await shown.open(`campaigns/${sandboxIds.campaignLive}`);
    await shown.sign('Live');
    await shown.rows().first().waitFor();

    for (const round of [1, 2]) {
      await page.clock.fastForward(10_000);
      await eventually(
        () => pongs,
        (all) => all >= round,
      );
    }
    await shown.sign('Live');
    expect(afters).toEqual([null]);

    proxy.fallSilent();
    const before = pings;
    await page.clock.fastForward(10_000);
    await eventually(
      () => pings,
      (all) => all > before,
    );
    await page.clock.fastForward(10_000);
    await shown.sign('Connection lost');
    expect(await shown.rows().count()).toBe(25);

    proxy.recover();
    await page.clock.fastForward(10_000); // what was tried meanwhile is given up too
    await shown.sign('Live');
    expect(typeof afters.at(-1)).toBe('string');
    expect(await page.getByRole('alert').count()).toBe(0);
    expect(complaints.filter((one) => !one.includes('WebSocket'))).toEqual([]);
    await context.close();
  });

  test('eight tabs are live at once: a browser holds six connections of HTTP/1.1 to a host', async () => {
    const { page, context, complaints } = await visit(browser);
    const pages = [page, ...(await Promise.all(Array.from({ length: 7 }, () => context.newPage())))];
    const tabs = pages.map((one) => consolePage(one, service.url));
    for (const tab of tabs) await tab.open('campaigns');
    for (const tab of tabs) await tab.sign('Live');
    await page.getByRole('link', { name: 'Delivery reports' }).click();
    await tabs[0]!.heading('Delivery reports');
    expect(complaints).toEqual([]);
    await context.close();
  });
});
