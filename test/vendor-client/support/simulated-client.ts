import { Bulkhead } from '../../../src/vendor-client/bulkhead.js';
import { ConcurrencyLimit } from '../../../src/vendor-client/concurrency-limit.js';
import type { RouteCalls } from '../../../src/vendor-client/route-calls.js';
import { createSimulation, seededRandom, type Simulation } from './simulated-time.js';
import type { SimulatedAnswer, SimulatedVendor } from './simulated-vendor.js';

/** The bulkhead and its limit, in front of a simulated vendor. */
export interface SimulatedClient {
  readonly bulkhead: Bulkhead;
  readonly answered: () => number;
  readonly refused: () => number;
  /** Waits for a place, and makes a call. */
  call(owner: object, route: string, ended: (isAnswered: boolean) => void): void;
}

export interface ClientOptions {
  /** No limit but this one. */
  readonly fixed?: number;
  readonly ceiling?: number;
}

const DEADLINE_MS = 60_000;
/** After a refusal. */
const PAUSE_MS = 20;

export function simulateClient(
  simulation: Simulation,
  vendor: SimulatedVendor,
  { fixed, ceiling = 256 }: ClientOptions = {},
): SimulatedClient {
  const bulkhead = new Bulkhead('ROUTEE', fixed ?? ceiling, 10_000, simulation);
  const limit = fixed === undefined ? new ConcurrencyLimit(bulkhead, ceiling) : undefined;
  let [answered, refused] = [0, 0];
  function report(to: ConcurrencyLimit, calls: RouteCalls, kind: SimulatedAnswer, startedAt: number): void {
    const now = simulation.now();
    if (kind === 'ANSWERED') to.answered(calls, now, now - startedAt);
    else if (kind === 'REFUSED') to.refused(calls, now, now - startedAt);
    else to.failed(calls, now, now - startedAt, false);
  }
  return {
    bulkhead,
    answered: () => answered,
    refused: () => refused,
    call(owner, route, ended) {
      const deadline = simulation.now() + DEADLINE_MS;
      const admitted = (): void => {
        const startedAt = simulation.now();
        const calls = limit?.started(route, startedAt);
        vendor(route, (kind) => {
          if (limit && calls) report(limit, calls, kind, startedAt);
          if (kind === 'ANSWERED') answered++;
          if (kind === 'REFUSED') refused++;
          bulkhead.release();
          ended(kind === 'ANSWERED');
        });
      };
      if (bulkhead.tryAcquire()) admitted();
      else bulkhead.wait(owner, { deadline, admitted, refused: () => ended(false) });
    },
  };
}

/** Callers that ask again as soon as they are answered, and 20 ms after a refusal, for `seconds`. */
export interface Load {
  readonly vendor: (simulation: Simulation, random: () => number) => SimulatedVendor;
  readonly callers: number;
  readonly seconds: number;
}

export interface Outcome {
  readonly limit: number;
  readonly perSecond: number;
  /** From the first time that a caller asked to its answer, refusals in between included, milliseconds. */
  readonly p99: number;
  /** Of all calls. */
  readonly refusedShare: number;
}

export async function simulateLoad({ vendor, callers, seconds }: Load, options: ClientOptions): Promise<Outcome> {
  const simulation = createSimulation();
  const client = simulateClient(simulation, vendor(simulation, seededRandom(7)), options);
  const times: number[] = [];
  for (let i = 0; i < callers; i++) {
    const owner = {};
    let askedAt = 0;
    const ask = (): void => client.call(owner, '/things/{id}', ended);
    const ended = (isAnswered: boolean): void => {
      if (!isAnswered) return simulation.after(PAUSE_MS, ask);
      times.push(simulation.now() - askedAt);
      askedAt = simulation.now();
      ask();
    };
    ask();
  }
  await simulation.run(1000 * seconds);
  return {
    limit: client.bulkhead.limit,
    perSecond: client.answered() / seconds,
    p99: percentile(times, 0.99),
    refusedShare: client.refused() / (client.answered() + client.refused()),
  };
}

/** The fixed limit with the most answers; with the lowest p99 of those that are within a thousandth of it. */
export async function bestFixed(load: Load, limits: readonly number[]): Promise<Outcome> {
  const outcomes: Outcome[] = [];
  for (const fixed of limits) outcomes.push(await simulateLoad(load, { fixed }));
  const most = Math.max(...outcomes.map(({ perSecond }) => perSecond));
  const good = outcomes.filter(({ perSecond }) => perSecond >= 0.999 * most);
  return good.reduce((best, one) => (one.p99 < best.p99 ? one : best));
}

function percentile(values: readonly number[], share: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.floor(sorted.length * share)]!;
}
