import type { Trace } from '../../trace.js';
import type { AnsweredCallback, AnsweredRequest } from '../answer/answer.js';
import type { IncomingHeaders } from '../auth/caller.js';
import type { StreamEnd } from '../answer/answer-stream.js';
import type { StreamRecord } from '../observability/stream-record.js';

/**
 * Starts the span of a request, as a child of the one that it names.
 * @param route null where it was refused before its route was known
 */
export type StartTrace = (
  request: { readonly headers: IncomingHeaders; readonly method?: string },
  route: string | null,
) => Trace;

/**
 * Spans of operations, of callbacks and of requests to vendors. Everything else in this folder is loaded only where
 * traces are on.
 */
export interface Traces {
  readonly start: StartTrace;
  /** Ends the span of an answered operation. */
  answered(request: AnsweredRequest): void;
  /** Ends the span of a callback. */
  calledBack(callback: AnsweredCallback): void;
  /** Ends the span of a subscription, which lasts from its start to its end. */
  subscriptionEnded(record: StreamRecord, end: StreamEnd): void;
  /** For requests to vendors that belong to no operation. */
  readonly background: Trace;
  /** Exports what waits, for at most so many milliseconds; what is left is dropped. */
  close(limitMs: number): Promise<void>;
}
