import { expect, test } from '@jest/globals';
import type { Request } from 'playwright-core';
import { describeWithBrowser, startBrowser, visit } from '../support/browser.js';
import { sandboxIds } from '../support/sandbox.js';
import { eventually } from '../support/wait.js';
import { consolePage } from './console-page.js';
import { stageConsole } from './console-stage.js';
import { faultyAnswers } from './faulty-answers.js';

interface Asked {
  readonly operationName: string;
  readonly variables: { readonly first?: number };
}

const askedOf = (request: Request): Asked | null => request.postDataJSON() as Asked | null;

describeWithBrowser('the lists of the console', () => {
  const stage = stageConsole();
  const button = (name: string | RegExp) => stage.visitor.page.getByRole('button', { name });

  /** @returns its tracking id */
  async function sendFlow(to: string, idempotencyKey: string): Promise<string> {
    const message = { content: { imageUrl: 'https://example.com/a.jpg' } };
    const steps = [{ viber: { senderId: sandboxIds.sender, message } }, { sms: { from: 'Shop', text: 'Half price.' } }];
    const { sendFailoverFlow } = await stage.service.read<{
      sendFailoverFlow: { failoverFlow: { trackingId: string } };
    }>(
      'mutation ($input: SendFailoverFlowInput!) { sendFailoverFlow(input: $input) { failoverFlow { trackingId } } }',
      { input: { idempotencyKey, to, steps } },
    );
    return sendFailoverFlow.failoverFlow.trackingId;
  }

  test('are asked for again when they are opened again', async () => {
    const { page } = stage.visitor;
    const shown = consolePage(page, stage.service.url);
    const asked = shown.watchOperations();
    await shown.open('flows');
    await page.locator('tbody tr').first().waitFor();
    await shown.open('reports');
    await shown.heading('Delivery reports');
    await shown.open('flows');
    await eventually(
      () => asked.count('Flows'),
      (count) => count === 2,
    );
  });

  test('keep the rows that are shown when a lost connection is back', async () => {
    const { page, context } = stage.visitor;
    const shown = consolePage(page, stage.service.url);
    await shown.open('flows');
    await shown.sign('Live');
    await button('Show more').click();
    const rows = page.locator('tbody tr');
    await eventually(
      () => rows.count(),
      (count) => count === 50,
    );
    const again = page.waitForResponse((response) => askedOf(response.request())?.operationName === 'Flows');
    await context.setOffline(true);
    await shown.sign('No network');
    await context.setOffline(false);
    const response = await again;
    expect(askedOf(response.request())!.variables.first).toBe(50);
    await shown.sign('Live');
    expect(await rows.count()).toBe(50);
    (stage.visitor.complaints as string[]).splice(0); // the connection that was lost
  });

  test.each(['after', 'before'])(
    'give the focus to the first new row of the last page where a frame comes %s it is shown, and to the first field after Clear',
    async (order) => {
      await consolePage(stage.visitor.page, stage.service.url).open('flows');
      const { page, end } = await visit(await startBrowser());
      await page.addInitScript(EARLY_FRAMES);
      await consolePage(page, stage.service.url).open('flows?channel=VIBER');
      const rows = page.locator('tbody tr');
      await rows.first().waitFor();
      const more = page.getByRole('button', { name: 'Show more', exact: true });
      for (let before = 0; (await more.count()) > 0;) {
        before = await rows.count();
        await page.evaluate(`hasEarlyFrame = ${order === 'before'}`);
        await more.click();
        await eventually(
          () => rows.count(),
          (count) => count > before,
        );
      }
      const nameOfFocused = () => page.evaluate<string>('document.activeElement.tagName');
      await eventually(nameOfFocused, (name) => name === 'A');
      await page.getByText('Clear', { exact: true }).press('Enter');
      await eventually(nameOfFocused, (name) => name === 'SELECT');
      await end();
    },
  );

  test('show no rows of another filter under one that failed', async () => {
    const { page } = stage.visitor;
    const shown = consolePage(page, stage.service.url);
    const answers = await faultyAnswers(page);
    await shown.open('flows');
    await page.locator('tbody tr').first().waitFor();
    answers.replace('Flows', 'failoverFlows', { code: 'UPSTREAM_UNAVAILABLE', retryable: true });
    await page.getByRole('combobox', { name: 'Status' }).selectOption('FAILED');
    await page.getByRole('alert').waitFor();
    expect(await page.locator('tbody tr').count()).toBe(0);
  });

  test('of flows keep a status UNKNOWN of the address', async () => {
    const { page } = stage.visitor;
    const shown = consolePage(page, stage.service.url);
    await shown.open('flows?status=UNKNOWN');
    const status = page.getByRole('combobox', { name: 'Status' });
    expect(await status.inputValue()).toBe('UNKNOWN');
    await page.getByLabel('Recipient', { exact: true }).press('Enter');
    expect(page.url()).toMatch(/status=UNKNOWN$/);
  });

  test('of flows offer what came to match a new filter while its list was read', async () => {
    const { page } = stage.visitor;
    const shown = consolePage(page, stage.service.url);
    const seen: string[] = [];
    page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => seen.push(String(payload))));
    const moving = await sendFlow('+12025550163', 'moving-under-a-filter');
    await shown.open('flows');
    await page.locator(`tbody a[href$="${moving}"]`).waitFor();
    await shown.sign('Live');
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    await page.route('**/graphql', async (route) => {
      if (askedOf(route.request())?.operationName !== 'Flows') return route.continue();
      const response = await route.fetch();
      await released;
      await route.fulfill({ response });
    });
    await page.getByRole('combobox', { name: 'Status' }).selectOption('SUCCEEDED');
    await page.locator('.card[aria-busy=true]').waitFor();
    await eventually(
      () =>
        seen.some((one) => one.includes('"deliveryEventAdded"') && one.includes(moving) && one.includes('SUCCEEDED')),
      (isSeen) => isSeen,
    );
    expect(await button('Another flow has changed').count()).toBe(0);
    release();
    await button('Another flow has changed').waitFor();
  });

  test('of flows offer no flow of another recipient than that of the filter', async () => {
    const { page } = stage.visitor;
    const shown = consolePage(page, stage.service.url);
    const seen: string[] = [];
    page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => seen.push(String(payload))));
    await shown.open('flows?recipient=%2B306900000001');
    await shown.sign('Live');
    await page.getByRole('heading', { name: 'Failover flows' }).waitFor();
    await shown.settled();
    const other = await sendFlow('+12025550163', 'another-recipient');
    await eventually(
      () => seen.some((payload) => payload.includes(other)),
      (isSeen) => isSeen,
    );
    const wanted = await sendFlow('+306900000001', 'same-recipient');
    await button('Another flow has changed').click();
    await page.locator(`tbody a[href$="${wanted}"]`).waitFor();
    expect(await page.locator(`tbody a[href$="${other}"]`).count()).toBe(0);
  });
});

/** The next frame comes at once where one is to come early, as on a busy machine, which is late with everything else. */
const EARLY_FRAMES = `
  window.hasEarlyFrame = false;
  const inTime = requestAnimationFrame;
  window.requestAnimationFrame = (callback) => {
    if (!hasEarlyFrame) return inTime(callback);
    hasEarlyFrame = false;
    callback(performance.now());
    return 0;
  };
`;
