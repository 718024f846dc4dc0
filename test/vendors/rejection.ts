import { MessagingError } from '../../src/errors/error.js';

/** The failure of a call as callers would get it. */
export async function rejection(call: Promise<unknown>): Promise<Record<string, unknown>> {
  const outcome = await call.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if (!('error' in outcome)) throw new Error(`expected a failure, got ${JSON.stringify(outcome.value)}`);
  const { error } = outcome;
  if (!(error instanceof MessagingError)) throw error;
  return { code: error.code, category: error.category, message: error.message, ...error.details };
}
