import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { describeWithBrowser, startBrowser, type Visit, visit } from '../support/browser.js';
import { type RunningService, startRunningService } from '../support/running-service.js';
import { sandboxIds } from '../support/sandbox.js';
import { eventually } from '../support/wait.js';
import { consolePage } from './console-page.js';

const content = { imageUrl: 'https://example.com/a.jpg' };
/** Accepted, and then the answer is lost. */
const LOST = '+12025550141';

describeWithBrowser('a screen whose subscription reaches the graph late', () => {
  let service: RunningService;
  let browser: Browser;
  let visitor: Visit;
  /** Lets the subscriptions of the page go on to the graph. */
  let release: () => void;
  beforeAll(async () => {
    service = await startRunningService({ SANDBOX: 'on' });
    browser = await startBrowser();
  });
  afterAll(() => service?.stop());
  beforeEach(async () => {
    visitor = await visit(browser);
    const released = new Promise<void>((resolve) => (release = resolve));
    await visitor.page.routeWebSocket('**/graphql', (socket) => {
      const server = socket.connectToServer();
      socket.onMessage(async (message) => {
        if (String(message).includes('"type":"subscribe"')) await released;
        server.send(message);
      });
    });
  });
  afterEach(async () => {
    expect(visitor.complaints).toEqual([]);
    await visitor.end();
  });

  const shown = () => consolePage(visitor.page, service.url);

  test('shows in the list of campaigns what happened meanwhile', async () => {
    const input = {
      idempotencyKey: 'cancelled-meanwhile',
      name: 'Cancelled meanwhile',
      senderId: sandboxIds.sender,
      recipients: { phoneNumbers: ['+306900000001'] },
      content,
      scheduledAt: new Date(Date.now() + 30 * 24 * 3600 * 1000).toISOString(),
    };
    const { sendViberCampaign } = await service.read<{ sendViberCampaign: { campaign: { trackingId: string } } }>(
      'mutation ($input: SendViberCampaignInput!) { sendViberCampaign(input: $input) { campaign { trackingId } } }',
      { input },
    );
    await shown().open('campaigns');
    const row = visitor.page.locator('.row', { hasText: input.name });
    await row.locator('.badge', { hasText: 'Scheduled' }).waitFor();
    const { trackingId } = sendViberCampaign.campaign;
    await service.read(
      'mutation ($input: CancelViberCampaignInput!) { cancelViberCampaign(input: $input) { campaign { id } } }',
      { input: { trackingId } },
    );
    release();
    await row.locator('.badge', { hasText: 'Cancelled' }).waitFor();
  });

  test('offers in the list of flows what was sent meanwhile', async () => {
    const { page } = visitor;
    await shown().open('flows');
    await page.locator('tbody tr').first().waitFor();
    const input = {
      idempotencyKey: 'flow-meanwhile',
      to: '+12025550163',
      steps: [{ viber: { senderId: sandboxIds.sender, message: { content } } }],
    };
    await service.read(
      'mutation ($input: SendFailoverFlowInput!) { sendFailoverFlow(input: $input) { failoverFlow { id } } }',
      { input },
    );
    const ended =
      '{ deliveryEvents(filter: { kinds: [FAILOVER_FLOW], states: [DELIVERED, FAILED] }) { edges { cursor } } }';
    await eventually(
      () => service.read<{ deliveryEvents: { edges: readonly unknown[] } }>(ended),
      ({ deliveryEvents }) => deliveryEvents.edges.length > 0,
    ); // no event comes later
    release();
    await page.getByRole('button', { name: 'Another flow has changed: read the list again' }).waitFor();
  });

  test('shows what became meanwhile of a send whose answer was lost', async () => {
    const { page } = visitor;
    await shown().open('send');
    await shown().sign('Live');
    await shown().fill({
      Name: 'Lost meanwhile',
      Sender: sandboxIds.sender,
      'Phone numbers': LOST,
      Text: 'Half price until Sunday.',
      'Image address': content.imageUrl,
      Button: 'See the offers',
      'Button opens': 'https://example.com/a',
    });
    await page.getByText('Ready to send').waitFor();
    const key = await page.locator('.actions code').innerText();
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    const wentOut = page.getByText('It went out', { exact: true });
    await page.getByText('This page follows it until its outcome is known').or(wentOut).first().waitFor();
    await eventually(
      () =>
        service.read<{ send: { outcome: string } }>(
          'query ($key: String!) { send(by: { idempotencyKey: $key }) { outcome } }',
          { key },
        ),
      ({ send }) => send.outcome === 'ACCEPTED',
    );
    release();
    await wentOut.waitFor();
  });
});
