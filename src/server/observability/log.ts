import { type DestinationStream, type Logger, pino } from 'pino';
import type { AuditEntry } from '../../graph/audit.js';
import { NO_REQUEST, type RequestIds, type Trace } from '../../trace.js';
import type { Caller } from '../auth/caller.js';
import { setBounded } from '../../bounded-map.js';
import { isoNow } from '../../iso-now.js';
import type { StreamEnd } from '../answer/answer-stream.js';
import type { StreamRecord } from './stream-record.js';
import {
  type AnswerAccount,
  type AnsweredCallback,
  type AnsweredRequest,
  CALLBACK_ROUTE,
  NO_ACCOUNT,
} from '../answer/answer.js';

export type Log = Logger;

/** One JSON line an event. Nothing is logged but what is listed at each call: no headers, no bodies, no error objects. */
export const createLog = (level: string, destination: DestinationStream): Log =>
  pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  );

/**
 * The name of an operation as it may be logged: by the document's grammar it has letters, digits and underscores. One
 * that looks like a number with letters around it is shown without the number.
 */
export const loggedName = (name: string): string => name.slice(0, 100).replace(/\d{5,}/g, '…');

/** What lines of a request name it by: `requestId`, and `traceId` where it is in a trace. */
export function idsOf({ requestId, trace }: RequestIds): {
  readonly requestId: string | null;
  readonly traceId?: string;
} {
  const traceId = trace?.traceId ?? null;
  return traceId === null ? { requestId } : { requestId, traceId };
}

/** What a logger of pino writes to, and its bindings as they are written: empty, or members with a comma before each. */
interface PinoParts {
  readonly [pino.symbols.streamSym]: DestinationStream;
  readonly [pino.symbols.chindingsSym]: string;
}

const traceMember = (trace: Trace | null): string => (trace === null ? '' : `"traceId":"${trace.traceId}",`);

/**
 * One answered operation. Codes come from our catalogue, names from `loggedName`. There are as many of these lines as of
 * requests, and pino takes longer for one than anything else takes for a request that joins another: it is put together
 * here, as pino would.
 */
export function logRequest(log: Log, request: AnsweredRequest): void {
  if (!log.isLevelEnabled('info')) return;
  const { account, requestId, trace, tenant, caller, status, codes, milliseconds } = request;
  const { [pino.symbols.streamSym]: stream, [pino.symbols.chindingsSym]: bindings } = log as unknown as PinoParts;
  if (account !== last.account) last = membersOf(account);
  const line =
    `{"level":"info","time":"${isoNow()}"${bindings},"event":"operation",${last.names},` +
    `"milliseconds":${Math.round(milliseconds * 100) / 100},${last.counts},"requestId":"${requestId}",` +
    `${traceMember(trace)}"tenant":${quote(tenant)},"caller":${quote(caller)},"status":${status},` +
    `"codes":[${codes.length === 0 ? '' : codes.map(quote).join()}]}\n`;
  stream.write(line);
}

interface AccountMembers {
  readonly account: AnswerAccount;
  readonly names: string;
  readonly counts: string;
}

/** Joined into one piece each: all requests that joined an operation have its account, and their lines copy what is here. */
function membersOf(account: AnswerAccount): AccountMembers {
  const { operationName, operationType, calls, coalesced, cacheHits, retries, joined } = account;
  return {
    account,
    names: ['"operation":', quote(operationName), ',"type":', quote(operationType)].join(''),
    counts: [
      `"calls":${calls}`,
      `"coalesced":${coalesced}`,
      `"cacheHits":${cacheHits}`,
      `"retries":${retries}`,
      `"joined":${joined}`,
    ].join(),
  };
}

/** Quoted texts: few different ones are logged, each many times. */
const quoted = new Map<string | null, string>();
const MAX_QUOTED = 1000;

function quote(text: string | null): string {
  const known = quoted.get(text);
  if (known !== undefined) return known;
  const written = JSON.stringify(text);
  setBounded(quoted, MAX_QUOTED, text, written);
  return written;
}

let last = membersOf(NO_ACCOUNT);

/** The start or the end of a subscription. @param end why it ended; null at its start */
export function logSubscription(
  log: Log,
  event: 'subscription-start' | 'subscription-end',
  { account, tenant, caller, transport, updates, bytes, milliseconds, ...ids }: StreamRecord,
  end: StreamEnd | null,
): void {
  const { operationName: operation, calls, coalesced, cacheHits, retries } = account;
  const start = { event, operation, ...idsOf(ids), tenant, caller, transport };
  if (end === null) return log.info(start);
  const duration = Math.round(milliseconds);
  log.info({ ...start, end, updates, bytes, milliseconds: duration, calls, coalesced, cacheHits, retries });
}

/** A send, a cancel or a reconcile: who did it, and what became of it. */
export function logAudit(log: Log, entry: AuditEntry, { service, credential }: Caller, request: RequestIds): void {
  log.info({ event: 'audit', ...idsOf(request), tenant: service.tenant.id, caller: credential, ...entry });
}

/** A callback of a vendor: neither its address nor its data. */
export function logCallback(log: Log, callback: AnsweredCallback): void {
  const { target, status, outcome, milliseconds } = callback;
  // Metrics count them; at 500 a second lines of those that went well would be most of the log.
  log[status === 200 ? 'debug' : 'info']({
    event: 'callback',
    ...idsOf(callback),
    route: CALLBACK_ROUTE,
    vendor: target?.vendor ?? null,
    tenant: target?.tenantId ?? null,
    status,
    events: outcome?.events ?? 0,
    ignored: outcome?.ignored ?? 0,
    bad: outcome?.bad ?? 0,
    milliseconds: Math.round(milliseconds * 100) / 100,
  });
}

/** The record of sends: up again (info), or not (error) and why. */
export function logLedgerState(log: Log, state: string, cause: string | null): void {
  if (state === 'up') log.info({ event: 'ledger', state });
  else log.error({ event: 'ledger', state, cause });
}

/** The log of delivery events: up again (info), or not (error) and why. */
export function logEventsState(log: Log, state: string, cause: string | null): void {
  if (state === 'up') log.info({ event: 'events', state });
  else log.error({ event: 'events', state, cause });
}

/**
 * The export of spans: some are dropped (warn) and why, or none any more (info). One line for each change.
 * @param dropped since the last time that none was
 */
export function logTracesState(log: Log, state: 'up' | 'dropping', cause: string | null, dropped: number): void {
  if (state === 'up') log.info({ event: 'traces', state, dropped });
  else log.warn({ event: 'traces', state, cause });
}

/**
 * An error whose message callers do not see: its class and where it was thrown, never its message, which may quote data.
 * @param request that failed; absent outside of any
 */
export function logUnexpected(log: Log, error: unknown, request: RequestIds = NO_REQUEST): void {
  log.error({ event: 'unexpected-error', ...idsOf(request), ...describeError(error) });
}

interface ErrorDescription {
  readonly name: string;
  readonly stack: readonly string[];
  readonly cause?: string;
}

const MAX_FRAMES = 8;

/** Never throws, whatever was thrown: members of an error may be of any type, or getters that throw. */
function describeError(error: unknown): ErrorDescription {
  try {
    const origin =
      error instanceof Error && 'originalError' in error && error.originalError instanceof Error
        ? error.originalError
        : error;
    if (!(origin instanceof Error)) return { name: typeof origin, stack: [] };
    const { name, cause } = origin;
    return {
      name: String(name),
      stack: framesOf(String(origin.stack), String(origin.message)),
      ...(cause instanceof Error ? { cause: String(cause.name) } : {}),
    };
  } catch {
    return { name: 'unreadable error', stack: [] };
  }
}

/** The message comes first in a stack, and may have lines of its own that look like frames. */
const framesOf = (stack: string, message: string): string[] =>
  stack
    .slice(stack.indexOf(message) + message.length)
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, MAX_FRAMES)
    .map((line) => line.trim());
