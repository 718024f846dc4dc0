/**
 * Both clocks in milliseconds: the wall clock may be set at any time, the monotonic clock never; all processes of a
 * boot share it.
 */
export interface Clocks {
  wall(): number;
  monotonic(): number;
}

export const systemClocks: Clocks = {
  wall: () => Date.now(),
  monotonic: () => Number(process.hrtime.bigint()) / 1e6,
};

/** Epoch milliseconds that run with the monotonic clock: a wall clock that is set while the process runs changes nothing. */
export interface LedgerClock {
  now(): number;
  /** For times that callers name: the ledger's own may be ahead of it. */
  wall(): number;
  monotonic(): number;
}

/**
 * @param notBefore the last time that the store has seen: time never runs backwards in it
 * @param shared by how much the ledger clock of the processes that run already is ahead of the monotonic clock; null
 *   without any
 */
export function createLedgerClock(
  { wall, monotonic }: Clocks,
  notBefore = 0,
  shared: number | null = null,
): LedgerClock {
  const start = Math.max(shared ?? wall() - monotonic(), notBefore - monotonic());
  return { now: () => Math.round(start + monotonic()), wall, monotonic };
}

export const DAY_MS = 24 * 60 * 60 * 1000;

/** How long the key of an accepted send answers, milliseconds. */
export const KEY_LIFE_MS = DAY_MS;

export const recordLifeMs = (campaignRecordDays: number): number => Math.max(campaignRecordDays * DAY_MS, KEY_LIFE_MS);

/** A request that has not begun this long after its bind does not begin, milliseconds. */
export const BEGIN_WITHIN_MS = 5000;

/** What was refused may still be accepted by a callback for this long, milliseconds. */
export const REFUSAL_LIFE_MS = 10 * 60_000;

/** A person may find that nothing was sent this long after the deadline of its request, milliseconds. */
const FINDING_AFTER_MS = 2 * 60_000;

export const findingAfterMs = (sendTimeoutMs: number): number => sendTimeoutMs + FINDING_AFTER_MS;

/**
 * How long the key of a send answers that is accepted now, milliseconds.
 * @param scheduledAt epoch milliseconds of the wall clock; null for at once
 * @param wall the wall clock now: the clock that counts the life of keys may be ahead of it
 */
export const keyLifeOf = (scheduledAt: number | null, wall: number): number =>
  Math.max(0, (scheduledAt ?? wall) - wall) + KEY_LIFE_MS;

/** Clocks that differ by less than this are taken for equal, milliseconds. */
const CLOCK_TOLERANCE_MS = 1000;

/** Until when a key answers, epoch milliseconds: exactly 24 hours after a scheduled time where the clocks are equal. */
export function alignKeyUntil(keyUntil: number, scheduledAt: number | null): number {
  const named = (scheduledAt ?? 0) + KEY_LIFE_MS;
  return Math.abs(keyUntil - named) < CLOCK_TOLERANCE_MS ? named : keyUntil;
}

/** @param at when the send is accepted, on the clock that counts the life of keys; see keyLifeOf for the others */
export const keyUntilOf = (at: number, scheduledAt: number | null, wall: number): number =>
  alignKeyUntil(at + keyLifeOf(scheduledAt, wall), scheduledAt);

/** A send that is PENDING this long was left by a process that ended, milliseconds. */
export const pendingLifeMs = (sendTimeoutMs: number): number => sendTimeoutMs + BEGIN_WITHIN_MS;
