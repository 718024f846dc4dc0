import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { describeWithBrowser, startBrowser, type Visit, visit, visitOnKeptPage } from '../support/browser.js';
import { freePort } from '../support/free-port.js';
import { accountsOf, type RunningService, startRunningService } from '../support/running-service.js';
import { type Sandbox, sandboxIds, startSandbox } from '../support/sandbox.js';
import { eventually } from '../support/wait.js';
import { consolePage } from './console-page.js';
import { type SilentProxy, startSilentProxy } from './silent-proxy.js';

/** Counts in the page the answers to its pings. */
const COUNTED_PONGS = `
  globalThis.pongs = 0;
  const Native = WebSocket;
  globalThis.WebSocket = class extends Native {
    constructor(...given) {
      super(...given);
      this.addEventListener('message', ({ data }) => {
        if (String(data).includes('"pong"')) pongs += 1;
      });
    }
  };
`;

describeWithBrowser('a server that ends and comes back under an open screen', () => {
  let sandbox: Sandbox;
  let service: RunningService;
  let browser: Browser;
  /** The vendor's clock: what was sent moves only when the test says so. */
  let now = Date.now();
  let port: number;
  const start = (port: number) => startRunningService({ ...accountsOf(sandbox), CONSOLE: 'on', PORT: String(port) });
  beforeAll(async () => {
    sandbox = await startSandbox({ now: () => now });
    port = await freePort();
    service = await start(port);
    browser = await startBrowser();
  });
  afterAll(async () => {
    await service?.stop();
    await sandbox?.close();
  });

  test('leaves the page as it was, says that it is lost, and goes on by itself', async () => {
    const { page, complaints, end } = await visitOnKeptPage(browser);
    const shown = consolePage(page, service.url);
    await shown.open(`campaigns/${sandboxIds.campaign237}`);
    await shown.rows().first().waitFor();
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('button', { name: 'Previous' }).and(page.locator('[aria-disabled=false]')).waitFor();
    const rows = await shown.recipients();
    const sent = await service.read<{ sendViberCampaign: { campaign: { trackingId: string } } }>(SEND);
    const { trackingId } = sent.sendViberCampaign.campaign;
    await shown.open(`campaigns/${trackingId}`);
    await shown.sign('Live');
    await shown.rows().first().waitFor(); // it is live before its rows are there
    await service.stop();
    await shown.sign('Connection lost');
    expect(await shown.rows().count()).toBeGreaterThan(0);
    service = await start(port);
    await shown.sign('Live');
    now += 60_000;
    await eventually(shown.states, (states) => states.includes('Seen'));
    await eventually(
      () => page.getByRole('alert').count(), // of what was asked while it stopped
      (count) => count === 0,
    );
    // another screen, and back: nothing of the time without a server is left
    await shown.open(`campaigns/${sandboxIds.campaign237}`);
    await shown.rows().first().waitFor();
    expect(rows).toHaveLength(25);
    expect(await page.getByRole('alert').count()).toBe(0);
    expect(
      complaints.filter(
        (one) =>
          !/ERR_(CONNECTION_REFUSED|CONNECTION_RESET|EMPTY_RESPONSE|INCOMPLETE_CHUNKED)|status of (400|503)|response code: 503/.test(
            one,
          ),
      ),
    ).toEqual([]);
    await end();
  });
});

describeWithBrowser('a console without a network', () => {
  let service: RunningService;
  let browser: Browser;
  let visitor: Visit;
  beforeAll(async () => {
    service = await startRunningService({ SANDBOX: 'on' });
    browser = await startBrowser();
  });
  afterAll(() => service?.stop());
  beforeEach(async () => {
    visitor = await visitOnKeptPage(browser);
  });
  afterEach(() => visitor.end());

  test('says so, opens its other screens, and is live again when the network is back, though nothing happens', async () => {
    const { page, context } = visitor;
    const shown = consolePage(page, service.url);
    await shown.open('campaigns');
    await shown.sign('Live');
    const screens = ['campaign', 'message', 'flows', 'flow', 'reports', 'send'];
    await eventually(
      () => page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name)),
      (names) => screens.every((screen) => names.some((name) => name.includes(`/${screen}-`))),
    );
    await context.setOffline(true);
    await shown.sign('No network');
    await page.getByRole('link', { name: 'Delivery reports' }).click();
    await shown.heading('Delivery reports');
    await context.setOffline(false);
    await page.getByRole('link', { name: 'Campaigns' }).click();
    await shown.sign('Live');
  });

  test('reports a send that did not reach the graph, which goes out later under the same key', async () => {
    const { page, context } = visitor;
    const shown = consolePage(page, service.url);
    await shown.open('send');
    const key = await page.locator('.actions code').innerText();
    await shown.fill({ Name: 'Offline first', 'Phone numbers': '+12025550160', Sender: sandboxIds.sender });
    await shown.fill({ 'Image address': 'https://example.com/a.jpg' });
    await page.getByText('Ready to send').waitFor();
    await context.setOffline(true);
    const send = page.getByRole('button', { name: 'Send', exact: true });
    await send.click();
    await page.getByText('We do not know whether it went out').waitFor();
    expect(await send.isDisabled()).toBe(true);
    await context.setOffline(false);
    await page.getByText('The graph has no record of it').waitFor();
    expect(await page.locator('.actions code').innerText()).toBe(key);
    await send.click();
    await shown.heading('Offline first');
  });

  test('goes on asking for a send of which the graph has no record, since it may be on its way', async () => {
    const { page } = visitor;
    const shown = consolePage(page, service.url);
    await shown.open('send');
    const key = await page.locator('.actions code').innerText();
    await shown.fill({ Name: 'Late', 'Phone numbers': '+12025550160', Sender: sandboxIds.sender });
    await shown.fill({ 'Image address': 'https://example.com/a.jpg' });
    await page.getByText('Ready to send').waitFor();
    let late = '';
    await page.route('**/graphql', (route) => {
      const body = route.request().postData() ?? '';
      if (!body.includes('"SendCampaign"')) return route.continue();
      late = body;
      return route.abort('internetdisconnected');
    });
    const send = page.getByRole('button', { name: 'Send', exact: true });
    await send.click();
    await page.getByText('The graph has no record of it').waitFor();
    expect([await page.getByLabel('Name').isDisabled(), await send.isDisabled()]).toEqual([true, false]);
    const asked: string[] = [];
    page.once('dialog', (dialog) => (asked.push(dialog.message()), void dialog.dismiss()));
    await page.getByRole('button', { name: 'New draft' }).click();
    expect(asked).toEqual([expect.stringContaining('could be sent twice')]);
    expect(await page.locator('.actions code').innerText()).toBe(key);
    const headers = { 'content-type': 'application/json' };
    expect((await fetch(`${service.url}/graphql`, { method: 'POST', headers, body: late })).status).toBe(200);
    await page.getByText('It went out', { exact: true }).waitFor();
    expect(await send.isDisabled()).toBe(true);
  });

  test('leaves the menu where a screen cannot be loaded, and the page where its address is malformed', async () => {
    const { page } = visitor;
    const shown = consolePage(page, service.url);
    await page.route('**/reports-*.js', (route) => route.abort());
    await shown.open('campaigns');
    await page.getByRole('link', { name: 'Delivery reports' }).click();
    await shown.heading('This screen cannot be shown');
    await page.getByRole('link', { name: 'Failover flows' }).click();
    await shown.heading('Failover flows');
    await shown.open('campaigns/%E0%A4%A');
    await page.getByText('Campaign not found').waitFor();
  });
});

const SEND = `mutation {
  sendViberCampaign(input: {
    idempotencyKey: "restart-1"
    senderId: "${sandboxIds.sender}"
    recipients: { phoneNumbers: ["+12025550160"] }
    content: { imageUrl: "https://example.com/a.jpg" }
  }) { campaign { trackingId } }
}`;

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

  test('stays live while pings are answered, is shown as lost when they are not, and goes on from its cursor', async () => {
    const { page, complaints, context } = await visit(browser);
    const afters: (string | null | undefined)[] = [];
    let pings = 0;
    page.on('websocket', (socket) => {
      socket.on('framesent', ({ payload }) => {
        const { type, payload: sent } = JSON.parse(String(payload)) as Sent;
        if (type === 'ping') pings += 1;
        if (sent?.operationName === 'CampaignUpdated') afters.push(sent.variables?.after);
      });
    });
    await page.addInitScript(COUNTED_PONGS);
    await page.clock.install();
    const shown = consolePage(page, proxy.url);
    await shown.open(`campaigns/${sandboxIds.campaignLive}`);
    await shown.sign('Live');
    await shown.rows().first().waitFor();

    for (const round of [1, 2]) {
      await page.clock.fastForward(10_000);
      await eventually(
        () => page.evaluate<number>('pongs'), // those that the page has dealt with
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
