import { randomUUID } from 'node:crypto';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { type Context, defaultTextMapGetter, ROOT_CONTEXT, SpanKind } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  type Sampler,
  SamplingDecision,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import { systemClock } from '../../clock.js';
import type { TracesConfig } from '../../config/config.type.js';
import { endsWithin } from '../../wait-at-most.js';
import type { IncomingHeaders } from '../auth/caller.js';
import { CallSpans } from './call-span.js';
import { ExportState, type ExportStateOptions } from './export-state.js';
import { RequestTrace } from './request-trace.js';
import { RatioSampler } from './ratio-sampler.js';
import { SpanQueue } from './span-queue.js';
import { TraceIds } from './trace-ids.js';
import type { Traces } from './traces.js';

export interface TracesOptions extends ExportStateOptions {
  /** Of this program; null where it is not known. */
  readonly version: string | null;
  /** Whether a request proves to be a router's: `tracestate`, which is free text, is taken from routers alone. */
  readonly isRouter: (headers: IncomingHeaders) => boolean;
}

const SCOPE = 'messaging-graph';

/** Makes spans and exports them by OTLP over HTTP. Nothing is registered globally, and nothing is instrumented. */
export async function openTraces(config: TracesConfig, options: TracesOptions): Promise<Traces> {
  const { version, isRouter } = options;
  const state = new ExportState(options);
  const connections = new Connections(config.endpoint);
  const queue = new SpanQueue({
    ...config.batch,
    exporter: await createExporter(config, connections),
    abort: () => connections.destroy(),
    onExported: (count, isEmpty) => state.exported(count, isEmpty),
    onDropped: (count, reason, error) => state.dropped(count, reason, error),
  });
  const root = rootSampler(config.sampler.ratio);
  const ids = new TraceIds();
  const provider = new TracerProvider({
    sampler: config.sampler.isParentBased ? new ParentBasedSampler({ root }) : root,
    idGenerator: ids,
    spanProcessors: [queue],
    resource: defaultResource().merge(
      resourceFromAttributes({
        'service.instance.id': randomUUID(),
        ...(version === null ? {} : { 'service.version': version }),
        ...config.resourceAttributes,
        'service.name': config.serviceName,
      }),
    ),
  });
  const calls = new CallSpans({
    tracer: provider.getTracer(SCOPE, version ?? undefined),
    ids,
    recordsRoot: (traceId) =>
      root.shouldSample(ROOT_CONTEXT, traceId, '', SpanKind.SERVER, {}, []).decision ===
      SamplingDecision.RECORD_AND_SAMPLED,
    contextVendors: config.contextVendors,
  });
  const parentOf = config.takesContext ? contextReader(isRouter) : () => ROOT_CONTEXT;

  return {
    start: ({ headers, method = 'POST' }, route) => new RequestTrace(calls, parentOf(headers), method, route),
    answered(request) {
      if (request.trace instanceof RequestTrace) request.trace.answered(request);
    },
    calledBack(callback) {
      if (callback.trace instanceof RequestTrace) callback.trace.calledBack(callback);
    },
    subscriptionEnded(record, end) {
      if (record.trace instanceof RequestTrace) record.trace.subscriptionEnded(record, end);
    },
    background: { traceId: null, startCall: (call) => calls.start(call, ROOT_CONTEXT) },
    async close(limitMs) {
      await endsWithin(systemClock, queue.shutdown(), limitMs);
      queue.drop();
      connections.destroy();
    },
  };
}

const propagator = new W3CTraceContextPropagator();

/** The parent that a request names by W3C Trace Context; the root where it names none, or not a valid one. */
const contextReader =
  (isRouter: TracesOptions['isRouter']) =>
  (headers: IncomingHeaders): Context => {
    const { traceparent } = headers;
    if (traceparent === undefined) return ROOT_CONTEXT;
    const carrier = headers['tracestate'] !== undefined && isRouter(headers) ? headers : { traceparent };
    return propagator.extract(ROOT_CONTEXT, carrier, defaultTextMapGetter);
  };

function rootSampler(ratio: number): Sampler {
  if (ratio === 1) return new AlwaysOnSampler();
  return ratio === 0 ? new AlwaysOffSampler() : new RatioSampler(ratio);
}

async function createExporter(config: TracesConfig, connections: Connections) {
  const { endpoint, headers, protocol, timeoutMs, compression } = config;
  const { OTLPTraceExporter } = await (protocol === 'http/json'
    ? import('@opentelemetry/exporter-trace-otlp-http')
    : import('@opentelemetry/exporter-trace-otlp-proto'));
  type Settings = NonNullable<ConstructorParameters<typeof OTLPTraceExporter>[0]>;
  return new OTLPTraceExporter({
    url: endpoint,
    headers: { ...headers },
    timeoutMillis: timeoutMs,
    compression: compression as NonNullable<Settings['compression']>,
    httpAgentOptions: () => connections.agent,
  });
}

/** Connections to the collector. */
class Connections {
  readonly agent: HttpAgent | HttpsAgent;

  constructor(endpoint: string) {
    const options = { keepAlive: true };
    this.agent = endpoint.startsWith('https:') ? new HttpsAgent(options) : new HttpAgent(options);
  }

  /** Ends them, with the requests on them. */
  destroy(): void {
    this.agent.destroy();
  }
}
