import type { AnswerAccount } from '../http/answer.js';

/** One answered request, as logs and metrics hear of it: nothing in it is a caller's data. */
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
  /** An error that callers are not told about. */
  unexpected(error: unknown): void;
}
