export type HttpResponse = Pick<Answer, 'status' | 'headers' | 'body'>;

/** An HTTP answer whose request id is still a placeholder. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** The body as it goes over the wire, where several requests are given it: written once for all. */
  readonly bytes?: Buffer;
  /** For the log line. */
  readonly account: AnswerAccount;
}

/** What one operation was, for logs and metrics: nothing of a caller's data. */
export interface AnswerAccount {
  /** As it may be logged. */
  readonly operationName: string | null;
  readonly operationType: string | null;
  readonly calls: number;
  readonly coalesced: number;
  readonly cacheHits: number;
  readonly retries: number;
  /** Whether it is the answer to the same query of another request, which bears the calls. */
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

/** Only answers with errors carry request ids, and those begin with them. */
export const hasErrors = (body: string): boolean => body.startsWith('{"errors"');

/** The same answer, as it is given to the requests that joined. */
export const asJoined = (answer: Answer): Answer => ({
  ...answer,
  ...(hasErrors(answer.body) ? {} : { bytes: Buffer.from(answer.body) }),
  account: { ...answer.account, calls: 0, coalesced: 0, cacheHits: 0, retries: 0, joined: true },
});

const NONE: readonly string[] = [];

/** The codes of the errors of a body. */
export function errorCodes(body: string): readonly string[] {
  if (!hasErrors(body)) return NONE;
  const { errors } = JSON.parse(body) as { errors: { extensions?: { code?: string } }[] };
  return [...new Set(errors.map(({ extensions }) => extensions?.code ?? 'INTERNAL_SERVER_ERROR'))];
}
