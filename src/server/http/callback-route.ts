import type { CallbackTarget } from '../../events/callbacks/callback-token.js';
import type { CallbackIntake, CallbackOutcome } from '../../events/callbacks/intake.js';
import { type AnsweredCallback, CALLBACK_ROUTE } from '../answer/answer.js';
import { overloaded } from '../answer/error-answer.js';
import { RequestError } from '../answer/request-error.js';
import type { StartTrace } from '../traces/traces.js';
import { FairShare } from '../graphql/fair-share.js';
import type { Exchange } from './exchange.js';
import { ByteBudget } from './limits.js';
import type { PathRoute } from './receive.js';
import {
  type BodyReaderOptions,
  declaredLength,
  decodeBody,
  isKnownEncoding,
  readBody,
  UNKNOWN_ENCODING,
} from './request-body.js';
import type { AnswerWriter } from './write-answer.js';

/** Limits of callbacks; those of operations do not apply. */
export interface CallbackLimits {
  /** One body, also once decompressed, bytes. */
  readonly bodyBytes: number;
  /** All bodies in memory, bytes. */
  readonly bodyBytesInAll: number;
  /** Bodies that are received or written, shared by the tenants. */
  readonly waiting: number;
  /** From the request to the answer: vendors wait two seconds. */
  readonly answerMs: number;
}

export const CALLBACK_LIMITS: CallbackLimits = {
  bodyBytes: 256 * 1024,
  bodyBytesInAll: 32 * 1024 * 1024,
  waiting: 1000,
  answerMs: 1800,
};

/** Calls back after so many milliseconds. @returns how to cancel it */
export type SetTimer = (milliseconds: number, call: () => void) => () => void;

const realTimer: SetTimer = (milliseconds, call) => {
  const timer = setTimeout(call, milliseconds);
  return () => clearTimeout(timer);
};

export interface CallbackRouteOptions {
  readonly intake: CallbackIntake;
  readonly allowsHost: (host: string | undefined) => boolean;
  readonly tenants: number;
  readonly write: AnswerWriter;
  readonly observe: (callback: AnsweredCallback) => void;
  /** Null where traces are off. */
  readonly startTrace: StartTrace | null;
  readonly limits?: Partial<CallbackLimits>;
  readonly setTimer?: SetTimer;
}

const TEXT = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' };

const BODIES: Readonly<Record<number, string>> = {
  200: 'ok\n',
  400: 'BAD_REQUEST: the body has none of the shapes that are documented\n',
  404: 'not found\n',
  405: 'BAD_REQUEST: POST is allowed\n',
  413: 'BAD_REQUEST: the body is too large; 256 KB is allowed, also once decompressed\n',
  421: 'BAD_REQUEST: this server does not answer under that host name\n',
  503: 'OVERLOADED: it cannot be written now; to be repeated\n',
};

const HEADERS: Readonly<Record<number, Readonly<Record<string, string>>>> = {
  405: { allow: 'POST' },
  503: { 'retry-after': '30' },
};

/**
 * Callbacks of vendors: host, token, method, length, encoding and place are checked in this order; then the body is read
 * and written.
 */
export function createCallbackRoute(options: CallbackRouteOptions): PathRoute {
  const { intake, allowsHost, tenants, write, observe, startTrace, setTimer = realTimer } = options;
  const limits = { ...CALLBACK_LIMITS, ...options.limits };
  const body: BodyReaderOptions = {
    bodyBytes: limits.bodyBytes,
    budget: new ByteBudget(limits.bodyBytesInAll, 1),
  };
  const waiting = new FairShare(tenants);

  function answer(
    exchange: Exchange,
    status: number,
    target: CallbackTarget | null,
    outcome: CallbackOutcome | null = null,
    text = BODIES[status] ?? '',
  ): void {
    const { requestId, trace, startedAt } = exchange;
    observe({ requestId, trace, target, status, outcome, milliseconds: performance.now() - startedAt });
    write.plain(exchange, status, { ...TEXT, ...HEADERS[status] }, text);
  }

  function isHostAllowed({ request, host }: Exchange): boolean {
    return [request.headers.host, host].every((name) => allowsHost(name) || intake.isOwnHost(name));
  }

  function receive(exchange: Exchange): void {
    if (startTrace !== null) exchange.trace = startTrace(exchange.request, CALLBACK_ROUTE);
    if (!isHostAllowed(exchange)) return answer(exchange, 421, null);
    const [vendor = '', token = '', ...rest] = (intake.restOf(exchange.path) ?? '').split('/');
    const target = rest.length === 0 ? intake.targetOf(vendor, token) : null;
    if (target === null) return answer(exchange, 404, null);
    if (exchange.request.method !== 'POST') return answer(exchange, 405, target);
    if ((declaredLength(exchange) ?? 0) > limits.bodyBytes) return answer(exchange, 413, target);
    if (!isKnownEncoding(exchange.request)) return answer(exchange, 400, target, null, badRequest(UNKNOWN_ENCODING));
    if (!waiting.allows(target.tenantId, 1, limits.waiting)) return answer(exchange, 503, target);
    take(exchange, target);
  }

  function take(exchange: Exchange, target: CallbackTarget): void {
    waiting.take(target.tenantId, 1);
    let isAnswered = false;
    const finish = (status: number, outcome: CallbackOutcome | null = null, reason?: string): void => {
      if (isAnswered) return;
      isAnswered = true;
      cancel();
      answer(exchange, status, target, outcome, reason);
    };
    const leave = (): void => waiting.giveBack(target.tenantId, 1);
    const fail = (error: unknown): void => {
      leave();
      const status = statusOf(error);
      finish(status, null, status === 400 ? badRequest((error as RequestError).message) : undefined);
    };
    const cancel = setTimer(limits.answerMs, () => {
      stopReading(overloaded()); // a body that is being written holds its place
      finish(503);
    });
    const stopReading = readBody(exchange, body, {
      failed: (_, error) => fail(error),
      whole(_, bytes) {
        let text: string;
        try {
          text = decodeBody(exchange, bytes, body);
        } catch (error) {
          return fail(error);
        }
        void intake.take(target, text, exchange).then((outcome) => {
          leave();
          finish(outcome.status, outcome);
        });
      },
    });
  }

  return { takes: (path) => intake.restOf(path) !== null, handle: receive };
}

const badRequest = (message: string): string => `BAD_REQUEST: ${message}\n`;

/** Why a body was not read: 408 for one that is late. */
const statusOf = (error: unknown): number => (error instanceof RequestError ? error.status : 503);
