import { Gauge, type Registry } from 'prom-client';
import type { Transport } from '../answer/answer-stream.js';

export type CircuitState = 'CLOSED' | 'HALF_OPEN' | 'OPEN';

/** One tenant's client of a vendor, at the moment of reading. */
export interface VendorState {
  readonly tenant: string;
  readonly vendor: string;
  readonly inFlight: number;
  /** The most calls in flight that the vendor takes, as its answers show. */
  readonly limit: number;
  readonly waiting: number;
  readonly cacheBytes: number;
  /** By the kind of call. */
  readonly circuits: Readonly<Record<string, CircuitState | null>>;
}

export interface ServerState {
  readonly running: () => number;
  /** Open, by transport. */
  readonly subscriptions: () => Readonly<Record<Transport, number>>;
  readonly vendors: () => readonly VendorState[];
  readonly ledgerState: () => string;
  /** Whether rates are counted where the settings say. */
  readonly ratesUp: () => boolean;
  /** Whether the last load of the keys that verify bearer tokens succeeded. */
  readonly jwksUp: () => boolean;
  /** Records of the ledger; may reject. */
  readonly ledgerSize: () => Promise<number>;
  /** Events of the log; may reject. */
  readonly eventsSize: () => Promise<number>;
  readonly eventsState: () => string;
}

const LEVELS: Readonly<Record<CircuitState, number>> = { CLOSED: 0, HALF_OPEN: 1, OPEN: 2 };
/** Counting a shared ledger reads all its keys. */
const SIZE_KEPT_MS = 60_000;

/** Gauges that are read when metrics are, and cost nothing in between. */
export function addStateMetrics(
  registry: Registry,
  { running, subscriptions, vendors, ledgerState, ratesUp, jwksUp, ledgerSize, eventsSize, eventsState }: ServerState,
): void {
  const registers = [registry];
  new Gauge({
    name: 'messaging_graph_operations_running',
    help: 'Operations that run.',
    registers,
    collect() {
      this.set(running());
    },
  });
  new Gauge({
    name: 'messaging_graph_subscriptions_open',
    help: 'Open subscriptions by transport.',
    labelNames: ['transport'] as const,
    registers,
    collect() {
      for (const [transport, open] of Object.entries(subscriptions())) this.labels(transport).set(open);
    },
  });

  const vendorGauge = (name: string, help: string, read: (state: VendorState) => number): void => {
    new Gauge({
      name: `messaging_graph_vendor_${name}`,
      help,
      labelNames: ['tenant', 'vendor'] as const,
      registers,
      collect() {
        for (const state of vendors()) this.labels(state.tenant, state.vendor).set(read(state));
      },
    });
  };
  vendorGauge('calls_in_flight', 'Calls in flight.', ({ inFlight }) => inFlight);
  vendorGauge('concurrency_limit', 'The most calls in flight at present.', ({ limit }) => limit);
  vendorGauge('queue_length', 'Calls that wait in the queue.', ({ waiting }) => waiting);
  vendorGauge('cache_bytes', 'Bytes of cached answers.', ({ cacheBytes }) => cacheBytes);

  new Gauge({
    name: 'messaging_graph_vendor_circuit_state',
    help: 'Circuit breaker: 0 closed, 1 trying, 2 open.',
    labelNames: ['tenant', 'vendor', 'kind'] as const,
    registers,
    aggregator: 'max',
    collect() {
      for (const { tenant, vendor, circuits } of vendors()) {
        for (const [kind, word] of Object.entries(circuits)) {
          if (word) this.labels(tenant, vendor, kind).set(LEVELS[word]);
        }
      }
    },
  });

  const upGauge = (name: string, help: string, isUp: () => boolean): void => {
    new Gauge({
      name: `messaging_graph_${name}_up`,
      help,
      registers,
      aggregator: 'min',
      collect() {
        this.set(isUp() ? 1 : 0);
      },
    });
  };
  upGauge(
    'ledger',
    'The record of sends: 1 up, 0 down or rolled back, and nothing is sent.',
    () => ledgerState() === 'up',
  );
  upGauge('events', 'The log of delivery events: 1 up, 0 down or damaged.', () => eventsState() === 'up');
  upGauge(
    'rates',
    'Rates of callers: 1 counted as configured, 0 by this server alone since Redis does not answer.',
    ratesUp,
  );
  upGauge('jwks', 'The keys that verify bearer tokens: 1 loaded, or not used; 0 the last load failed.', jwksUp);
  addSizeGauge(registry, 'ledger_records', 'Sends in the ledger, counted at most once a minute.', ledgerSize);
  addSizeGauge(registry, 'events', 'Delivery events in the log, counted at most once a minute.', eventsSize);
}

function addSizeGauge(registry: Registry, name: string, help: string, count: () => Promise<number>): void {
  let countedAt = Number.NEGATIVE_INFINITY;
  new Gauge({
    name: `messaging_graph_${name}`,
    help,
    registers: [registry],
    aggregator: 'max', // all processes count the same store
    async collect() {
      if (performance.now() < countedAt + SIZE_KEPT_MS) return;
      countedAt = performance.now();
      await count().then(
        (size) => this.set(size),
        () => undefined, // the last number stays; the store logs its own failures
      );
    },
  });
}
