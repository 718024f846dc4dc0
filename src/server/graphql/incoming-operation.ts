import type { Disconnect } from '../../operation.js';
import type { Caller, IncomingHeaders } from '../auth/caller.js';

/** One GraphQL request, its caller known. */
export interface IncomingOperation {
  readonly method: 'GET' | 'POST';
  readonly headers: IncomingHeaders;
  /** The query string of a GET, without `?`; the body of a POST. */
  readonly text: string;
  readonly caller: Caller;
  /** As the caller is told it; for lines of the log. */
  readonly requestId?: string;
  /** A query that nobody waits for any more is cancelled; a send never is. */
  readonly disconnect?: Disconnect;
}
