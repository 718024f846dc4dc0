import type { Config } from '../config/config.type.js';
import { createMetricsServer, type ServerOptions } from '../server/http/server.js';
import type { Metrics } from '../server/observability/metrics.js';

export interface MetricsServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Listens for those who read metrics; null where there is no port for it. */
export async function openMetricsServer(
  { listen, metrics: settings }: Config,
  metrics: Metrics,
  options: Pick<ServerOptions, 'allowsHost' | 'isDraining' | 'observe' | 'startTrace'>,
): Promise<MetricsServer | null> {
  if (settings === null || settings.port === null) return null;
  const server = createMetricsServer({ ...metrics, key: settings.key }, options);
  return {
    url: await server.listen(listen.host, settings.port),
    close() {
      const closed = server.close();
      server.connections.destroyAll();
      return closed;
    },
  };
}
