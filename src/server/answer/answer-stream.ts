import type { AnswerAccount } from './answer.js';

/** One result of an operation that gives many. */
export interface StreamUpdate {
  /** Of the event that it tells; null for an error without one. */
  readonly cursor: string | null;
  /** An execution result as JSON, in which errors have a placeholder for the request id. */
  readonly body: string;
  /** The codes of its errors; empty without any. */
  readonly codes: readonly string[];
}

/** Why a stream ended. COMPLETE: nothing more can happen. */
export type StreamEnd = 'COMPLETE' | 'DRAINING' | 'UNAUTHENTICATED' | 'FAILED';

/** The answer to a subscription. Its iterator's `return()` frees all that it holds. */
export interface AnswerStream {
  readonly updates: AsyncIterable<StreamUpdate>;
  /** Known when the iteration is over. */
  readonly end: () => StreamEnd;
  /** Whether a resumed stream is over and has nothing newer: nothing is sent then. */
  readonly isOver: boolean;
  /** For the log line, at its end. */
  readonly account: () => AnswerAccount;
}
