import type { Registry } from 'prom-client';
import type { AnsweredCallback } from '../answer/answer.js';
import { createCounts, createDurations } from './counts.js';
import { memoizeByName } from './memoize-by-name.js';

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2];

/** Callbacks of vendors. Labels are names of vendors and statuses of ours, never addresses. */
export function createCallbackMetrics(registry: Registry): (callback: AnsweredCallback) => void {
  const registers = [registry];
  const callbacks = createCounts({
    name: 'messaging_graph_callbacks_total',
    help: 'Callbacks of vendors by the status that they were answered; vendor none: the address was wrong.',
    labelNames: ['vendor', 'status'] as const,
    registers,
  });
  const entries = createCounts({
    name: 'messaging_graph_callback_entries_total',
    help: 'What bodies of callbacks held: changes (event), entries that are not stored (ignored), entries without a known shape (bad).',
    labelNames: ['vendor', 'kind'] as const,
    registers,
  });
  const durations = createDurations({
    name: 'messaging_graph_callback_duration_seconds',
    help: 'Time from a callback to its answer.',
    labelNames: ['vendor'] as const,
    buckets: SECONDS,
    registers,
  });
  const ofVendor = memoizeByName((vendor) => ({
    answered: memoizeByName((status) => callbacks({ vendor, status })),
    event: entries({ vendor, kind: 'event' }),
    ignored: entries({ vendor, kind: 'ignored' }),
    bad: entries({ vendor, kind: 'bad' }),
    duration: durations({ vendor }),
  }));

  return ({ target, status, outcome, milliseconds }) => {
    const { answered, event, ignored, bad, duration } = ofVendor(target?.vendor ?? 'none');
    answered(String(status)).value++;
    duration(milliseconds / 1000);
    if (outcome === null) return;
    event.value += outcome.events;
    ignored.value += outcome.ignored;
    bad.value += outcome.bad;
  };
}
