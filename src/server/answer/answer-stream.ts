import type { AnswerAccount } from './answer.js';

/** What carries the results of a subscription. */
export const TRANSPORTS = ['sse', 'multipart', 'websocket'] as const;

export type Transport = (typeof TRANSPORTS)[number];

/** One result of an operation that gives many. */
export interface StreamUpdate {
  /** Where a caller resumes after it; null for errors that come without a place in the log. */
  readonly cursor: string | null;
  /** An execution result as JSON, in which errors have a placeholder for the request id: see withRequestId. */
  readonly body: string;
  /** The codes of its errors; empty without any. */
  readonly codes: readonly string[];
}

/**
 * Why a stream ended. COMPLETE: nothing more can happen, or its subject does not exist, as its last update said.
 * DRAINING: the server stops. UNAUTHENTICATED: the credentials are over, of which there is no update. FAILED: it cannot go on,
 * as its last update said. DISCONNECTED: its caller left, or ended it.
 */
export type StreamEnd = 'COMPLETE' | 'DRAINING' | 'UNAUTHENTICATED' | 'FAILED' | 'DISCONNECTED';

/**
 * The answer to a subscription; everything else is answered with an Answer, also to a transport that takes streams:
 * `'updates' in answer` distinguishes them. It runs only while it is asked: `next()` is called once at a time, and only
 * when the caller has taken what was written before, so that what waits for a slow caller waits here and is bounded.
 * `return()` may be called at any time, also beside a pending `next()`, which then gives `done`; it frees all that the
 * stream holds. It must be called where the caller leaves, also before the first `next()`.
 */
export interface AnswerStream {
  /** To be iterated once. It never rejects: what fails is an update with errors, and the end. */
  readonly updates: AsyncIterable<StreamUpdate>;
  /** Known when the iteration is over; COMPLETE before. */
  readonly end: () => StreamEnd;
  /** Whether a resumed stream is over and has nothing newer: it then has no update. */
  readonly isOver: boolean;
  /** Sums up to now. The pipeline itself writes the log lines of the start and the end of a stream, and its metrics. */
  readonly account: () => AnswerAccount;
  /** Counts the bytes of an update as it was written, for the log line. */
  readonly written: (bytes: number) => void;
}
