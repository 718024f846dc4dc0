/** One tenant's way to a vendor. */
export interface VendorWay {
  /** Whether it has answered within this time and its circuits are closed. */
  isWell(withinMs: number): boolean;
  /** Asks the vendor for something. Never rejects. @returns whether an answer came within this time */
  probe(timeoutMs: number): Promise<boolean>;
}

export interface ReadinessOptions {
  readonly isDraining: () => boolean;
  readonly ways: readonly VendorWay[];
  /** Those to try when nothing was heard: one for every vendor will do. */
  readonly probes: readonly VendorWay[];
}

/** What was heard this long ago still tells that a vendor is well. */
const HEARD_WITHIN_MS = 30_000;
/** Orchestrators wait a second for an answer, as a rule. */
const PROBE_TIMEOUT_MS = 800;
/** However often somebody asks, vendors are tried once in this time. */
const PROBE_KEPT_MS = 2000;

/**
 * Ready unless the server drains or no vendor can be reached. A vendor can be reached when it answered a call of
 * anybody lately and its circuits are closed. When that is true of none (after the start, after a quiet time, in an
 * outage) one read of an id that does not exist is tried at each vendor, past the circuit breaker like every call:
 * any answer will do. So a server without traffic finds out by itself that a vendor is back.
 */
export function createReadiness({ isDraining, ways, probes }: ReadinessOptions): () => Promise<boolean> {
  let tried: { readonly outcome: Promise<boolean>; readonly until: number } | null = null;

  const tryAll = async (): Promise<boolean> =>
    (await Promise.all(probes.map((way) => way.probe(PROBE_TIMEOUT_MS)))).some((reached) => reached);

  return async () => {
    if (isDraining()) return false;
    if (ways.some((way) => way.isWell(HEARD_WITHIN_MS))) return true;
    if (!tried || performance.now() > tried.until)
      tried = { outcome: tryAll(), until: performance.now() + PROBE_KEPT_MS };
    return (await tried.outcome) && !isDraining();
  };
}
