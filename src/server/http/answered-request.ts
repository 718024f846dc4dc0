import type { Answer, AnsweredRequest } from '../answer/answer.js';
import type { Caller } from '../auth/caller.js';
import type { Trace } from '../../trace.js';

/** Status in logs and metrics where the caller disconnected before its answer, as in nginx. */
const DISCONNECTED = 499;

/** One request by HTTP, one operation on a WebSocket, or a WebSocket that is refused. */
interface Answered {
  readonly requestId: string;
  readonly trace: Trace | null;
  /** On the clock of `performance.now()`. */
  readonly startedAt: number;
  /** Null where it is not known. */
  readonly caller: Caller | null;
  readonly isDisconnected: boolean;
}

/** The record of an answer for logs and metrics. */
export const answeredRequest = (
  { requestId, trace, startedAt, caller, isDisconnected }: Answered,
  { status, codes, account }: Pick<Answer, 'status' | 'codes' | 'account'>,
): AnsweredRequest => ({
  account,
  requestId,
  trace,
  tenant: caller?.service.tenant.id ?? null,
  caller: caller?.credential ?? null,
  status: isDisconnected ? DISCONNECTED : status,
  codes,
  milliseconds: performance.now() - startedAt,
});
