import { readConfig } from '../../src/config/config.js';
import { createLog } from '../../src/server/observability/log.js';
import { startService, type Service, type ServiceOptions } from '../../src/app/service.js';

/** The service as `npm start` runs it, in this process and with the ledger that the settings name. */
export function startDurableService(
  settings: Readonly<Record<string, string>>,
  options: ServiceOptions = {},
): Promise<Service> {
  const config = readConfig({
    PORT: '0',
    DRAIN_SECONDS: '0',
    LOG_LEVEL: 'silent',
    SANDBOX: 'off',
    EXPLORER: 'off',
    ...settings,
  });
  return startService(config, createLog(config.log.level, process.stdout), options);
}
