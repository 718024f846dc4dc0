import { afterAll, afterEach, beforeAll, beforeEach, expect } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { startBrowser, type Visit, visit } from '../support/browser.js';
import { type RunningService, startRunningService } from '../support/running-service.js';

/** What the tests of a suite share. */
export interface ConsoleStage {
  readonly service: RunningService;
  /** Of the present test. */
  readonly visitor: Visit;
}

/** For a suite: a service with a few sends in its sandbox, and for each test a visitor who must meet no complaint. */
export function stageConsole(): ConsoleStage {
  let service: RunningService;
  let browser: Browser;
  let visitor: Visit;
  beforeAll(async () => {
    service = await startRunningService({ SANDBOX: 'on' }, { sendsSamples: true });
    browser = await startBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await service?.stop();
  });
  beforeEach(async () => {
    visitor = await visit(browser);
  });
  afterEach(async () => {
    // no violation of the policy, no failed request, nothing uncaught, no warning of the cache
    expect(visitor.complaints).toEqual([]);
    await visitor.context.close();
  });
  return {
    get service() {
      return service;
    },
    get visitor() {
      return visitor;
    },
  };
}
