import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe } from '@jest/globals';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const executablePath = findOnPath(['chromium', 'chromium-browser', 'google-chrome']);

/** A suite that needs a browser: skipped where there is none, unless CI_REQUIRE_SERVERS says that it must not be. */
export function describeWithBrowser(name: string, suite: () => void): void {
  if (executablePath) return describe(name, suite);
  const advice = `"${name}" needs chromium on the PATH: apt-get install chromium`;
  if (process.env['CI_REQUIRE_SERVERS']) throw new Error(advice);
  process.stderr.write(`skipped: ${advice}\n`);
  describe.skip(name, suite);
}

/** A real browser that finds no host but loopback. */
export async function startBrowser(): Promise<Browser> {
  if (!executablePath) throw new Error('no browser on the PATH');
  return chromium.launch({
    executablePath,
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
}

/** A page of a visitor who was never here, and what came to light while it was open. */
export interface Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Hosts that the page or one of its workers asked. */
  readonly hosts: ReadonlySet<string>;
  /** Errors and warnings of the console, and exceptions that nobody caught. */
  readonly complaints: readonly string[];
}

export async function visit(browser: Browser, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    deviceScaleFactor: 1,
    ...options,
  });
  context.setDefaultTimeout(230_000); // not a measure of speed: just below jest's own
  const page = await context.newPage();
  const hosts = new Set<string>();
  const complaints: string[] = [];
  context.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol.startsWith('http')) hosts.add(hostname);
  });
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return { page, context, hosts, complaints };
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
