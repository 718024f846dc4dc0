import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { describeWithBrowser, startBrowser, type Visit, visit, visitOnKeptPage } from '../support/browser.js';
import { type RunningService, startRunningService } from '../support/running-service.js';
import { graphiql } from './graphiql-page.js';

const CDN = 'https://embeddable-sandbox.cdn.apollographql.com/v2/embeddable-sandbox.umd.production.min.js';
const EMBED = 'https://sandbox.embed.apollographql.com/sandbox/explorer';

/** Does what Apollo's script does: it frames a page of theirs. */
const script = `window.EmbeddedSandbox = class {
  constructor(options) {
    window.given = options;
    this.frame = Object.assign(document.createElement('iframe'), { src: '${EMBED}' });
    document.querySelector(options.target).append(this.frame);
  }
  dispose() { this.frame.remove(); }
};`;
const frame = `<h1>Apollo Sandbox</h1><script>parent.postMessage({ name: 'ExplorerListeningForHandshake' }, '*')</script>`;

describeWithBrowser('the choice of the explorer', () => {
  let service: RunningService;
  let browser: Browser;
  let visitor: Visit;

  beforeAll(async () => {
    service = await startRunningService({ EXPLORER: 'auto' });
    browser = await startBrowser();
  });
  afterAll(() => service?.stop());
  afterEach(async () => {
    expect(visitor.complaints.filter((text) => text.includes('Content Security Policy'))).toEqual([]);
    await visitor.end();
  });

  /** Until the page starts: a CDN that never answers keeps it from ever having loaded. */
  const arrive = () => visitor.page.goto(`${service.url}/graphql`, { waitUntil: 'domcontentloaded' });

  const scriptAnswers = () =>
    visitor.context.route(CDN, (route) => route.fulfill({ contentType: 'text/javascript', body: script }));

  it('is Apollo Sandbox where its CDN answers, with all examples in one document', async () => {
    visitor = await visitOnKeptPage(browser);
    await scriptAnswers();
    await visitor.context.route(EMBED, (route) => route.fulfill({ contentType: 'text/html', body: frame }));
    await arrive();
    await visitor.page.frameLocator('iframe').getByText('Apollo Sandbox').waitFor();
    expect(await visitor.page.evaluate('window.given')).toMatchObject({
      initialEndpoint: `${service.url}/graphql`,
      initialSubscriptionEndpoint: `${service.url.replace('http', 'ws')}/graphql`,
      endpointIsEditable: false,
      runTelemetry: false,
      initialState: {
        document: expect.stringMatching(/query CampaignPage[^]*mutation RefusedSend/),
        variables: { campaign: 'ca000237-0000-4000-8000-000000000000' },
      },
    });
  });

  it('is GraphiQL where the CDN cannot be reached', async () => {
    visitor = await visitOnKeptPage(browser);
    await graphiql(visitor.page).open(service.url);
    expect(await graphiql(visitor.page).tabs()).toHaveLength(10);
  });

  it('is GraphiQL where the CDN never answers', async () => {
    visitor = await visit(browser);
    await visitor.context.route(CDN, () => undefined);
    await visitor.page.clock.install();
    await arrive();
    await visitor.page.clock.fastForward(8_000);
    await graphiql(visitor.page).isReady();
  });

  it('is GraphiQL where the script came and the page that it frames did not', async () => {
    visitor = await visit(browser);
    await scriptAnswers();
    await visitor.page.clock.install();
    await arrive();
    await visitor.page.locator('iframe').waitFor();
    await visitor.page.clock.fastForward(8_000);
    await graphiql(visitor.page).isReady();
    expect(await visitor.page.locator('iframe').count()).toBe(0);
  });

  it('says what to do where Apollo Sandbox was asked for by name and does not answer', async () => {
    visitor = await visitOnKeptPage(browser);
    const strict = await startRunningService({ EXPLORER: 'sandbox' });
    await visitor.page.goto(`${strict.url}/graphql`);
    await visitor.page.getByText('EXPLORER=auto').waitFor();
    await strict.stop();
  });
});
