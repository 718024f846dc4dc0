import type { Config } from '../../config/config.type.js';
import type { WorkerPosition } from './messages.js';

/**
 * The settings of one worker: its share of the calls to vendors, of which each worker has at least one, and where the
 * others listen.
 */
export function shareConfig(config: Config, { index, count, ports }: Omit<WorkerPosition, 'isFirst'>): Config {
  const { upstream, listen, metrics } = config;
  const { concurrency } = upstream;
  return {
    ...config,
    upstream: { ...upstream, concurrency: Math.floor(concurrency / count) + (index < concurrency % count ? 1 : 0) },
    listen: ports ? { ...listen, port: ports.port } : listen,
    metrics: metrics && ports && ports.metricsPort !== null ? { ...metrics, port: ports.metricsPort } : metrics,
  };
}
