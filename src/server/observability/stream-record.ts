import type { AnswerAccount } from '../answer/answer.js';

/** A subscription at its start or its end, for logs and metrics: nothing in it is a caller's data. */
export interface StreamRecord {
  /** Sums of its updates. */
  readonly account: AnswerAccount;
  readonly requestId: string | null;
  readonly tenant: string;
  /** Names the credentials. */
  readonly caller: string;
  readonly transport: string | null;
  readonly updates: number;
  readonly milliseconds: number;
}
