import type { Page } from 'playwright-core';

/** What a page is answered instead of the graph's own answers, by the name of its operation. */
export interface FaultyAnswers {
  /** The graph gets it; its answer is replaced by this error, with the field null. */
  replace(operationName: string, field: string, extensions: Readonly<Record<string, unknown>>): void;
  /** From now on the graph's own answer. */
  restore(operationName: string): void;
  /** Keeps it from the graph. @returns lets it go on */
  hold(operationName: string): () => void;
}

interface Fault {
  readonly field?: string;
  readonly extensions?: Readonly<Record<string, unknown>>;
  readonly held?: Promise<void>;
}

/** The browser reports none of them as failed requests. */
export async function faultyAnswers(page: Page): Promise<FaultyAnswers> {
  const faults = new Map<string, Fault>();
  await page.route('**/graphql', async (route) => {
    const { operationName } = route.request().postDataJSON() as { readonly operationName: string };
    const fault = faults.get(operationName);
    if (fault?.held) await fault.held;
    if (!fault?.field) return route.continue().catch(() => undefined); // the page that asked may be gone
    await route.fetch();
    const errors = [{ message: 'Replaced by the test.', path: [fault.field], extensions: fault.extensions }];
    return route.fulfill({ json: { data: { [fault.field]: null }, errors } });
  });
  return {
    replace: (operationName, field, extensions) => void faults.set(operationName, { field, extensions }),
    restore: (operationName) => void faults.delete(operationName),
    hold(operationName) {
      let release = (): void => undefined;
      faults.set(operationName, { held: new Promise((resolve) => (release = resolve)) });
      return () => (faults.delete(operationName), release());
    },
  };
}

/** A send goes out and its answer is lost, and nobody can ask what became of it. */
export function loseOutcomes(answers: FaultyAnswers): void {
  answers.replace('SendCampaign', 'sendViberCampaign', { code: 'SEND_OUTCOME_UNKNOWN', retryable: false });
  answers.replace('SendByKey', 'send', { code: 'LEDGER_UNAVAILABLE', retryable: true });
}
