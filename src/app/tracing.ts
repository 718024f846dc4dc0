import type { Config } from '../config/config.type.js';
import type { AnsweredRequest, RequestObserver } from '../server/answer/answer.js';
import { isSameSecret } from '../server/auth/same-secret.js';
import type { IncomingHeaders } from '../server/auth/caller.js';
import { type Log, logRequest, logTracesState, logUnexpected } from '../server/observability/log.js';
import type { Metrics } from '../server/observability/metrics.js';
import type { Traces } from '../server/traces/traces.js';
import { refuseMissingTracePackages } from './trace-packages.js';
import { readVersion } from './version.js';

/** Loads the exporter and what makes spans; null, and nothing is loaded, where traces are off. */
export async function openTraces(
  { traces: settings, isDevelopment, subgraphSecret }: Config,
  log: Log,
  metrics: Metrics,
): Promise<Traces | null> {
  if (settings === null) return null;
  refuseMissingTracePackages({ traces: settings });
  const { openTraces: open } = await import('../server/traces/open-traces.js');
  return open(settings, {
    version: readVersion(),
    isRouter: isDevelopment ? () => true : hasSecret(subgraphSecret),
    counts: metrics.spans(),
    onChange: (state, cause, dropped) => logTracesState(log, state, cause, dropped),
  });
}

const hasSecret =
  (secret: string | null) =>
  (headers: IncomingHeaders): boolean => {
    const given = headers['x-subgraph-secret'];
    return secret !== null && typeof given === 'string' && isSameSecret(given, secret);
  };

/** A line of the log, counts and the end of a span for every answer. */
export const observeRequests = (log: Log, metrics: Metrics, traces: Traces | null): RequestObserver => ({
  answered(request: AnsweredRequest) {
    logRequest(log, request);
    metrics.answered(request);
    traces?.answered(request);
  },
  unexpected: (error, request) => logUnexpected(log, error, request),
});
