import type { AuditEntry } from '../../graph/audit.js';
import { limitSources } from '../../graph/scope.js';
import { Operation } from '../../operation.js';
import type { Caller } from '../auth/caller.js';
import type { Answer } from '../answer/answer.js';
import type { AdmissionQueue } from './admission-queue.js';
import type { CheckedOperation } from './check.js';
import { type Execute, firstResult } from './executor.js';
import type { MediaType } from '../answer/media-type.js';
import type { IncomingOperation, RequestOptions } from './request.js';
import { responseOf, writeResponse } from './response.js';

export interface RunOptions {
  readonly execute: Execute;
  readonly queue: AdmissionQueue;
  readonly maxCalls: number;
  readonly operationTimeoutMs: number;
  readonly sendTimeoutMs: number;
  /** Whether callers may keep answers for a while; not where they have keys, since the next key may see less. */
  readonly mayBeKept: boolean;
  /**
   * Takes the estimated vendor calls of an operation out of its caller's rate before it runs.
   * @throws RequestError RATE_LIMITED, at once or as a rejection; the operation is then not run, nor settled
   */
  readonly reserveCalls?: (caller: Caller, calls: number) => void | Promise<void>;
  /** Gives back what was reserved and not used; called once for every operation whose calls were reserved. */
  readonly settleCalls?: (caller: Caller, reserved: number, used: number) => void;
  /** Called with every send, cancel and reconcile. */
  readonly onAudit: (entry: AuditEntry, caller: Caller, requestId: string | null) => void;
  /** Called with errors whose message callers do not see. */
  readonly onUnexpected: (error: unknown, requestId: string | null) => void;
}

/** An operation in flight. */
export interface StartedOperation {
  readonly answer: Promise<Answer>;
  /** Ends its time: from now on it starts no vendor call. */
  readonly cancel: () => void;
}

export type RunOperation = (
  checked: CheckedOperation,
  incoming: Pick<IncomingOperation, 'caller' | 'requestId'>,
  wanted: RequestOptions,
  mediaType: MediaType,
) => StartedOperation;

/** The last steps of an operation: reserve its calls, wait for a place (queries alone), execute, write. */
export const createOperationRunner =
  (options: RunOptions): RunOperation =>
  (checked, { caller, requestId = null }, wanted, mediaType) => {
    const isMutation = checked.operation.type === 'mutation';
    const operation = new Operation({
      deadline: performance.now() + options.operationTimeoutMs + (isMutation ? options.sendTimeoutMs : 0),
      fresh: wanted.fresh,
      maxCalls: options.maxCalls,
      keepsRequests: wanted.report,
      requestId,
    });
    return {
      answer: run(checked, caller, wanted, mediaType, operation, options),
      cancel: () => operation.cancel(),
    };
  };

async function run(
  checked: CheckedOperation,
  caller: Caller,
  wanted: RequestOptions,
  mediaType: MediaType,
  operation: Operation,
  options: RunOptions,
): Promise<Answer> {
  const { calls } = checked;
  const reserved = options.reserveCalls?.(caller, calls);
  if (reserved) await reserved;
  try {
    if (checked.operation.type === 'mutation')
      return await executeAndWrite(checked, caller, wanted, mediaType, operation, options);
    const tenant = caller.service.tenant.id;
    const turn = options.queue.enqueue(tenant, calls);
    if (turn) await turn;
    try {
      return await executeAndWrite(checked, caller, wanted, mediaType, operation, options);
    } finally {
      options.queue.finish(tenant, calls);
    }
  } finally {
    options.settleCalls?.(caller, calls, operation.calls);
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
  const { service, scopes } = caller;
  const { tenant, sources } = service;
  const audit = (entry: AuditEntry): void => onAudit(entry, caller, operation.requestId);
  const context = { tenant, scopes, sources: limitSources(sources, scopes), operation, audit, values: [] };
  const result = await firstResult(execute(checked, context));
  const response = responseOf(result, operation, report, (error) => onUnexpected(error, operation.requestId));
  const { type, loggedName } = checked.operation;
  const { calls, coalesced, cacheHits, retries } = operation;
  const account = {
    operationName: loggedName,
    operationType: type,
    calls,
    coalesced,
    cacheHits,
    retries,
    joined: false,
  };
  const maxAgeSeconds = mayBeKept && !checked.isPrivate ? (operation.maxAgeSeconds ?? 0) : null;
  return writeResponse(response, mediaType, account, maxAgeSeconds);
}
