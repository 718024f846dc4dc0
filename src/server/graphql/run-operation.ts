import type { AuditEntry } from '../../graph/audit.js';
import type { GraphContext, Sources } from '../../graph/context.js';
import { limitSources } from '../../graph/scope.js';
import { Operation } from '../../operation.js';
import { NO_REQUEST, type RequestIds } from '../../trace.js';
import type { Caller } from '../auth/caller.js';
import type { Answer, AnswerAccount } from '../answer/answer.js';
import type { AdmissionQueue } from './admission-queue.js';
import type { CheckedOperation } from './check.js';
import type { Executor } from './executor.js';
import type { MediaType } from '../answer/media-type.js';
import type { IncomingOperation, RequestOptions } from './request.js';
import { responseOf, writeResponse } from './response.js';

export interface RunOptions {
  readonly execute: Executor['execute'];
  readonly queue: AdmissionQueue;
  readonly maxCalls: number;
  readonly operationTimeoutMs: number;
  readonly sendTimeoutMs: number;
  /** Whether callers may keep answers for a while; not where they have keys, since the next key may see less. */
  readonly mayBeKept: boolean;
  /**
   * Takes the estimated vendor calls of an operation out of its caller's rate before it runs.
   * @throws RequestError RATE_LIMITED, at once or as a rejection; the operation is then not run, and gives nothing back
   */
  readonly reserveCalls?: (caller: Caller, calls: number) => void | Promise<void>;
  /** Gives back what was reserved and not used; called once for every operation whose calls were reserved. */
  readonly refundCalls?: (caller: Caller, reserved: number, used: number) => void;
  /** Called with every send, cancel and reconcile. */
  readonly onAudit: (entry: AuditEntry, caller: Caller, request: RequestIds) => void;
  /** Called with errors whose message callers do not see. */
  readonly onUnexpected: (error: unknown, request: RequestIds) => void;
}

/** An operation in flight. */
export interface StartedOperation {
  readonly answer: Promise<Answer>;
  /** Resolves or rejects when nothing of it runs any more: a paid request may end after the answer. */
  readonly ended: Promise<unknown>;
  /** Ends its time: from now on it starts no vendor call. */
  readonly cancel: () => void;
}

export type RunOperation = (
  checked: CheckedOperation,
  incoming: Pick<IncomingOperation, 'caller' | 'ids'>,
  wanted: RequestOptions,
  mediaType: MediaType,
) => StartedOperation;

/** The last steps of an operation: reserve its calls, wait for a place (queries alone), execute, write. */
export const createOperationRunner =
  (options: RunOptions): RunOperation =>
  (checked, { caller, ids = NO_REQUEST }, wanted, mediaType) => {
    const isMutation = checked.operation.type === 'mutation';
    const operation = new Operation({
      deadline: performance.now() + options.operationTimeoutMs + (isMutation ? options.sendTimeoutMs : 0),
      fresh: wanted.fresh,
      maxCalls: options.maxCalls,
      keepsRequests: wanted.report,
      requestId: ids.requestId,
      trace: ids.trace,
    });
    const answer = withReservedCalls(checked, caller, operation, options, () =>
      executeAndWrite(checked, caller, wanted, mediaType, operation, options),
    );
    const finish = (): Promise<unknown> => Promise.allSettled(operation.unfinished);
    return { answer, ended: isMutation ? answer.then(finish, finish) : answer, cancel: () => operation.cancel() };
  };

/** Executes within the caller's rate of vendor calls and, unless it is a mutation, when there is a place. */
export async function withReservedCalls<Result>(
  { calls, operation: { type } }: CheckedOperation,
  caller: Caller,
  operation: Operation,
  { reserveCalls, refundCalls, queue }: Pick<RunOptions, 'reserveCalls' | 'refundCalls' | 'queue'>,
  execute: () => Promise<Result>,
): Promise<Result> {
  const reserved = reserveCalls?.(caller, calls);
  if (reserved) await reserved;
  try {
    if (type === 'mutation') return await execute();
    const tenant = caller.service.tenant.id;
    const turn = queue.enqueue(tenant, calls);
    if (turn) await turn;
    try {
      return await execute();
    } finally {
      queue.finish(tenant, calls);
    }
  } finally {
    refundCalls?.(caller, calls, operation.calls);
  }
}

async function executeAndWrite(
  checked: CheckedOperation,
  caller: Caller,
  { report }: RequestOptions,
  mediaType: MediaType,
  operation: Operation,
  { execute, mayBeKept, onUnexpected, onAudit }: RunOptions,
): Promise<Answer> {
  const context = createContext(caller, caller.service.sources, operation, onAudit);
  const result = await execute(checked, context);
  const response = responseOf(result, report ? operation : null, (error) => onUnexpected(error, operation));
  const maxAgeSeconds = mayBeKept && !checked.isPrivate ? (operation.maxAgeSeconds ?? 0) : null;
  return writeResponse(response, mediaType, accountOf(checked, operation), maxAgeSeconds);
}

/** @param sources of everything; the caller gets what its scopes allow */
export const createContext = (
  caller: Caller,
  sources: Sources,
  operation: Operation,
  onAudit: RunOptions['onAudit'],
): GraphContext => ({
  tenant: caller.service.tenant,
  scopes: caller.scopes,
  sources: limitSources(sources, caller.scopes),
  operation,
  updates: caller.service.updates,
  audit: (entry) => onAudit(entry, caller, operation),
  values: [],
});

/** @param sums of one operation, or of all updates of a subscription */
export const accountOf = (
  { operation: { loggedName, type } }: CheckedOperation,
  { calls, coalesced, cacheHits, retries }: Pick<Operation, 'calls' | 'coalesced' | 'cacheHits' | 'retries'>,
): AnswerAccount => ({
  operationName: loggedName,
  operationType: type,
  calls,
  coalesced,
  cacheHits,
  retries,
  joined: false,
});
