import { type DestinationStream, type Logger, pino } from 'pino';
import type { AuditEntry } from '../../graph/audit.js';
import { NO_REQUEST, type RequestIds } from '../../trace.js';
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

/**
 * One answered operation. Codes come from our catalogue, names from `loggedName`. There are as many of these lines as of
 * requests, and pino takes longer for one than anything else takes for a request that joins another: it is put together
 * here, as pino would, from few pieces, since each piece costs a read of memory when the line is encoded.
 */
export function logRequest(log: Log, request: AnsweredRequest): void {
  if (!log.isLevelEnabled('info')) return;
  const { account, requestId, trace, milliseconds } = request;
  const { [pino.symbols.streamSym]: stream, [pino.symbols.chindingsSym]: bindings } = log as unknown as PinoParts;
  const { start, counts } = accountParts(account, isoNow(), bindings);
  const traceId = trace === null ? '' : `","traceId":"${trace.traceId}`;
  stream.write(`${start}${Math.round(milliseconds * 100) / 100}${counts}${requestId}${traceId}${endOf(request)}`);
}

interface AccountParts {
  readonly account: AnswerAccount;
  readonly time: string;
  readonly bindings: string;
  /** Up to the milliseconds. */
  readonly start: string;
  /** From there to the request id. */
  readonly counts: string;
}

let lastParts = partsOf(NO_ACCOUNT, '', '');

/**
 * The last are kept: all requests that joined an operation have its account, and most of them are answered in one
 * millisecond.
 */
function accountParts(account: AnswerAccount, time: string, bindings: string): AccountParts {
  const isLast = account === lastParts.account && time === lastParts.time && bindings === lastParts.bindings;
  return isLast ? lastParts : (lastParts = partsOf(account, time, bindings));
}

function partsOf(account: AnswerAccount, time: string, bindings: string): AccountParts {
  const { operationName, operationType, calls, coalesced, cacheHits, retries, joined } = account;
  const start = `{"level":"info","time":"${time}"${bindings},"event":"operation","operation":`;
  const reads = `,"calls":${calls},"coalesced":${coalesced},"cacheHits":${cacheHits},"retries":${retries}`;
  return {
    account,
    time,
    bindings,
    start: [start, quote(operationName), ',"type":', quote(operationType), ',"milliseconds":'].join(''),
    counts: [reads, ',"joined":', joined, ',"requestId":"'].join(''),
  };
}

interface LineEnd {
  readonly tenant: string | null;
  readonly caller: string | null;
  readonly status: number;
  readonly text: string;
}

let lastEnd: LineEnd | null = null;

/** From the request id on. The last without errors is kept: it changes with the caller and the status alone. */
function endOf({ tenant, caller, status, codes }: AnsweredRequest): string {
  const isLast = lastEnd?.tenant === tenant && lastEnd.caller === caller && lastEnd.status === status;
  if (isLast && codes.length === 0) return lastEnd!.text;
  const members = ['","tenant":', quote(tenant), ',"caller":', quote(caller), ',"status":', status, ',"codes":['];
  const text = [...members, codes.map(quote).join(), ']}\n'].join('');
  if (codes.length === 0) lastEnd = { tenant, caller, status, text };
  return text;
}

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

/** A store, the record of sends or the log of delivery events: up again (info), or not (error) and why. */
export function logStoreState(
  log: Log,
  store: { readonly event: 'ledger' | 'events' },
  state: string,
  cause: string | null,
): void {
  if (state === 'up') log.info({ ...store, state });
  else log.error({ ...store, state, cause });
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
