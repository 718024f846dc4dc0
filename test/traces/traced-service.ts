import { createServer, type IncomingHttpHeaders, request as ask } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ServiceOptions } from '../../src/app/service.js';
import { accountsOf, type RunningService, type Settings, startRunningService } from '../support/running-service.js';
import { startSandbox } from '../support/sandbox.js';
import { type Collector, type ReceivedSpan, startCollector } from './collector.js';

/** What happens to one request to Routee in place of its answer; nothing for `null`. */
export type Intervene = (path: string) => Promise<{ readonly status: number } | null>;

export interface TracedService extends RunningService {
  readonly collector: Collector;
  /** The headers of the requests to Routee but those for a token, in the order of their coming. */
  readonly vendorHeaders: readonly IncomingHttpHeaders[];
  /** Stops the service, which exports all spans, and gives them. */
  stopped(): Promise<readonly ReceivedSpan[]>;
}

/** Not awaited: the stop exports what waits. */
const LATE = '600000';

/** The service with its vendors in a sandbox, and a collector. Everything is exported when it stops. */
export async function startTracedService(
  settings: Settings = {},
  intervene: Intervene = () => Promise.resolve(null),
  options: ServiceOptions = {},
): Promise<TracedService> {
  const [collector, sandbox] = [await startCollector(), await startSandbox()];
  const vendorHeaders: IncomingHttpHeaders[] = [];
  const target = new URL(sandbox.routee.apiUrl);
  const proxy = createServer((incoming, response) => {
    const path = incoming.url ?? '';
    vendorHeaders.push(incoming.headers);
    void intervene(path).then((instead) => {
      if (instead !== null) return void response.writeHead(instead.status).end('{}');
      const { method, headers } = incoming;
      const { hostname, port } = target;
      const handed = ask({ hostname, port, path, method, headers }, (answer) => {
        response.writeHead(answer.statusCode!, answer.headers);
        answer.pipe(response);
      });
      incoming.pipe(handed);
    });
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const service = await startRunningService(
    {
      ...accountsOf(sandbox),
      ROUTEE_API_URL: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}${target.pathname.replace(/\/$/, '')}`,
      UPSTREAM_REPORT: 'on',
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_BSP_SCHEDULE_DELAY: LATE,
      ...settings,
    },
    options,
  );
  let isStopped = false;
  const stop = async (): Promise<void> => {
    if (isStopped) return;
    isStopped = true;
    await service.stop();
    await collector.close();
    await sandbox.close();
    proxy.closeAllConnections();
    await new Promise((resolve) => proxy.close(resolve));
  };
  return {
    ...service,
    collector,
    vendorHeaders,
    stop,
    async stopped() {
      await stop();
      return collector.spans();
    },
  };
}
