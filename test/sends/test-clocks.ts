import type { Clocks } from '../../src/sends/clock.js';

export interface TestClocks extends Clocks {
  /** Moves both clocks. */
  pass(milliseconds: number): void;
  /** Sets the wall clock alone, as an administrator or NTP does. */
  step(milliseconds: number): void;
}

export function createTestClocks(): TestClocks {
  let wall = Date.parse('2025-03-01T10:00:00Z');
  let monotonic = 1000;
  return {
    wall: () => wall,
    monotonic: () => monotonic,
    pass(milliseconds) {
      wall += milliseconds;
      monotonic += milliseconds;
    },
    step: (milliseconds) => void (wall += milliseconds),
  };
}
