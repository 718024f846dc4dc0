import type { Clock } from '../../../src/clock.js';

interface Event {
  readonly at: number;
  readonly order: number;
  readonly happen: () => void;
  cancelled: boolean;
}

/** A discrete-event simulation: events happen in order of time, and nothing takes time but what they schedule. */
export interface Simulation extends Clock {
  after(milliseconds: number, happen: () => void): void;
  /** Runs every event until a time, milliseconds. */
  run(until: number): Promise<void>;
}

const isBefore = (a: Event, b: Event): boolean => a.at < b.at || (a.at === b.at && a.order < b.order);

export function createSimulation(): Simulation {
  let now = 0;
  let order = 0;
  /** A binary heap, the next event first. */
  const heap: Event[] = [];
  const timers = new Map<number, Event>();

  function push(event: Event): void {
    let i = heap.push(event) - 1;
    for (let parent = (i - 1) >> 1; i > 0 && isBefore(event, heap[parent]!); parent = (i - 1) >> 1) {
      heap[i] = heap[parent]!;
      i = parent;
    }
    heap[i] = event;
  }

  function pop(): Event {
    const first = heap[0]!;
    const last = heap.pop()!;
    if (heap.length === 0) return first;
    let i = 0;
    for (;;) {
      let child = 2 * i + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child++;
      if (!isBefore(heap[child]!, last)) break;
      heap[i] = heap[child]!;
      i = child;
    }
    heap[i] = last;
    return first;
  }

  const schedule = (milliseconds: number, happen: () => void): Event => {
    const event = { at: now + Math.max(0, milliseconds), order: order++, happen, cancelled: false };
    push(event);
    return event;
  };

  return {
    now: () => now,
    wallTime: () => now,
    after: (milliseconds, happen) => void schedule(milliseconds, happen),
    setTimeout(callback, milliseconds, argument) {
      const event = schedule(milliseconds, () => callback(argument));
      timers.set(event.order, event);
      return event.order;
    },
    clearTimeout(timer) {
      const event = timers.get(timer as number);
      if (event) event.cancelled = true;
    },
    async run(until) {
      while (heap.length > 0 && heap[0]!.at <= until) {
        const event = pop();
        now = event.at;
        if (!event.cancelled) event.happen();
        timers.delete(event.order);
        // The bulkhead starts calls in microtasks.
        await Promise.resolve();
      }
      now = until;
    },
  };
}

/** Uniform numbers from 0 to 1, the same for each seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
