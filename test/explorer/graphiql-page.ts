import type { Page, Request } from 'playwright-core';

interface ShownAnswer {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly { readonly extensions: { readonly code: string } }[];
}

/** GraphiQL as its user sees it. */
export const graphiql = (page: Page) => ({
  async open(url: string): Promise<void> {
    await page.goto(`${url}/graphql`, { waitUntil: 'domcontentloaded' });
    await this.isReady();
  },

  /** Its editor stands, and it knows the schema. */
  async isReady(): Promise<void> {
    await page.locator('.graphiql-query-editor .view-line').first().waitFor();
    await page.locator('[aria-label^="Re-fetch GraphQL schema"]:not([disabled])').waitFor();
  },

  tabs: (): Promise<string[]> => page.locator('.graphiql-tab-button').allInnerTexts(),

  async openTab(name: string): Promise<void> {
    await page.locator('.graphiql-tab-button', { hasText: name }).click();
    await hasParsed(page);
  },

  async appendToQuery(text: string): Promise<void> {
    await page.locator('.graphiql-query-editor .view-lines').first().click();
    await page.keyboard.press('ControlOrMeta+End');
    await page.keyboard.insertText(`\n${text}`);
  },

  setVariables: (variables: unknown): Promise<void> =>
    setEditor(page, '.graphiql-editor-tool', JSON.stringify(variables)),

  /** Runs the tab, or stops what it runs. */
  start: (): Promise<void> => page.locator('.graphiql-execute-button').click(),

  /** Runs the tab and waits until the answer is on the screen. */
  async run(): Promise<ShownAnswer> {
    const answered = page.waitForResponse((response) => isOperation(response.request()));
    await page.locator('.graphiql-execute-button').click();
    const answer = (await (await answered).json()) as ShownAnswer;
    await this.shows(answer.errors ? '"errors"' : '"data"');
    return answer;
  },

  /** Waits until a line of the answer holds the text. */
  shows: (text: string): Promise<void> =>
    page.locator('.graphiql-response .view-line', { hasText: text }).first().waitFor(),
});

/**
 * Waits until GraphiQL has parsed a query that was just changed: a subscription that is run before is sent as a query.
 * It parses by a timer of 100 ms, and a page's timers run in the order of their ends.
 */
const hasParsed = (page: Page): Promise<void> => page.evaluate('new Promise((resolve) => setTimeout(resolve, 200))');

async function setEditor(page: Page, editor: string, text: string): Promise<void> {
  await page.locator(`${editor} .view-lines`).first().click();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.press('Delete');
  // the editor closes each bracket and quotation mark that is opened
  await page.keyboard.insertText(text);
  await page.keyboard.press('ControlOrMeta+Shift+End');
  await page.keyboard.press('Delete');
}

/** Not the question for the schema, which GraphiQL asks by itself. */
const isOperation = (request: Request): boolean =>
  request.method() === 'POST' && !request.postData()?.includes('IntrospectionQuery');
