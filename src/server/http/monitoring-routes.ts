import type { EventLogState } from '../../events/log/event-log.js';
import type { LedgerState } from '../../sends/ledger-store.js';
import { isSameSecret } from '../auth/same-secret.js';
import { readCredential } from '../auth/credential.js';
import type { Route } from './receive.js';
import type { AnswerWriter } from './write-answer.js';

const TEXT = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' };

/**
 * `/livez`: the process answers. `/readyz`: it is of use to callers; its body names the state of the ledger when sends
 * cannot be written down, that of the log of delivery events, and how many workers run where some are missing; none of
 * them ends readiness, since reads go on.
 */
export const createHealthRoutes = (
  isReady: () => Promise<boolean>,
  ledgerState: () => LedgerState,
  eventsState: () => EventLogState,
  workers: (() => WorkersRunning) | null,
  write: AnswerWriter,
): readonly Route[] => [
  { path: '/livez', get: (exchange) => write.plain(exchange, 200, TEXT, 'ok\n') },
  {
    path: '/readyz',
    get(exchange) {
      isReady().then(
        (ready) => {
          const degraded = degradedText(ledgerState(), eventsState(), workers?.() ?? null);
          if (ready) write.plain(exchange, 200, TEXT, `ready\n${degraded}`);
          else write.plain(exchange, 503, { ...TEXT, 'retry-after': '1' }, `not ready\n${degraded}`);
        },
        (error: unknown) => write.refuse(exchange, error),
      );
    },
  },
];

/** Of one start: the processes that listen, and those that should. */
export interface WorkersRunning {
  readonly running: number;
  readonly wanted: number;
}

/** A line for each store that is away, and one where workers are missing. */
const degradedText = (ledger: LedgerState, events: EventLogState, workers: WorkersRunning | null): string =>
  [
    ledger === 'up' ? '' : `ledger: "${ledger}"\n`,
    events === 'up' ? '' : `events: "${events}"\n`,
    workers && workers.running < workers.wanted ? `workers: "${workers.running} of ${workers.wanted}"\n` : '',
  ].join('');

export interface MetricsPage {
  readonly contentType: string;
  readonly text: () => Promise<string>;
  /** Required of every caller; null where whoever reaches the port is answered. */
  readonly key: string | null;
}

/** `/metrics` in the text format of Prometheus; the key comes as `authorization: Bearer …` or `x-api-key`. */
export const createMetricsRoute = ({ contentType, text, key }: MetricsPage, write: AnswerWriter): Route => ({
  path: '/metrics',
  get(exchange) {
    const given = readCredential(exchange.request.headers)?.text ?? '';
    if (key !== null && !isSameSecret(given, key)) {
      return write.plain(exchange, 401, { ...TEXT, 'www-authenticate': 'Bearer' }, 'metrics need their key\n');
    }
    text().then(
      (page) => write.plain(exchange, 200, { ...TEXT, 'content-type': contentType }, page),
      (error: unknown) => write.refuse(exchange, error),
    );
  },
});
