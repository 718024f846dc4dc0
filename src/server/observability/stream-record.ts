import type { RequestIds } from '../../trace.js';
import type { AnswerAccount } from '../answer/answer.js';
import type { Transport } from '../answer/answer-stream.js';

/** A subscription at its start or its end, for logs and metrics: nothing in it is a caller's data. */
export interface StreamRecord extends RequestIds {
  /** Sums of its updates. */
  readonly account: AnswerAccount;
  readonly tenant: string;
  /** Names the credentials. */
  readonly caller: string;
  readonly transport: Transport | null;
  readonly updates: number;
  /** Of its updates, as they were written. */
  readonly bytes: number;
  readonly milliseconds: number;
}
