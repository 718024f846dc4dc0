import { type Context, ROOT_CONTEXT, type Span, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { errorCatalogue } from '../../errors/catalogue.js';
import type { CallSpan, Trace, TracedCall } from '../../trace.js';
import { type AnswerAccount, type AnsweredCallback, type AnsweredRequest, CALLBACK_ROUTE } from '../answer/answer.js';
import type { StreamEnd } from '../answer/answer-stream.js';
import type { StreamRecord } from '../observability/stream-record.js';
import type { CallSpans } from './call-span.js';

/** The name of a span whose operation was refused before its type was known, by the conventions for GraphQL servers. */
const UNKNOWN_OPERATION = 'GraphQL Operation';

const CALLBACK = `POST ${CALLBACK_ROUTE}`;

/** Categories of errors that are this server's or a vendor's, not the caller's. */
const FAULTS: ReadonlySet<string> = new Set(['UNAVAILABLE', 'INTERNAL']);

/** The SERVER span of one operation or callback. Attributes are set at its end, from the record that is logged. */
export class RequestTrace implements Trace {
  readonly traceId: string;
  /** Null where it is not recorded. */
  readonly span: Span | null;
  readonly #calls: CallSpans;
  readonly #parent: Context;
  /** Made for the first call. */
  #context: Context | null = null;

  /**
   * @param parent the context of the request
   * @param route null where it is not known
   */
  constructor(calls: CallSpans, parent: Context, method: string, route: string | null) {
    this.#calls = calls;
    this.#parent = parent;
    if (parent === ROOT_CONTEXT) {
      this.traceId = calls.ids.newTraceId();
      // most requests, and the SDK takes longer to decide than all that is done here for one that is not recorded
      if (!calls.recordsRoot(this.traceId)) {
        this.span = null;
        return;
      }
      calls.ids.next = this.traceId;
    }
    const span = calls.tracer.startSpan(UNKNOWN_OPERATION, SERVER, parent);
    this.traceId = span.spanContext().traceId;
    this.span = span.isRecording() ? span : null;
    if (this.span === null) {
      this.#context = trace.setSpan(parent, span);
      return;
    }
    span.setAttribute('http.request.method', method);
    if (route !== null) span.setAttribute('http.route', route);
  }

  startCall(call: TracedCall): CallSpan | null {
    const calls = this.#calls;
    if (this.span === null) {
      if (!calls.givesContext(call)) return null;
      this.#context ??= calls.unrecordedContext(this.traceId);
      return calls.passOn(call, this.#context);
    }
    this.#context ??= trace.setSpan(this.#parent, this.span);
    return calls.start(call, this.#context);
  }

  answered({ account, tenant, status, codes }: AnsweredRequest): void {
    const { span } = this;
    if (span === null) return;
    describe(span, account, tenant);
    span.setAttribute('http.response.status_code', status);
    if (account.joined) span.setAttribute('messaging_graph.joined', true);
    if (codes.length > 0) span.setAttribute('messaging_graph.error.codes', [...codes]);
    const fault = status >= 500 ? (codes[0] ?? String(status)) : codes.find(isFault);
    if (fault !== undefined) fail(span, fault);
    span.end();
  }

  calledBack({ target, status }: AnsweredCallback): void {
    const { span } = this;
    if (span === null) return;
    span.updateName(CALLBACK);
    span.setAttribute('http.response.status_code', status);
    if (target !== null) {
      span.setAttribute('messaging_graph.tenant', target.tenantId);
      span.setAttribute('messaging_graph.vendor', target.vendor);
    }
    if (status >= 500) fail(span, String(status));
    span.end();
  }

  subscriptionEnded({ account, tenant, transport, updates }: StreamRecord, end: StreamEnd): void {
    const { span } = this;
    if (span === null) return;
    describe(span, account, tenant);
    span.setAttribute('messaging_graph.subscription.updates', updates);
    span.setAttribute('messaging_graph.subscription.end', end);
    if (transport !== null) span.setAttribute('messaging_graph.subscription.transport', transport);
    if (end === 'FAILED') fail(span, end);
    span.end();
  }
}

function describe(span: Span, account: AnswerAccount, tenant: string | null): void {
  const { operationName, operationType, calls, coalesced, cacheHits, retries } = account;
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

function fail(span: Span, type: string): void {
  span.setAttribute('error.type', type);
  span.setStatus(ERROR);
}

const SERVER = { kind: SpanKind.SERVER };
const ERROR = { code: SpanStatusCode.ERROR };

const CATEGORIES = new Map(Object.entries(errorCatalogue).map(([code, { category }]) => [code, category]));

const isFault = (code: string): boolean => FAULTS.has(CATEGORIES.get(code) ?? 'INTERNAL');
