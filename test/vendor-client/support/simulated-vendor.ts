import type { Simulation } from './simulated-time.js';

export type SimulatedAnswer = 'ANSWERED' | 'REFUSED' | 'FAILED';

/** Answers a call of a route at its time. */
export type SimulatedVendor = (route: string, answer: (kind: SimulatedAnswer) => void) => void;

/** Milliseconds that a call of a route takes. */
export type ServiceTime = (route: string) => number;

/** It takes as long for a call whatever else it does. */
export const unlimitedVendor =
  (simulation: Simulation, serviceTime: ServiceTime): SimulatedVendor =>
  (route, answer) =>
    simulation.after(serviceTime(route), () => answer('ANSWERED'));

/** Servers that take one call at a time each, behind one queue. */
export function pooledVendor(simulation: Simulation, servers: () => number, serviceTime: ServiceTime): SimulatedVendor {
  let busy = 0;
  let queue: (() => void)[] = [];
  let next = 0;
  function serve(): void {
    while (busy < servers() && next < queue.length) {
      busy++;
      queue[next++]!();
    }
    if (next < 1000) return;
    queue = queue.slice(next);
    next = 0;
  }
  return (route, answer) => {
    queue.push(() =>
      simulation.after(serviceTime(route), () => {
        busy--;
        answer('ANSWERED');
        serve();
      }),
    );
    serve();
  };
}

export interface Rate {
  readonly perSecond: number;
  /** Calls that it takes at once after a pause. */
  readonly burst: number;
}

/** It answers 429 to calls above a rate (token bucket), in 5 ms. */
export function ratedVendor(
  simulation: Simulation,
  { perSecond, burst }: Rate,
  vendor: SimulatedVendor,
): SimulatedVendor {
  let tokens = burst;
  let filledAt = 0;
  return (route, answer) => {
    tokens = Math.min(burst, tokens + ((simulation.now() - filledAt) * perSecond) / 1000);
    filledAt = simulation.now();
    if (tokens < 1) return simulation.after(5, () => answer('REFUSED'));
    tokens--;
    vendor(route, answer);
  };
}
