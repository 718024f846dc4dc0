import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { afterAll, describe } from '@jest/globals';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type ConsoleMessage,
  type Page,
  type Request,
} from 'playwright-core';

/** The headless shell draws the same pages with less of the processor. */
const executablePath = findOnPath(['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome']);

/** A suite that needs a browser: skipped where there is none, unless CI_REQUIRE_SERVERS says that it must not be. */
export function describeWithBrowser(name: string, suite: () => void): void {
  if (executablePath) {
    afterAll(closeBrowser);
    return describe(name, suite);
  }
  const advice = `"${name}" needs chromium on the PATH: apt-get install chromium-headless-shell, or chromium`;
  if (process.env['CI_REQUIRE_SERVERS']) throw new Error(advice);
  process.stderr.write(`skipped: ${advice}\n`);
  describe.skip(name, suite);
}

let browser: Promise<Browser> | null = null;

/** A real browser that finds no host but loopback: one for all suites of a file, closed after them. */
export function startBrowser(): Promise<Browser> {
  return (browser ??= launch(executablePath!));
}

async function closeBrowser(): Promise<void> {
  const running = browser;
  browser = null;
  await (await running)?.close();
}

const launch = (path: string): Promise<Browser> =>
  chromium.launch({
    executablePath: path,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
    ],
  });

/** A page of a visitor who was never here, and what came to light while it was open. */
export interface Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Hosts that the page or one of its workers asked. */
  readonly hosts: ReadonlySet<string>;
  /** Errors and warnings of the console, and exceptions that nobody caught. */
  readonly complaints: readonly string[];
  end(): Promise<void>;
}

/** Handlers that still run may fail: what they would answer is gone. */
const IN_FLIGHT = { behavior: 'ignoreErrors' } as const;

const VIEWPORT = { width: 1440, height: 900 };

/** On a page of its own. */
export async function visit(browser: Browser, options: BrowserContextOptions = {}): Promise<Visit> {
  const page = await openPage(browser, options);
  return watch(page, () => page.context().close());
}

const keptPages = new WeakMap<Browser, Page>();

/**
 * On a page that the browser keeps for one visit after another: to open one takes three times as long as to load the
 * console. Nothing of an earlier visit is left but the cache of what was loaded. For one visit at a time, and none that
 * installs a clock or a script, which stay with a page.
 */
export async function visitOnKeptPage(browser: Browser): Promise<Visit> {
  const page = keptPages.get(browser) ?? (await openPage(browser));
  keptPages.set(browser, page);
  return watch(page, () => clear(page));
}

async function openPage(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: VIEWPORT, deviceScaleFactor: 1, ...options });
  context.setDefaultTimeout(230_000); // not a measure of speed: just below jest's own
  return context.newPage();
}

function watch(page: Page, leave: () => Promise<void>): Visit {
  const context = page.context();
  const hosts = new Set<string>();
  const complaints: string[] = [];
  const onRequest = (request: Request): void => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol.startsWith('http')) hosts.add(hostname);
  };
  const onConsole = (message: ConsoleMessage): void => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  };
  const onError = (error: Error): void => void complaints.push(String(error));
  context.on('request', onRequest);
  page.on('console', onConsole).on('pageerror', onError);
  const end = (): Promise<void> => {
    context.off('request', onRequest);
    page.off('console', onConsole).off('pageerror', onError);
    return leave();
  };
  return { page, context, hosts, complaints, end };
}

/** As a page is before it has loaded anything. */
async function clear(page: Page): Promise<void> {
  const context = page.context();
  await Promise.all([page.unrouteAll(IN_FLIGHT), context.unrouteAll(IN_FLIGHT), context.setOffline(false)]);
  const { origin } = new URL(page.url());
  await page.evaluate('sessionStorage.clear()');
  await page.goto('about:blank');
  // all else, and what was written as the page was left
  const protocol = await context.newCDPSession(page);
  await protocol.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
  await protocol.detach();
  await context.clearCookies();
  await page.setViewportSize(VIEWPORT);
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
}

function findOnPath(names: readonly string[]): string | null {
  const directories = (process.env['PATH'] ?? '').split(delimiter);
  const paths = names.flatMap((name) => directories.map((directory) => join(directory, name)));
  return paths.find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
