import { afterAll, afterEach, beforeAll, beforeEach, expect } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { startBrowser, type Visit, visitOnKeptPage } from '../support/browser.js';
import { quickClock } from '../support/quick-clock.js';
import { type RunningService, startRunningService } from '../support/running-service.js';
import { sandboxOn } from '../support/sandbox.js';

/** What the tests of a suite share. */
export interface ConsoleStage {
  readonly service: RunningService;
  /** Of the present test. */
  readonly visitor: Visit;
}

/**
 * For a suite: a service with a few sends in its sandbox, and for each test a visitor who must meet no complaint.
 * @param times how much quicker time passes for the service than for its visitors, so that what is sent ends sooner
 */
export function stageConsole({ times = 1 } = {}): ConsoleStage {
  let service: RunningService;
  let browser: Browser;
  let visitor: Visit;
  beforeAll(async () => {
    const clock = quickClock(times);
    const settings = { SANDBOX: 'on', UPSTREAM_TIMEOUT_MS: String(times * 60_000) }; // by its visitors' time as ever
    service = await startRunningService(settings, { clock, sandbox: sandboxOn(clock), sendsSamples: true });
    browser = await startBrowser();
  });
  afterAll(() => service?.stop());
  beforeEach(async () => {
    visitor = await visitOnKeptPage(browser);
  });
  afterEach(async () => {
    // no violation of the policy, no failed request, nothing uncaught, no warning of the cache
    expect(visitor.complaints).toEqual([]);
    await visitor.end();
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
