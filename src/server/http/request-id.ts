import { randomUUID } from 'node:crypto';

const ACCEPTABLE = /^[\w.:/+=-]{1,128}$/;

/** The caller's own `x-request-id` where it is fit for a header and a log line, else a new one. */
export const readRequestId = (given: string | string[] | undefined): string =>
  typeof given === 'string' && ACCEPTABLE.test(given) ? given : randomUUID();

/**
 * Stands for the request id while an answer is made, because one answer may serve several callers and each is told its
 * own. No answer can hold it by chance.
 */
const PLACEHOLDER = `request-id-${randomUUID()}`;

export const requestIdPlaceholder = (): string => PLACEHOLDER;

export const withRequestId = (text: string, requestId: string): string => text.replaceAll(PLACEHOLDER, requestId);
