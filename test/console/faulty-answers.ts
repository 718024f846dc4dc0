import type { Page } from 'playwright-core';

/** What a page is answered instead of the graph's own answers, by the name of its operation. */
export interface FaultyAnswers {
  /** The graph gets it; its answer is replaced by this error, with the field null. @param field with those around it, by dots */
  replace(operationName: string, field: string, extensions: Readonly<Record<string, unknown>>): void;
  /** From now on the graph's own answer. */
  restore(operationName: string): void;
  /** Keeps it from the graph. @returns lets it go on */
  hold(operationName: string): () => void;
}

type Answer = Record<string, unknown>;

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
    const response = await route.fetch();
    const path = fault.field.split('.');
    const errors = [{ message: 'Replaced by the test.', path, extensions: fault.extensions }];
    const data = path.length > 1 ? ((await response.json()) as { data: Answer }).data : {};
    const around = path.slice(0, -1).reduce((object, name) => object[name] as Answer, data);
    around[path.at(-1)!] = null;
    return route.fulfill({ json: { data, errors } });
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
