import { createHash, timingSafeEqual } from 'node:crypto';
import { readCredential } from '../../auth/credential.js';
import type { Route } from '../../http/route.js';
import type { AnswerWriter } from '../../http/write-answer.js';

export interface MetricsPage {
  readonly contentType: string;
  readonly text: () => Promise<string>;
  /** Who does not bring it is refused; null where everybody is answered who reaches the port. */
  readonly key: string | null;
}

const TEXT = { 'content-type': 'text/plain; charset=utf-8' };

/** `/metrics` in the text format of Prometheus; the key comes as `authorization: Bearer …` or `x-api-key`. */
export const createMetricsRoute = ({ contentType, text, key }: MetricsPage, write: AnswerWriter): Route => ({
  path: '/metrics',
  get(exchange) {
    const given = readCredential(exchange.request.headers)?.text ?? '';
    if (key !== null && !isSame(given, key)) {
      return write.plain(exchange, 401, { ...TEXT, 'www-authenticate': 'Bearer' }, 'metrics need their key\n');
    }
    text().then(
      (page) => write.plain(exchange, 200, { 'content-type': contentType, 'cache-control': 'no-store' }, page),
      (error: unknown) => write.refuse(exchange, error),
    );
  },
});

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
const isSame = (given: string, key: string): boolean => timingSafeEqual(digest(given), digest(key));
