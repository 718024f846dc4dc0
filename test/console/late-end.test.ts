import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Browser, Route } from 'playwright-core';
import { describeWithBrowser, startBrowser, type Visit, visit } from '../support/browser.js';
import { type RunningService, startRunningService } from '../support/running-service.js';
import { sandboxIds } from '../support/sandbox.js';
import { eventually } from '../support/wait.js';
import { awaitEveryAnswer, consolePage } from './console-page.js';

const AWAY = {
  data: { deliveryEventsEnd: null },
  errors: [
    { message: 'away', path: ['deliveryEventsEnd'], extensions: { code: 'EVENTS_UNAVAILABLE', retryable: true } },
  ],
};

describeWithBrowser('a list for which the end of the log of events is not known', () => {
  let service: RunningService;
  let browser: Browser;
  let visitor: Visit;
  let release: () => void;
  let released: Promise<void>;
  /** Answers each question for the end of the log, from the first one. */
  let answers: ((route: Route) => Promise<void>)[];
  const inTime = (route: Route): Promise<void> => route.continue();
  const away = (route: Route): Promise<void> => route.fulfill({ json: AWAY });
  const onceReleased = (route: Route): Promise<void> => released.then(() => route.continue());
  const never = (): Promise<void> => new Promise(() => undefined);

  beforeAll(async () => {
    service = await startRunningService({ SANDBOX: 'on' });
    browser = await startBrowser();
  });
  afterAll(() => service?.stop());
  beforeEach(async () => {
    visitor = await visit(browser);
    released = new Promise<void>((resolve) => (release = resolve));
    await visitor.page.route('**/graphql', async (route) => {
      const { operationName } = (route.request().postDataJSON() ?? {}) as { operationName?: string };
      if (operationName === 'EventsEnd') await (answers.shift() ?? inTime)(route);
      else await route.continue();
    });
  });
  afterEach(async () => {
    release();
    expect(visitor.complaints).toEqual([]);
    await visitor.end();
  });

  const shown = () => consolePage(visitor.page, service.url);
  const rows = () => visitor.page.locator('tbody tr');

  test('is shown all the same where no answer comes', async () => {
    answers = [never, inTime];
    await shown().open('flows');
    await shown().sign('Connecting');
    await rows().first().waitFor();
    await shown().sign('Live');
    expect(answers).toEqual([]);
  });

  test('is read again once its subscription is open, since something may have changed before', async () => {
    await awaitEveryAnswer(visitor.page);
    answers = [away, onceReleased];
    await shown().open('flows');
    await rows().first().waitFor();
    const input = {
      idempotencyKey: 'flow-before-the-end',
      to: '+12025550163',
      steps: [
        { viber: { senderId: sandboxIds.sender, message: { content: { imageUrl: 'https://example.com/a.jpg' } } } },
      ],
    };
    const { sendFailoverFlow } = await service.read<{ sendFailoverFlow: { failoverFlow: { trackingId: string } } }>(
      'mutation ($input: SendFailoverFlowInput!) { sendFailoverFlow(input: $input) { failoverFlow { trackingId } } }',
      { input },
    );
    const ended =
      '{ deliveryEvents(filter: { kinds: [FAILOVER_FLOW], states: [DELIVERED, FAILED] }) { edges { cursor } } }';
    await eventually(
      () => service.read<{ deliveryEvents: { edges: readonly unknown[] } }>(ended),
      ({ deliveryEvents }) => deliveryEvents.edges.length > 0,
    ); // no event comes later
    release();
    await visitor.page.locator(`tbody a[href$="${sendFailoverFlow.failoverFlow.trackingId}"]`).waitFor();
  });

  test('keeps its rows on the screen until those of another filter are there', async () => {
    const { page } = visitor;
    await awaitEveryAnswer(page);
    answers = [];
    await shown().open('flows');
    await rows().first().waitFor();
    await page.getByRole('link', { name: 'Campaigns', exact: true }).click();
    await shown().heading('Campaigns');
    answers = [onceReleased];
    await page.getByRole('link', { name: 'Failover flows' }).click();
    await rows().first().waitFor();
    await page.getByRole('combobox', { name: 'Status' }).selectOption('FAILED');
    await page.waitForURL(/status=FAILED/);
    await page.locator('.card[aria-busy=true]').waitFor();
    expect(await rows().count()).toBe(25);
    release();
    await page.locator('.card[aria-busy=false]').waitFor();
    expect(await rows().count()).toBeLessThan(25);
  });
});
