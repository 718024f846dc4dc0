import type { Config } from '../config/config.type.js';
import type { Metrics } from '../server/observability/metrics.js';
import { createMetricsServer } from '../server/observability/metrics/metrics-route.js';

export interface MetricsServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Listens for those who read metrics; null where there is no port for it. */
export async function openMetricsServer(
  { listen, metrics: settings }: Config,
  metrics: Metrics,
  allowsHost: (host: string | undefined) => boolean,
): Promise<MetricsServer | null> {
  if (settings === null || settings.port === null) return null;
  const app = createMetricsServer({ ...metrics, key: settings.key }, allowsHost);
  return { url: await app.listen({ host: listen.host, port: settings.port }), close: () => app.close() };
}
