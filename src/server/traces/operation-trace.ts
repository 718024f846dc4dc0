import { type Context, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { errorCatalogue } from '../../errors/catalogue.js';
import type { CallSpan, Trace, TracedCall } from '../../trace.js';
import type { AnswerAccount, AnsweredRequest } from '../answer/answer.js';
import type { StreamEnd } from '../answer/answer-stream.js';
import type { StreamRecord } from '../observability/stream-record.js';
import type { CallSpans } from './call-span.js';

/** The name of a span whose operation was refused before its type was known, by the conventions for GraphQL servers. */
const UNKNOWN_OPERATION = 'GraphQL Operation';

/** Categories of errors that are this server's or a vendor's, not the caller's. */
const FAULTS: ReadonlySet<string> = new Set(['UNAVAILABLE', 'INTERNAL']);

/** The SERVER span of one operation. Attributes are set at its end, from the record that is logged. */
export class OperationTrace implements Trace {
  readonly traceId: string;
  readonly span: Span;
  readonly #calls: CallSpans;
  readonly #parent: Context;
  readonly #isRecorded: boolean;
  /** Made for the first call. */
  #context: Context | null = null;

  /** @param parent the context of the request */
  constructor(calls: CallSpans, parent: Context, method: string) {
    this.span = calls.tracer.startSpan(UNKNOWN_OPERATION, SERVER, parent);
    this.#calls = calls;
    this.#parent = parent;
    this.#isRecorded = this.span.isRecording();
    this.traceId = this.span.spanContext().traceId;
    if (this.#isRecorded) this.span.setAttribute('http.request.method', method);
  }

  startCall(call: TracedCall): CallSpan | null {
    if (!this.#isRecorded) return this.#calls.passOn(call, this.span.spanContext());
    this.#context ??= trace.setSpan(this.#parent, this.span);
    return this.#calls.start(call, this.#context);
  }

  answered({ account, tenant, status, codes }: AnsweredRequest): void {
    if (!this.#isRecorded) return;
    this.#describe(account, tenant);
    this.span.setAttribute('http.response.status_code', status);
    if (account.joined) this.span.setAttribute('messaging_graph.joined', true);
    if (codes.length > 0) this.span.setAttribute('messaging_graph.error.codes', [...codes]);
    const fault = status >= 500 ? (codes[0] ?? String(status)) : codes.find(isFault);
    if (fault !== undefined) this.#fail(fault);
    this.span.end();
  }

  subscriptionEnded({ account, tenant, transport, updates }: StreamRecord, end: StreamEnd): void {
    if (!this.#isRecorded) return;
    this.#describe(account, tenant);
    this.span.setAttribute('messaging_graph.subscription.updates', updates);
    this.span.setAttribute('messaging_graph.subscription.end', end);
    if (transport !== null) this.span.setAttribute('messaging_graph.subscription.transport', transport);
    if (end === 'FAILED') this.#fail(end);
    this.span.end();
  }

  #describe(account: AnswerAccount, tenant: string | null): void {
    const { operationName, operationType, calls, coalesced, cacheHits, retries } = account;
    const { span } = this;
    span.setAttribute('http.route', '/graphql');
    if (operationType !== null) {
      span.updateName(operationType);
      span.setAttribute('graphql.operation.type', operationType);
    }
    if (operationName !== null) span.setAttribute('graphql.operation.name', operationName);
    if (tenant !== null) span.setAttribute('messaging_graph.tenant', tenant);
    span.setAttribute('messaging_graph.calls', calls);
    if (coalesced > 0) span.setAttribute('messaging_graph.coalesced', coalesced);
    if (cacheHits > 0) span.setAttribute('messaging_graph.cache_hits', cacheHits);
    if (retries > 0) span.setAttribute('messaging_graph.retries', retries);
  }

  #fail(type: string): void {
    this.span.setAttribute('error.type', type);
    this.span.setStatus(ERROR);
  }
}

const SERVER = { kind: SpanKind.SERVER };
const ERROR = { code: SpanStatusCode.ERROR };

const CATEGORIES = new Map(Object.entries(errorCatalogue).map(([code, { category }]) => [code, category]));

const isFault = (code: string): boolean => FAULTS.has(CATEGORIES.get(code) ?? 'INTERNAL');
