import { afterEach, beforeEach, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { createExplorer } from '../../src/server/http/explorer/explorer.js';
import { CHANGES, type LiveService, startLiveService, WATCH } from '../clients/live-service.js';
import { describeWithBrowser, startBrowser, visit } from '../support/browser.js';
import { until } from '../support/wait.js';
import { graphiql } from './graphiql-page.js';

describeWithBrowser('a subscription in the explorer', () => {
  let service: LiveService;
  let browser: Browser;
  beforeEach(async () => {
    service = await startLiveService({ explorer: createExplorer('graphiql', { sandbox: null, needsKey: false }) });
    browser = await startBrowser();
  });
  afterEach(async () => {
    await browser?.close();
    await service.stop();
  });

  it('shows each update as it comes, and leaves nothing when it is stopped', async () => {
    const { page, context, complaints } = await visit(browser);
    const explorer = graphiql(page);
    await explorer.open(service.url);
    await explorer.setQuery(WATCH);
    await explorer.setVariables({ trackingId: 'ca' });
    await explorer.start();
    await explorer.shows('"delivered": 1');
    service.publish(2);
    await explorer.shows('"delivered": 2');
    await explorer.start(); // which stops it
    await until(() => service.pipeline.limits.open === 0 && service.server.streams.size === 0);
    await explorer.start();
    await explorer.shows('"delivered": 2');
    service.publish(CHANGES);
    await explorer.shows(`"delivered": ${CHANGES}`);
    await until(() => service.pipeline.limits.open === 0);
    expect(complaints).toEqual([]);
    await context.close();
  });
});
