import { setTimeout as sleep } from 'node:timers/promises';

/** One vendor of one tenant. */
export interface VendorHealth {
  /** Whether it has answered within this time and its circuits are closed. */
  isWell(withinMs: number): boolean;
  /** Asks the vendor for something. Never rejects. @returns whether an answer came within the deadline of a read */
  probe(): Promise<boolean>;
}

export interface ReadinessOptions {
  readonly isDraining: () => boolean;
  readonly vendors: readonly VendorHealth[];
  /** Those that are asked when none has answered lately: one for every vendor. */
  readonly probed: readonly VendorHealth[];
  /** Milliseconds, as `performance.now()`. */
  readonly now?: () => number;
  readonly wait?: (milliseconds: number) => Promise<unknown>;
}

/** A response this long ago still shows that a vendor is well. */
const WELL_WITHIN_MS = 30_000;
/** Orchestrators wait a second for an answer, as a rule. */
const ANSWER_WITHIN_MS = 800;
/** Vendors are probed once in this time, however many requests come. */
const PROBE_KEPT_MS = 2000;

/**
 * Ready unless the server drains or no vendor can be reached. A vendor can be reached when it answered any call lately
 * and its circuits are closed. When that is true of none (after the start, after a quiet time, in an outage) one read
 * of an id that does not exist is tried at each vendor, through the circuit breaker like every call: any answer will
 * do. Until a probe has ended, the last known outcome holds, so that a slow vendor does not end readiness.
 */
export function createReadiness(options: ReadinessOptions): () => Promise<boolean> {
  const { isDraining, vendors, probed, now = () => performance.now(), wait = unreferencedWait } = options;
  let isReachable = false;
  let probe: { readonly outcome: Promise<boolean>; endedAt: number } | null = null;

  function startProbe(): Promise<boolean> {
    const outcome = Promise.all(probed.map((vendor) => vendor.probe())).then((reached) => {
      isReachable = reached.includes(true);
      started.endedAt = now();
      return isReachable;
    });
    const started = { outcome, endedAt: Number.POSITIVE_INFINITY };
    probe = started;
    return outcome;
  }

  return async () => {
    if (isDraining()) return false;
    if (vendors.some((vendor) => vendor.isWell(WELL_WITHIN_MS))) return (isReachable = true);
    const outcome = probe !== null && now() - probe.endedAt < PROBE_KEPT_MS ? probe.outcome : startProbe();
    const isReady = await Promise.race([outcome, wait(ANSWER_WITHIN_MS).then(() => isReachable)]);
    return isReady && !isDraining();
  };
}

/** It keeps no process alive. */
const unreferencedWait = (milliseconds: number): Promise<void> => sleep(milliseconds, undefined, { ref: false });
