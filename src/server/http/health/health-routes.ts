import type { FastifyInstance } from 'fastify';

/** `/livez`: the process answers. `/readyz`: it is of use to callers. */
export function addHealthRoutes(app: FastifyInstance, isReady: () => Promise<boolean>): void {
  app.get('/livez', async () => 'ok\n');
  app.get('/readyz', async (_request, reply) =>
    (await isReady()) ? 'ready\n' : reply.code(503).header('retry-after', '1').send('not ready\n'),
  );
}
