import type { CallbackTarget } from '../../events/callbacks/callback-token.js';
import type { CallbackOutcome } from '../../events/callbacks/intake.js';
import type { RequestIds, Trace } from '../../trace.js';
/** An HTTP answer. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Text, in which errors have a placeholder for the request id; bytes, written once, where many are given the same. */
  readonly body: Buffer | string;
  /** The codes of its errors; empty without any. */
  readonly codes: readonly string[];
  /** For the log line. */
  readonly account: AnswerAccount;
}

/** One operation, for logs and metrics: nothing of a caller's data. */
export interface AnswerAccount {
  /** As it may be logged. */
  readonly operationName: string | null;
  readonly operationType: string | null;
  readonly calls: number;
  readonly coalesced: number;
  readonly cacheHits: number;
  readonly retries: number;
  /** Whether it is the answer to an identical query of another request, which counts the calls. */
  readonly joined: boolean;
}

export const NO_ACCOUNT: AnswerAccount = {
  operationName: null,
  operationType: null,
  calls: 0,
  coalesced: 0,
  cacheHits: 0,
  retries: 0,
  joined: false,
};

/** The same answer for the requests that joined. */
export const asJoined = (answer: Answer): Answer => ({
  ...answer,
  body: answer.codes.length > 0 ? answer.body : Buffer.from(answer.body),
  account: { ...answer.account, calls: 0, coalesced: 0, cacheHits: 0, retries: 0, joined: true },
});

/** The codes of the errors of a response, each once. */
export function errorCodes(
  errors: readonly { readonly extensions?: { readonly code?: unknown } }[] | undefined,
): readonly string[] {
  if (errors === undefined || errors.length === 0) return NONE;
  return [...new Set(errors.map(({ extensions }) => String(extensions?.code ?? 'INTERNAL_SERVER_ERROR')))];
}

const NONE: readonly string[] = [];

/** One answered request, for logs and metrics: nothing in it is a caller's data. */
export interface AnsweredRequest {
  readonly account: AnswerAccount;
  /** Letters, digits and `_.:/+=-`: it is logged without quoting. */
  readonly requestId: string;
  /** Null where traces are off. */
  readonly trace: Trace | null;
  readonly tenant: string | null;
  /** Names the credentials. */
  readonly caller: string | null;
  readonly status: number;
  readonly codes: readonly string[];
  readonly milliseconds: number;
}

export interface RequestObserver {
  answered(request: AnsweredRequest): void;
  /** An error whose message callers do not see. @param request that failed; absent outside of any */
  unexpected(error: unknown, request?: RequestIds): void;
}

/** The path of operations, as traces name it too. */
export const GRAPHQL_PATH = '/graphql';

/** As logs and traces name the address of a callback: its token is secret. */
export const CALLBACK_ROUTE = '/callbacks/{vendor}/{token}';

/** An answered callback of a vendor, for log and metrics: no address and no data. */
export interface AnsweredCallback extends RequestIds {
  readonly requestId: string;
  /** Null where the address was wrong. */
  readonly target: CallbackTarget | null;
  readonly status: number;
  /** Null where nothing of the body was taken. */
  readonly outcome: CallbackOutcome | null;
  readonly milliseconds: number;
}
