import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface AxeResults {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly html: string }[] }[];
}

/** Every operation that the page asked for, by name. */
export interface Asked {
  readonly names: string[];
  count(name: string): number;
  clear(): void;
}

/** What one page has asked for, by HTTP and over its WebSockets. */
type Listener = (operationName: string) => void;
const listeners = new WeakMap<Page, Listener[]>();

function listenersOf(page: Page): Listener[] {
  const known = listeners.get(page);
  if (known) return known;
  const all: Listener[] = [];
  const read = (text: string | null): void => {
    if (!text) return;
    const { operationName, type, payload } = JSON.parse(text) as SentMessage;
    const name = type === 'subscribe' ? payload!.operationName : operationName;
    if (name !== undefined) for (const listener of all) listener(name);
  };
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/graphql')) read(request.postData());
  });
  page.on('websocket', (socket) => socket.on('framesent', ({ payload }) => read(String(payload))));
  listeners.set(page, all);
  return all;
}

interface SentMessage {
  /** Of a request. */
  readonly operationName?: string;
  /** Of a message on a WebSocket. */
  readonly type?: string;
  readonly payload?: { readonly operationName: string };
}

/** Has a page that is not loaded yet wait for each answer, however late; else it asks again after 15 s. */
export const awaitEveryAnswer = (page: Page): Promise<unknown> =>
  page.addInitScript('AbortSignal.timeout = () => new AbortController().signal');

/** The console as its user sees it. */
export const consolePage = (page: Page, url: string) => ({
  /** @param place such as `campaigns/ca000012-…?state=SEEN` */
  async open(place: string): Promise<void> {
    listenersOf(page);
    await page.goto(`${url}/console/#/${place}`, { waitUntil: 'domcontentloaded' });
    await page.locator('main h1').waitFor();
  },

  heading: (name: string | RegExp): Promise<void> => page.getByRole('heading', { level: 1, name }).waitFor(),

  /** Nothing is being read any more. */
  settled: (): Promise<void> => page.locator('.loading').first().waitFor({ state: 'detached' }),

  sign: (text: string): Promise<void> => page.locator('.connection', { hasText: text }).waitFor(),

  /** What the rules of accessibility find, as `rule: element`. */
  async violations(): Promise<string[]> {
    await page.evaluate(axe);
    const { violations } = await page.evaluate<AxeResults>('axe.run(document, { resultTypes: ["violations"] })');
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
  },

  /** Counts from now on. */
  watchOperations(): Asked {
    const names: string[] = [];
    listenersOf(page).push((name) => names.push(name));
    return {
      names,
      count: (name) => names.filter((one) => one === name).length,
      clear: () => void names.splice(0),
    };
  },

  async fill(fields: Readonly<Record<string, string>>): Promise<void> {
    for (const [label, value] of Object.entries(fields)) await page.getByLabel(label, { exact: true }).fill(value);
  },

  rows: () => page.locator('.messages tbody tr'),
  recipients: (): Promise<string[]> => page.locator('.messages tbody th').allInnerTexts(),
  states: (): Promise<string[]> => page.locator('.messages tbody .badge').allInnerTexts(),
});
