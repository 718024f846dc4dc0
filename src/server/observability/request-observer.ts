import type { AnswerAccount } from '../http/answer.js';

/** One answered request, for logs and metrics: nothing in it is a caller's data. */
export interface AnsweredRequest {
  readonly account: AnswerAccount;
  readonly requestId: string;
  readonly tenant: string | null;
  /** Names the credentials. */
  readonly caller: string | null;
  readonly status: number;
  readonly codes: readonly string[];
  readonly milliseconds: number;
}

export interface RequestObserver {
  answered(request: AnsweredRequest): void;
  /** An error whose message callers do not see. @param requestId as in the answer; null where it is not known yet */
  unexpected(error: unknown, requestId?: string | null): void;
}
