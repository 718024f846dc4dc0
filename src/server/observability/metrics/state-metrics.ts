import { Gauge, type Registry } from 'prom-client';

export type CircuitWord = 'CLOSED' | 'HALF_OPEN' | 'OPEN';

/** One tenant's way to a vendor, as it is when it is looked at. */
export interface VendorState {
  readonly tenant: string;
  readonly vendor: string;
  readonly inFlight: number;
  readonly waiting: number;
  readonly cacheBytes: number;
  /** By the kind of call. */
  readonly circuits: Readonly<Record<string, CircuitWord | null>>;
}

export interface ServerState {
  readonly running: () => number;
  readonly vendors: () => readonly VendorState[];
  /** What the ledger holds; may take its time, and may reject. */
  readonly ledgerSize: () => Promise<number>;
}

const LEVELS: Readonly<Record<CircuitWord, number>> = { CLOSED: 0, HALF_OPEN: 1, OPEN: 2 };
/** Counting a shared ledger means walking over it. */
const LEDGER_SIZE_KEPT_MS = 60_000;

/** What is looked at when somebody asks, and costs nothing meanwhile. */
export function addStateMetrics(registry: Registry, { running, vendors, ledgerSize }: ServerState): void {
  const registers = [registry];
  new Gauge({
    name: 'messaging_graph_operations_running',
    help: 'Operations under way.',
    registers,
    collect() {
      this.set(running());
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
  vendorGauge('calls_in_flight', 'Calls under way.', ({ inFlight }) => inFlight);
  vendorGauge('queue_length', 'Calls that wait for their turn.', ({ waiting }) => waiting);
  vendorGauge('cache_bytes', 'Memory for answers that are remembered.', ({ cacheBytes }) => cacheBytes);

  new Gauge({
    name: 'messaging_graph_vendor_circuit_state',
    help: 'Circuit breaker: 0 closed, 1 trying, 2 open.',
    labelNames: ['tenant', 'vendor', 'kind'] as const,
    registers,
    collect() {
      for (const { tenant, vendor, circuits } of vendors()) {
        for (const [kind, word] of Object.entries(circuits)) {
          if (word) this.labels(tenant, vendor, kind).set(LEVELS[word]);
        }
      }
    },
  });

  let countedAt = Number.NEGATIVE_INFINITY;
  new Gauge({
    name: 'messaging_graph_ledger_records',
    help: 'Idempotency keys and campaigns in the ledger, counted at most once a minute.',
    registers,
    async collect() {
      if (performance.now() < countedAt + LEDGER_SIZE_KEPT_MS) return;
      countedAt = performance.now();
      await ledgerSize().then(
        (size) => this.set(size),
        () => undefined, // the last number stands; that the ledger is away is told elsewhere
      );
    },
  });
}
