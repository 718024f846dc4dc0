import { type DestinationStream, type Logger, pino } from 'pino';
import type { AnsweredRequest } from './request-observer.js';

export type Log = Logger;

/** One JSON line an event. Nothing is logged but what is listed at each call: no headers, no bodies, no error objects. */
export const createLog = (level: string, destination?: DestinationStream): Log =>
  pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination ?? pino.destination({ sync: false, minLength: 4096 }),
  );

/** One answered operation. Names come from the document's grammar, codes from our catalogue. */
export function logRequest(log: Log, request: AnsweredRequest): void {
  const { operationName, operationType, milliseconds, ...rest } = request;
  log.info({
    event: 'operation',
    operation: operationName?.slice(0, 100) ?? null,
    type: operationType,
    milliseconds: Math.round(milliseconds * 100) / 100,
    ...rest,
  });
}

/** An error that callers are not told about: its class and where it was thrown, never its message, which may quote data. */
export function logUnexpected(log: Log, error: unknown): void {
  log.error({ event: 'unexpected-error', ...describeError(error) });
}

function describeError(error: unknown): { name: string; stack: string[]; cause?: string } {
  const origin =
    error instanceof Error && 'originalError' in error && error.originalError instanceof Error
      ? error.originalError
      : error;
  if (!(origin instanceof Error)) return { name: typeof origin, stack: [] };
  const frames = (origin.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    name: origin.name,
    stack: frames.slice(0, 8).map((line) => line.trim()),
    ...(origin.cause instanceof Error ? { cause: origin.cause.name } : {}),
  };
}
