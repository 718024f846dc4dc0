import type { Registry } from 'prom-client';
import type { AnsweredRequest } from '../request-observer.js';
import { remember } from './remember.js';
import { createDurations, createTallies, type Tally } from './tally.js';

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/**
 * Answered operations. Labels are types of operations and codes of our catalogue: names, texts and callers, which
 * have no end, are none.
 */
export function createOperationMetrics(registry: Registry): (request: AnsweredRequest) => void {
  const registers = [registry];
  const operations = createTallies({
    name: 'messaging_graph_operations_total',
    help: 'Answered operations by type and by OK or the first error code; type none was refused before it was known.',
    labelNames: ['type', 'code'] as const,
    registers,
  });
  const durations = createDurations({
    name: 'messaging_graph_operation_duration_seconds',
    help: 'Time from the request to its answer.',
    labelNames: ['type'] as const,
    buckets: SECONDS,
    registers,
  });
  const count = (name: string, help: string): Tally =>
    createTallies({ name: `messaging_graph_${name}`, help, registers })({});
  const joined = count('operations_joined_total', 'Operations that took the answer of the same query under way.');
  const coalesced = count('reads_coalesced_total', 'Reads that took the answer of the same read under way.');
  const cached = count('reads_cached_total', 'Reads that were answered from memory.');
  const retried = count('calls_retried_total', 'Vendor requests that repeated another.');

  const countOf = remember((type: string) => remember((code: string) => operations({ type, code })));
  const durationOf = remember((type: string) => durations({ type }));

  return ({ account, codes, milliseconds }) => {
    const type = account.operationType ?? 'none';
    countOf(type)(codes[0] ?? 'OK').count++;
    durationOf(type)(milliseconds / 1000);
    if (account.joined) joined.count++;
    if (account.coalesced > 0) coalesced.count += account.coalesced;
    if (account.cacheHits > 0) cached.count += account.cacheHits;
    if (account.retries > 0) retried.count += account.retries;
  };
}
