import { expect, test } from '@jest/globals';
import { describeWithBrowser } from '../support/browser.js';
import { sandboxIds } from '../support/sandbox.js';
import { eventually } from '../support/wait.js';
import { consolePage } from './console-page.js';
import { stageConsole } from './console-stage.js';

interface List {
  readonly data: { readonly campaigns: { edges: readonly { readonly node: { readonly name: string | null } }[] } };
}

describeWithBrowser('the console while things happen', () => {
  const stage = stageConsole({ times: 5 });

  async function sendCampaign(phoneNumbers: readonly string[], name: string): Promise<void> {
    const { page } = stage.visitor;
    const shown = consolePage(page, stage.service.url);
    await shown.open('send');
    await page.locator('.verdict').waitFor();
    await shown.fill({
      Name: name,
      'Phone numbers': phoneNumbers.join('\n'),
      Text: 'Everything at half price until Sunday.',
      'Image address': 'https://example.com/autumn.jpg',
      Button: 'See the offers',
      'Button opens': 'https://example.com/autumn',
    });
    await page.getByText('Ready to send').waitFor();
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await shown.heading(name);
  }

  test('a campaign that is sent moves to its end, by one subscription and without asking again', async () => {
    const { page } = stage.visitor;
    const shown = consolePage(page, stage.service.url);
    const asked = shown.watchOperations();
    await sendCampaign(['+12025550160', '+12025550162'], 'To its end');
    await page.locator('.legend li', { hasText: 'Seen' }).getByText('1').waitFor();
    await page.locator('.legend li', { hasText: 'Not delivered' }).getByText('1').waitFor();
    await page.locator('.head .badge', { hasText: 'Finished' }).waitFor();
    // where it had ended before its page was shown, its rows and its subscription come after its counts
    await eventually(shown.states, (states) => [...states].sort().join(' ') === 'Seen Undelivered');
    await eventually(
      () => asked.count('CampaignUpdated'),
      (count) => count > 0,
    );
    expect(asked.count('CampaignUpdated')).toBe(1);
    expect(asked.count('Campaign')).toBe(1);
    await page.locator('.chart canvas').waitFor();
    await page.getByText('As a table').click();
    expect(
      await page.getByRole('region', { name: 'Table of states over time' }).locator('tbody tr').count(),
    ).toBeGreaterThan(1);
  });

  async function sendDirectly(phoneNumbers: readonly string[], idempotencyKey: string): Promise<string> {
    const content = { imageUrl: 'https://example.com/a.jpg' };
    const name = idempotencyKey;
    const input = { idempotencyKey, name, senderId: sandboxIds.sender, recipients: { phoneNumbers }, content };
    const { sendViberCampaign } = await stage.service.read<{ sendViberCampaign: { campaign: { trackingId: string } } }>(
      'mutation ($input: SendViberCampaignInput!) { sendViberCampaign(input: $input) { campaign { trackingId } } }',
      { input },
    );
    return sendViberCampaign.campaign.trackingId;
  }

  test('rows that moved while another screen was open are as the counts when one is back', async () => {
    const { page } = stage.visitor;
    const shown = consolePage(page, stage.service.url);
    const trackingId = await sendDirectly(['+12025550160', '+12025550162'], 'Left and back');
    await shown.open(`campaigns/${trackingId}`);
    await shown.rows().first().waitFor();
    await shown.open('campaigns');
    await page
      .locator('.row', { hasText: 'Left and back' })
      .locator('.badge', { hasText: /Finished|Settled/ })
      .waitFor();
    await shown.open(`campaigns/${trackingId}`);
    await eventually(shown.states, (states) => [...states].sort().join(' ') === 'Seen Undelivered');
  });

  test('the list of campaigns asks once for a campaign that it does not have, however often that changes', async () => {
    const { page } = stage.visitor;
    const shown = consolePage(page, stage.service.url);
    const name = 'Left out of it';
    await page.route('**/graphql', async (route) => {
      if ((route.request().postDataJSON() as { operationName: string }).operationName !== 'Campaigns')
        return route.fallback();
      const response = await route.fetch();
      const json = (await response.json()) as List;
      const { edges } = json.data.campaigns;
      json.data.campaigns.edges = edges.filter(({ node }) => node.name !== name);
      return route.fulfill({ response, json }).catch(() => undefined); // the page that asked may be gone
    });
    const asked = shown.watchOperations();
    let trackingId = '';
    const frames: string[] = [];
    page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => void frames.push(String(payload))));
    await shown.open('campaigns');
    await page.locator('.row').first().waitFor();
    await eventually(
      () => frames.some((frame) => frame.includes('connection_ack')),
      (isOpen) => isOpen,
    );
    trackingId = await sendDirectly(
      Array.from({ length: 40 }, (_, n) => `+3069000002${String(n).padStart(2, '0')}`),
      name,
    );
    const isEvent = (frame: string): boolean => frame.includes('deliveryEventAdded') && frame.includes(trackingId);
    await eventually(
      () => frames.filter(isEvent).length,
      (count) => count >= 5,
    );
    await eventually(
      () => asked.count('Campaigns'),
      (count) => count === 2,
    );
  });

  test('a message that is sent moves to its end, with its timeline', async () => {
    const { page } = stage.visitor;
    const shown = consolePage(page, stage.service.url);
    await shown.open('send');
    await page.getByLabel('Message', { exact: true }).check({ force: true });
    await shown.fill({
      Recipient: '+12025550160',
      Text: 'Your parcel is here.',
      Button: 'Track it',
      'Button opens': 'https://example.com/parcel',
    });
    await page.getByText('Ready to send').waitFor();
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await shown.heading('Message');
    await page.locator('.timeline .badge', { hasText: 'Seen' }).waitFor();
    const states = await page.locator('.timeline .badge').allInnerTexts();
    expect([states[0], states.at(-1)]).toEqual(['Queued', 'Seen']);
  });

  test('a page of messages stays while its rows move, and turns in both directions', async () => {
    const { page } = stage.visitor;
    const shown = consolePage(page, stage.service.url);
    const numbers = Array.from({ length: 60 }, (_, n) => `+3069000001${String(n).padStart(2, '0')}`);
    const asked = shown.watchOperations();
    await sendCampaign(numbers, 'Many pages');
    await eventually(shown.recipients, (all) => all.length === 25);
    await eventually(
      () => asked.count('CampaignUpdated'),
      (count) => count > 0,
    );
    asked.clear();
    const first = await shown.recipients();
    await page.getByRole('button', { name: 'Next' }).click();
    const second = await eventually(shown.recipients, (all) => all[0] !== first[0]);
    expect(asked.count('Messages')).toBeGreaterThan(0);
    asked.clear();
    await eventually(shown.states, (states) => states.some((state) => ['Delivered', 'Seen'].includes(state)));
    expect(await shown.recipients()).toEqual(second);
    expect(asked.names).toEqual([]);
    await page.getByRole('button', { name: 'Previous' }).click();
    expect(await eventually(shown.recipients, (all) => all[0] === first[0])).toEqual(first);
    await page.getByRole('button', { name: 'Last' }).click();
    await eventually(shown.recipients, (all) => all[0] !== first[0]);
    expect(await page.getByRole('button', { name: 'Next' }).isDisabled()).toBe(true);
  });

  test('messages are filtered by state and by country, and one shows what happened to it', async () => {
    const { page } = stage.visitor;
    const shown = consolePage(page, stage.service.url);
    await shown.open(`campaigns/${sandboxIds.campaign237}`);
    await shown.rows().first().waitFor();
    await page.getByRole('combobox', { name: 'State' }).selectOption('UNDELIVERED');
    await eventually(shown.states, (states) => states.length > 0 && states.every((state) => state === 'Undelivered'));
    await page.getByRole('combobox', { name: 'State' }).selectOption('');
    await page.getByRole('button', { name: 'Greece' }).click();
    await page.waitForURL(/country=GR/);
    await eventually(shown.recipients, (all) => all.length > 0 && all.every((one) => one.startsWith('+30')));
    await shown.rows().first().getByRole('link').click();
    await page.locator('.panel .timeline').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.panel').waitFor({ state: 'detached' });
  });

  test('a campaign of 5000 messages needs one subscription, no polling and no request for a row', async () => {
    const { page } = stage.visitor;
    const shown = consolePage(page, stage.service.url);
    const asked = shown.watchOperations();
    await shown.open(`campaigns/${sandboxIds.campaign5000}`);
    await shown.rows().first().waitFor();
    await page.locator('.funnel').getByText('5,000').first().waitFor();
    await eventually(
      () => asked.count('CampaignUpdated'), // by a connection of its own, which may open later
      (count) => count > 0,
    );
    const opened = [...asked.names].sort();
    expect(opened).toEqual(['Campaign', 'CampaignUpdated', 'MayRead', 'MaySend', 'Messages']);
    asked.clear();
    for (const name of ['Next', 'Last', 'Previous']) {
      const [before] = await shown.recipients();
      await page.getByRole('button', { name }).click();
      await eventually(shown.recipients, ([one]) => one !== undefined && one !== before);
    }
    expect(asked.names).toEqual(['Messages', 'Messages', 'Messages']);
  });

  test('an open list shows that a campaign of one message was cancelled elsewhere', async () => {
    const { page } = stage.visitor;
    const shown = consolePage(page, stage.service.url);
    const input = {
      idempotencyKey: 'cancelled-elsewhere',
      name: 'Cancelled elsewhere',
      senderId: sandboxIds.sender,
      recipients: { phoneNumbers: ['+306900000001'] },
      content: { imageUrl: 'https://example.com/a.jpg' },
      scheduledAt: new Date(Date.now() + 30 * 24 * 3600 * 1000).toISOString(),
    };
    const { sendViberCampaign } = await stage.service.read<{ sendViberCampaign: { campaign: { trackingId: string } } }>(
      'mutation ($input: SendViberCampaignInput!) { sendViberCampaign(input: $input) { campaign { trackingId } } }',
      { input },
    );
    await shown.open('campaigns');
    const row = page.locator('.row', { hasText: input.name });
    await row.locator('.badge', { hasText: 'Scheduled' }).waitFor();
    expect(await row.locator('.note').innerText()).toMatch(/ 1 message$/);
    const { trackingId } = sendViberCampaign.campaign;
    await stage.service.read(
      'mutation ($input: CancelViberCampaignInput!) { cancelViberCampaign(input: $input) { campaign { id } } }',
      { input: { trackingId } },
    );
    await row.locator('.badge', { hasText: 'Cancelled' }).waitFor();
  });

  test('the list of campaigns moves by one subscription', async () => {
    const { page } = stage.visitor;
    const shown = consolePage(page, stage.service.url);
    await sendCampaign(['+12025550160'], 'In the list');
    await shown.open('campaigns');
    const asked = shown.watchOperations();
    const row = page.locator('.row', { hasText: 'In the list' });
    await row.locator('.badge', { hasText: /Finished|Settled/ }).waitFor();
    expect(asked.count('Changes')).toBeLessThanOrEqual(1);
  });
});

// A search of flows ends at the present.
describeWithBrowser('the console while flows happen', () => {
  const stage = stageConsole();

  test('the list of flows moves by one subscription, and offers a flow that it does not show yet', async () => {
    const { page } = stage.visitor;
    const shown = consolePage(page, stage.service.url);
    const asked = shown.watchOperations();
    await shown.open('flows');
    await page.locator('tbody tr').first().waitFor();
    const input = {
      idempotencyKey: 'flow-in-the-list',
      to: '+12025550163',
      steps: [
        {
          viber: {
            senderId: sandboxIds.sender,
            message: { content: { imageUrl: 'https://example.com/a.jpg' } },
          },
        },
        { sms: { from: 'Shop', text: 'Half price until Sunday.' } },
      ],
    };
    const { sendFailoverFlow } = await stage.service.read<{
      sendFailoverFlow: { failoverFlow: { trackingId: string } };
    }>(
      'mutation ($input: SendFailoverFlowInput!) { sendFailoverFlow(input: $input) { failoverFlow { trackingId } } }',
      { input },
    );
    await page.getByRole('button', { name: 'Another flow has changed: read the list again' }).click();
    const row = page.locator('tbody tr', {
      has: page.locator(`a[href$="${sendFailoverFlow.failoverFlow.trackingId}"]`),
    });
    await row.locator('td .badge', { hasText: 'Succeeded' }).waitFor();
    expect(asked.count('Flows')).toBe(2);
    expect(asked.count('FlowChanges')).toBe(1);
  });
});
