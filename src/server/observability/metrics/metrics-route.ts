import { createHash, timingSafeEqual } from 'node:crypto';
import Fastify, { type FastifyInstance } from 'fastify';
import { readCredential } from '../../auth/credential.js';

export interface MetricsPage {
  readonly contentType: string;
  readonly text: () => Promise<string>;
  /** Who does not bring it is not answered; null where everybody is who reaches the port. */
  readonly key: string | null;
}

/** `/metrics` in the text format of Prometheus; the key comes as `authorization: Bearer …` or `x-api-key`. */
export function addMetricsRoute(app: FastifyInstance, { contentType, text, key }: MetricsPage): void {
  app.get('/metrics', async (request, reply) => {
    if (key !== null && !isSame(readCredential(request.headers)?.text ?? '', key)) {
      return reply.code(401).header('www-authenticate', 'Bearer').send('metrics need their key\n');
    }
    return reply.header('content-type', contentType).send(await text());
  });
}

/** A server for metrics alone, under the same names as the graph's. */
export function createMetricsServer(
  page: MetricsPage,
  allowsHost: (host: string | undefined) => boolean,
): FastifyInstance {
  const app = Fastify({ logger: false, forceCloseConnections: true });
  app.addHook('onRequest', async (request, reply) => {
    if (!allowsHost(request.headers.host)) return reply.code(421).send('not under that host name\n');
  });
  addMetricsRoute(app, page);
  return app;
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
const isSame = (given: string, key: string): boolean => timingSafeEqual(digest(given), digest(key));
