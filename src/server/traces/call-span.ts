import {
  type Attributes,
  type Context,
  defaultTextMapSetter,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Tracer,
} from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import type { CallOutcome, CallSpan, Trace, TracedCall } from '../../trace.js';
import { memoizeByName } from '../observability/memoize-by-name.js';
import type { TraceIds } from './trace-ids.js';

const propagator = new W3CTraceContextPropagator();

/** The most operations that the span of a shared call links to. */
const MAX_LINKS = 32;

/** A place in a trace, to link to. */
export interface Linkable extends Trace {
  /** Null where it is not recorded. */
  readonly span: Span | null;
}

export interface CallSpansOptions {
  readonly tracer: Tracer;
  readonly ids: TraceIds;
  /** Whether a trace without a parent is recorded. */
  readonly recordsRoot: (traceId: string) => boolean;
  /** Names of vendors that are given `traceparent` and `tracestate`. */
  readonly contextVendors: readonly string[];
}

/** CLIENT spans, one for each request to a vendor. */
export class CallSpans {
  readonly tracer: Tracer;
  readonly ids: TraceIds;
  readonly recordsRoot: (traceId: string) => boolean;
  readonly #contextVendors: ReadonlySet<string>;

  constructor({ tracer, ids, recordsRoot, contextVendors }: CallSpansOptions) {
    this.tracer = tracer;
    this.ids = ids;
    this.recordsRoot = recordsRoot;
    this.#contextVendors = new Set(contextVendors);
  }

  givesContext({ vendor }: TracedCall): boolean {
    return this.#contextVendors.has(vendor);
  }

  unrecordedContext(traceId: string): Context {
    const spanId = this.ids.generateSpanId();
    return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: TraceFlags.NONE });
  }

  /** @param parent of the operation; the root for calls that belong to none */
  start(call: TracedCall, parent: Context): CallSpan | null {
    const { method, route, startedAt: startTime } = call;
    const options = { kind: SpanKind.CLIENT, attributes: attributesOf(call), startTime };
    const span = this.tracer.startSpan(`${method} ${route}`, options, parent);
    const headers = this.givesContext(call) ? headersOf(trace.setSpan(ROOT_CONTEXT, span)) : null;
    return span.isRecording() ? new RecordedCall(span, trace.getSpanContext(parent), headers) : unrecorded(headers);
  }

  /** Of an operation that is not recorded: its own context goes to the vendor, so that the vendor records none either. */
  passOn(call: TracedCall, context: Context): CallSpan | null {
    return this.givesContext(call) ? unrecorded(headersOf(context)) : null;
  }
}

function headersOf(context: Context): Record<string, string> {
  const headers: Record<string, string> = {};
  propagator.inject(context, headers, defaultTextMapSetter);
  return headers;
}

const unrecorded = (headers: Record<string, string> | null): CallSpan | null =>
  headers && { headers, end: () => undefined };

function attributesOf({ vendor, kind, method, route, url, resends }: TracedCall): Attributes {
  return {
    'http.request.method': method,
    'url.template': route,
    ...(url === null ? {} : serverOf(url)),
    ...(resends > 0 ? { 'http.request.resend_count': resends } : {}),
    'messaging_graph.vendor': vendor,
    'messaging_graph.call.kind': kind,
  };
}

const serverOf = (url: string): Attributes => {
  const end = url.indexOf('/', 'https://'.length);
  return serverOfOrigin(end < 0 ? url : url.slice(0, end));
};

/** Vendors have few hosts. */
const serverOfOrigin = memoizeByName((origin): Attributes => {
  const { protocol, hostname, port } = new URL(origin);
  return { 'server.address': hostname, 'server.port': port === '' ? DEFAULT_PORTS[protocol] : Number(port) };
});

const DEFAULT_PORTS: Readonly<Record<string, number>> = { 'http:': 80, 'https:': 443 };

class RecordedCall implements CallSpan {
  readonly headers: Record<string, string> | null;
  readonly #span: Span;
  readonly #parent: SpanContext | undefined;

  constructor(span: Span, parent: SpanContext | undefined, headers: Record<string, string> | null) {
    this.headers = headers;
    this.#span = span;
    this.#parent = parent;
  }

  end({ status, fault, traces }: CallOutcome): void {
    const span = this.#span;
    if (status !== null) span.setAttribute('http.response.status_code', status);
    const error = fault ?? (status !== null && status >= 400 ? String(status) : null);
    if (error !== null) {
      span.setAttribute('error.type', error);
      span.setStatus({ code: SpanStatusCode.ERROR });
    }
    if (traces.length > 1) this.#share(traces);
    span.end();
  }

  /** For several operations: the span is a child of the one that made the call, and links to the others. */
  #share(traces: CallOutcome['traces']): void {
    this.#span.setAttribute('messaging_graph.call.operations', traces.length);
    const contexts = traces.flatMap((one) =>
      one !== null && 'span' in one ? ((one as Linkable).span?.spanContext() ?? []) : [],
    );
    const others = contexts.filter(({ spanId }) => spanId !== this.#parent?.spanId);
    this.#span.addLinks(others.slice(0, MAX_LINKS).map((context) => ({ context })));
  }
}
