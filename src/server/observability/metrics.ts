import { collectDefaultMetrics, Registry } from 'prom-client';
import type { MessagingErrorCode } from '../../errors/catalogue.js';
import type { UpstreamRequest } from '../../operation.js';
import { type Count, createCounts, createDurations } from './counts.js';
import { memoizeByName } from './memoize-by-name.js';
import type { StreamEnd } from '../answer/answer-stream.js';
import type { StreamRecord } from './stream-record.js';
import type { AnsweredCallback, AnsweredRequest } from '../answer/answer.js';
import { createCallbackMetrics } from './callback-metrics.js';
import { createSpanMetrics, type SpanMetrics } from './span-metrics.js';
import { addStateMetrics, type ServerState } from './state-metrics.js';

/** All metrics, in a registry of their own. */
export interface Metrics {
  answered(request: AnsweredRequest): void;
  subscriptionEnded(record: StreamRecord, end: StreamEnd): void;
  calledBack(callback: AnsweredCallback): void;
  /** A vendor reports another outcome of a send than was recorded. */
  contradicted(): void;
  vendorCalls(tenant: string, vendor: string, kind: string): VendorCallMetrics;
  /** Adds the counts of spans; called once, where traces are on. */
  spans(): SpanMetrics;
  /** Adds the gauges that are read when metrics are. */
  show(state: ServerState): void;
  readonly contentType: string;
  readonly text: () => Promise<string>;
  /** To be added to those of other processes. */
  readonly json: () => Promise<readonly object[]>;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return {
    answered: createOperationMetrics(registry),
    subscriptionEnded: createSubscriptionMetrics(registry),
    calledBack: createCallbackMetrics(registry),
    contradicted: createContradictionMetric(registry),
    vendorCalls: createVendorMetrics(registry),
    spans: () => createSpanMetrics(registry),
    show: (state) => addStateMetrics(registry, state),
    contentType: registry.contentType,
    text: () => registry.metrics(),
    json: () => registry.getMetricsAsJSON(),
  };
}

const OPERATION_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Alerts see the first of these too: Prometheus counts the increase of a series from its first value, which is 0. */
const RARE_CODES: readonly (readonly [type: string, code: MessagingErrorCode])[] = [
  ['mutation', 'SEND_OUTCOME_UNKNOWN'],
  ['mutation', 'CANCEL_OUTCOME_UNKNOWN'],
  ['mutation', 'LEDGER_UNAVAILABLE'],
  ['mutation', 'INTERNAL_SERVER_ERROR'],
  ['query', 'INTERNAL_SERVER_ERROR'],
  ['subscription', 'INTERNAL_SERVER_ERROR'],
  ['none', 'INTERNAL_SERVER_ERROR'],
];

/**
 * Answered operations. Labels are types of operations and codes of our catalogue, never names, texts or callers, whose
 * number is unbounded.
 */
function createOperationMetrics(registry: Registry): (request: AnsweredRequest) => void {
  const registers = [registry];
  const operations = createCounts({
    name: 'messaging_graph_operations_total',
    help: 'Answered operations by type and by OK or the first error code; type none was refused before it was known.',
    labelNames: ['type', 'code'] as const,
    registers,
  });
  const durations = createDurations({
    name: 'messaging_graph_operation_duration_seconds',
    help: 'Time from the request to its answer.',
    labelNames: ['type'] as const,
    buckets: OPERATION_SECONDS,
    registers,
  });
  const count = (name: string, help: string): Count =>
    createCounts({ name: `messaging_graph_${name}`, help, registers })({});
  const joined = count('operations_joined_total', 'Operations that joined an identical query in flight.');
  const coalesced = count('reads_coalesced_total', 'Reads that joined an identical read in flight.');
  const cached = count('reads_cached_total', 'Reads that were answered from memory.');
  const retried = count('calls_retried_total', 'Vendor requests that repeated another.');

  const countOf = memoizeByName((type: string) => memoizeByName((code: string) => operations({ type, code })));
  for (const [type, code] of RARE_CODES) countOf(type)(code);
  const durationOf = memoizeByName((type: string) => durations({ type }));

  return ({ account, codes, milliseconds }) => {
    const type = account.operationType ?? 'none';
    countOf(type)(codes[0] ?? 'OK').value++;
    durationOf(type)(milliseconds / 1000);
    if (account.joined) joined.value++;
    if (account.coalesced > 0) coalesced.value += account.coalesced;
    if (account.cacheHits > 0) cached.value += account.cacheHits;
    if (account.retries > 0) retried.value += account.retries;
  };
}

/** Subscriptions that ended, and the updates that they had. */
function createSubscriptionMetrics(registry: Registry): (record: StreamRecord, end: StreamEnd) => void {
  const registers = [registry];
  const ended = createCounts({
    name: 'messaging_graph_subscriptions_ended_total',
    help: 'Subscriptions that ended, by transport and reason.',
    labelNames: ['transport', 'end'] as const,
    registers,
  });
  const updates = createCounts({
    name: 'messaging_graph_subscription_updates_total',
    help: 'Updates of subscriptions that ended.',
    registers,
  })({});
  const countOf = memoizeByName((transport: string) => memoizeByName((end: string) => ended({ transport, end })));
  return (record, end) => {
    countOf(record.transport ?? 'none')(end).value++;
    updates.value += record.updates;
  };
}

function createContradictionMetric(registry: Registry): () => void {
  const contradictions = createCounts({
    name: 'messaging_graph_sends_contradicted_total',
    help: 'Sends that a vendor contradicts: cancelled ones that went out, keys that sent twice, other ids.',
    registers: [registry],
  })({});
  return () => void contradictions.value++;
}

/** The metrics of one tenant's calls of one kind to one vendor. */
export interface VendorCallMetrics {
  /** @param fault why no whole answer came, in one word; null when one came */
  answered(request: UpstreamRequest, fault: string | null): void;
  /** An answer cannot be used; called in the turn of the event loop in which it was counted, so that no page of metrics is between. */
  unusable(request: Pick<UpstreamRequest, 'route' | 'status'>): void;
  /** A call that was not sent. */
  refused(reason: string): void;
}

const VENDOR_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** Requests to vendors. Labels are tenants of the file, route templates, and fixed words for kinds, reasons and faults. */
function createVendorMetrics(registry: Registry): (tenant: string, vendor: string, kind: string) => VendorCallMetrics {
  const registers = [registry];
  const requests = createCounts({
    name: 'messaging_graph_vendor_requests_total',
    help: 'Requests that went to vendors, by the status or the fault that they ended with.',
    labelNames: ['tenant', 'vendor', 'kind', 'route', 'outcome'] as const,
    registers,
  });
  const refusals = createCounts({
    name: 'messaging_graph_vendor_calls_refused_total',
    help: 'Vendor calls that were not sent, by reason.',
    labelNames: ['tenant', 'vendor', 'kind', 'reason'] as const,
    registers,
  });
  const durations = createDurations({
    name: 'messaging_graph_vendor_request_duration_seconds',
    help: 'Time from a request to a vendor to the end of its answer.',
    labelNames: ['vendor', 'kind'] as const,
    buckets: VENDOR_SECONDS,
    registers,
  });

  return (tenant, vendor, kind) => {
    const countOf = memoizeByName((route) =>
      memoizeByName((outcome) => requests({ tenant, vendor, kind, route, outcome })),
    );
    const refusalsOf = memoizeByName((reason) => refusals({ tenant, vendor, kind, reason }));
    const duration = durations({ vendor, kind });
    return {
      answered({ route, status, milliseconds }, fault) {
        countOf(route)(fault ?? outcomeOf(status)).value++;
        duration(milliseconds / 1000);
      },
      unusable({ route, status }) {
        const counts = countOf(route);
        counts(outcomeOf(status)).value--;
        counts('UNREADABLE').value++;
      },
      refused: (reason) => void refusalsOf(reason).value++,
    };
  };
}

const CLASSES: readonly (string | undefined)[] = [undefined, undefined, '2xx', '3xx', '4xx', '5xx'];

/** One label for each status that an operator acts on, else one for its class: vendors may answer any number. */
function outcomeOf(status: number | null): string {
  if (status === null) return 'NONE';
  if (status === 401 || status === 403 || status === 404 || status === 429) return String(status);
  return CLASSES[Math.floor(status / 100)] ?? 'OTHER';
}
