import type { Route } from '../route.js';
import type { AnswerWriter } from '../write-answer.js';

const TEXT = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' };

/** `/livez`: the process answers. `/readyz`: it is of use to callers. */
export const createHealthRoutes = (isReady: () => Promise<boolean>, write: AnswerWriter): readonly Route[] => [
  { path: '/livez', get: (exchange) => write.plain(exchange, 200, TEXT, 'ok\n') },
  {
    path: '/readyz',
    get(exchange) {
      isReady().then(
        (ready) => {
          if (ready) write.plain(exchange, 200, TEXT, 'ready\n');
          else write.plain(exchange, 503, { ...TEXT, 'retry-after': '1' }, 'not ready\n');
        },
        (error: unknown) => write.refuse(exchange, error),
      );
    },
  },
];
