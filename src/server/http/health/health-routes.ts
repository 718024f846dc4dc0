import type { Route } from '../route.js';
import type { AnswerWriter } from '../write-answer.js';

const TEXT = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' };

/**
 * `/livez`: the process answers. `/readyz`: it is of use to callers; its body names the state of the ledger when sends
 * cannot be written down, since reads go on.
 */
export const createHealthRoutes = (
  isReady: () => Promise<boolean>,
  ledgerState: () => 'up' | 'down' | 'rolled back',
  write: AnswerWriter,
): readonly Route[] => [
  { path: '/livez', get: (exchange) => write.plain(exchange, 200, TEXT, 'ok\n') },
  {
    path: '/readyz',
    get(exchange) {
      isReady().then(
        (ready) => {
          if (ready) write.plain(exchange, 200, TEXT, readyText(ledgerState()));
          else write.plain(exchange, 503, { ...TEXT, 'retry-after': '1' }, 'not ready\n');
        },
        (error: unknown) => write.refuse(exchange, error),
      );
    },
  },
];

const readyText = (ledger: 'up' | 'down' | 'rolled back'): string =>
  ledger === 'up' ? 'ready\n' : `ready\nledger: "${ledger}"\n`;
